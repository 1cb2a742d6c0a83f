"""A line may end at spaces and hyphens, by the rules of kinsoku, and in scripts that write without
spaces.

The price of a break is 0 for a good one and grows with what it does to the reader; ``NEVER``
forbids it. Sources: UAX #14, JIS X 4051 (kinsoku), budoux for Thai, Japanese and Chinese.
"""

import functools
from collections.abc import Sequence

import budoux

from bot.cards.text.clusters import Cluster
from bot.cards.text.syllables import starts

NEVER = 1_000_000
LAST_RESORT = 50  # from this price on a break is used only where a line has no other
_INSIDE_PHRASE = 60  # Chinese and Japanese may break inside a phrase, yet read better unbroken
_INSIDE_WORD = 36  # Khmer, Lao and Burmese between syllables, when no space is near
_BESIDE_PICTURE = 12  # an emoji would rather stay with its neighbours
_AFTER_HYPHEN = 20
_AFTER_SHORT_WORD = {1: 18, 2: 4}  # "I", "a", "и" like to stand before what they belong to
_AFTER_LEANING = 11
_LEANING_WORDS = (
    "the an my your his our their of to in on at by for and or "
    "le la les un une des du de au aux mon ma mes ton ta tes sa ses en et ou dans par pour sur je "
    "ne que qui se el los las una unos mi mis tu tus su sus con por para y o "
    "der die das den dem des ein eine einen einem einer im zu zum zur mein meine und von mit für "
    "il lo gli i uno di da del della nel nella con per "
    "o os as um uma no na da em com meu minha "
    "в во на с со к ко о об от до из за по у и но а мой моя"
)
"""Words that lean on the next one: articles, prepositions, possessives."""
_LEANING = frozenset(_LEANING_WORDS.split())
_LONGEST_LEANING = max(map(len, _LEANING))
_ALPHABETS = {"Latin", "Cyrillic", "Greek"}

_SPACELESS = {"Thai", "Lao", "Khmer", "Myanmar"}
_OPEN = {"Javanese", "Balinese"}  # between any two of their syllables, which are clusters
_TSHEG = "\u0f0b"  # Tibetan, after each syllable
_WIDE = {"Han", "Hiragana", "Katakana", "Bopomofo"}

_NOT_FIRST = set(
    "!%),.:;?]}¢°’”„†‡›»℃‰′″…‥、。〃々〉》」』】〕〗〙〟〻ー！％），．：；？］｝～｡｣､･・゛゜ヽヾゝゞ–—"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ"
    "،؛؟۔।॥ฯๆໆຯៗ។៕၊။።፣፤፥"
)
_NOT_LAST = set("([{£¥$€₴₹‘“‹«〈《「『【〔〖〘〝＄（［｛￡￥｢#¿¡№")
_CLOSES = set("。、，！？；：")
_GLUE = set("\u00a0\u202f\u2007\u2060\ufeff\u2011")
_LEADING_VOWELS = set("เแโใไ")  # Thai, written before the consonant that they follow
_TRAILING_VOWELS = set("ะาำๅ")
_FRENCH = set("!?:;»%€")  # set after a space that must not break
_HYPHENS = set("-‐–—/")


def prices(line: Sequence[Cluster]) -> list[int]:
    """Return for each cluster of one paragraph the price of ending a line after it."""
    result = [NEVER] * len(line)
    phrases, syllables = _phrase_ends(line), starts(line)
    for at in range(len(line) - 1):
        here = line[at]
        if here.script in _ALPHABETS and here.script == line[at + 1].script and len(here.text) == 1:
            continue  # two letters of a word, as nearly everywhere
        result[at] = _price(line, at, phrases, syllables)
    if result:
        result[-1] = 0
    return result


def _price(
    line: Sequence[Cluster], at: int, phrases: frozenset[int], syllables: frozenset[int]
) -> int:
    here, after = line[at], line[at + 1]
    last, first = here.text[-1], after.text[0]
    if after.is_space or last in _GLUE or first in _GLUE:
        return NEVER
    if here.is_space:
        return _after_space(line, at)
    if last == "\u200b" or last == "\u00ad":
        return 0
    if first in _NOT_FIRST or here.text[0] in _NOT_LAST:
        return NEVER
    if last == _TSHEG:
        return 0
    if here.script in _OPEN and here.script == after.script:
        return _INSIDE_WORD
    if last in _HYPHENS:
        return _after_hyphen(line, at)
    if _is_wide(here) or _is_wide(after):
        ends = at in phrases or last in _CLOSES or first in _NOT_LAST
        return 0 if ends else _INSIDE_PHRASE
    if here.script in _SPACELESS and after.script in _SPACELESS:
        return _without_spaces(here, after, at, phrases, syllables)
    if {here.script, after.script} & _SPACELESS and here.script != after.script:
        return _INSIDE_WORD
    if _is_picture(here) or _is_picture(after):
        return _BESIDE_PICTURE
    return NEVER


def _after_space(line: Sequence[Cluster], at: int) -> int:
    after = line[at + 1].text
    start = at
    while start > 0 and line[start].is_space:
        start -= 1
    before = line[start].text
    if after in _FRENCH and (at + 2 == len(line) or not line[at + 2].text.isalnum()):
        return NEVER
    if before == "«":
        return NEVER
    if line[start].script not in _ALPHABETS:
        return 0
    letters: list[str] = []
    while start >= 0 and line[start].text[0].isalpha() and len(letters) <= _LONGEST_LEANING:
        letters.append(line[start].text)
        start -= 1
    usual = _AFTER_SHORT_WORD.get(len(letters), 0)
    leans = "".join(reversed(letters)).casefold() in _LEANING
    return max(usual, _AFTER_LEANING) if leans else usual


def _after_hyphen(line: Sequence[Cluster], at: int) -> int:
    """Return the price after a hyphen. Only within a word: not in -5, not after a dash that opens a
    line."""
    if at == 0 or line[at + 1].text[0] in _HYPHENS or not line[at - 1].text[0].isalnum():
        return NEVER
    if line[at].text in "—–":
        return 0
    return _AFTER_HYPHEN if line[at + 1].text[0].isalpha() else NEVER


def _without_spaces(
    here: Cluster, after: Cluster, at: int, phrases: frozenset[int], syllables: frozenset[int]
) -> int:
    if here.text[0] in _LEADING_VOWELS or after.text[0] in _TRAILING_VOWELS:
        return NEVER
    if here.script == "Thai":
        return 0 if at in phrases else NEVER
    return _INSIDE_WORD if at + 1 in syllables else NEVER


def _is_wide(cluster: Cluster) -> bool:
    first = cluster.text[0]
    return cluster.script in _WIDE or "\u3000" <= first <= "\u303f" or "\uff00" <= first <= "\uffef"


def _is_picture(cluster: Cluster) -> bool:
    return cluster.script == "Common" and (
        "\U0001f000" <= cluster.text[0] <= "\U0001faff" or "\ufe0f" in cluster.text
    )


def _phrase_ends(line: Sequence[Cluster]) -> frozenset[int]:
    """Return the indexes of clusters that end a phrase, by budoux; whole runs are looked at."""
    scripts = {cluster.script for cluster in line}
    if not scripts & (_WIDE | {"Thai"}):
        return frozenset()
    if "Thai" in scripts:
        parser = _parser("thai")
    elif scripts & {"Hiragana", "Katakana"}:
        parser = _parser("japanese")
    else:
        text = "".join(cluster.text for cluster in line)
        parser = _parser("traditional" if is_traditional(text) else "simplified")
    ends: set[int] = set()
    position, at = 0, -1
    for phrase in parser.parse("".join(cluster.text for cluster in line)):
        position += len(phrase)
        while position > 0 and at + 1 < len(line):
            at += 1
            position -= len(line[at].text)
        if position == 0:  # else the phrase ends inside a grapheme, which no line does
            ends.add(at)
    return frozenset(ends)


@functools.cache
def _parser(name: str) -> budoux.Parser:
    makers = {
        "thai": budoux.load_default_thai_parser,
        "japanese": budoux.load_default_japanese_parser,
        "simplified": budoux.load_default_simplified_chinese_parser,
        "traditional": budoux.load_default_traditional_chinese_parser,
    }
    return makers[name]()


def is_traditional(text: str) -> bool:
    """Tell whether it is Chinese as written in Taiwan and Hong Kong, by which old character set
    lacks it."""
    votes = 0
    for char in text:
        if "\u4e00" <= char <= "\u9fff":
            votes += _encodes(char, "big5") - _encodes(char, "gb2312")
    return votes > 0


@functools.lru_cache(maxsize=4096)
def _encodes(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
