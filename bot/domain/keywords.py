"""Keywords and themes of a confession, in any language that we have words for."""

from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

import regex
import stopwordsiso

from bot.domain import tones
from bot.domain.hashtags.nouns import nouns
from bot.domain.hashtags.scan import scan
from bot.domain.hashtags.tongue import language_for_sure
from bot.domain.lexicon import NOUN, Lexicon, Sense, languages, lexicon
from bot.domain.themes import THEMES
from bot.domain.tokens import UNSPACED, plain, tokens, variants

_EMOJI_WEIGHT = 0.8
_AGAIN = 0.25  # the weight of a repeated keyword, relative to its first mention
_SCRIPTS = {  # script -> the languages that we tell apart within it, the likeliest first
    "Hiragana": ("ja",),
    "Katakana": ("ja",),
    "Hangul": ("ko",),
    "Han": ("zh",),
    "Thai": ("th",),
    "Arabic": ("ar", "fa", "ur"),
    "Hebrew": ("he",),
    "Cyrillic": ("ru", "uk"),
    "Devanagari": ("hi",),
    "Greek": ("el",),
}
_LETTERS = {script: regex.compile(rf"\p{{{script}}}") for script in (*_SCRIPTS, "Latin")}
_FOREIGN = regex.compile("[" + "".join(rf"\p{{{script}}}" for script in _SCRIPTS) + "]")
_LATIN = ("en", "fr", "es", "pt", "it", "de", "nl", "pl", "tr", "id", "vi")


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that matters."""

    word: str
    senses: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class TextSubjects:
    """The subjects found in a text. ``themes``: name and strength, the strongest first."""

    language: str
    keywords: tuple[Keyword, ...]
    themes: tuple[tuple[str, float], ...]


@lru_cache(maxsize=64)
def read(words: str) -> TextSubjects:
    """Return keywords in the order of the text, and the themes they point to."""
    language = language_of(words)
    spoken = language_for_sure(words)
    if spoken is not None and spoken not in languages():
        language, found = spoken, _by_nouns(words, spoken)
    else:
        found = _scan(tokens(words, language), lexicon(language))
    scores: dict[str, float] = {}
    seen: Counter[str] = Counter()
    for keyword in found:
        seen[keyword.word] += 1
        share = 1.0 if seen[keyword.word] == 1 else _AGAIN
        for sense in keyword.senses:
            scores[sense.theme] = scores.get(sense.theme, 0.0) + share * sense.weight
    for theme in _emoji_themes(words):
        seen[theme] += 1
        share = 1.0 if seen[theme] == 1 else _AGAIN
        scores[theme] = scores.get(theme, 0.0) + share * _EMOJI_WEIGHT
    unique = tuple({keyword.word: keyword for keyword in found}.values())
    ranked = sorted(scores.items(), key=lambda item: -item[1])  # ties: first said, first
    return TextSubjects(language, unique, tuple(ranked))


def _by_nouns(words: str, language: str) -> list[Keyword]:
    """Return keywords from the nouns of the hashtags, by subject, for languages without a lexicon
    of their own."""
    nouns_found = (one.noun for one in scan(words, nouns(language)))
    return [
        Keyword(noun.tag or "", (Sense(noun.section, NOUN),))
        for noun in nouns_found
        if noun.section in THEMES
    ]


def language_of(words: str) -> str:
    """Guess the language, well enough to choose a lexicon: by script, then by the small words."""
    candidates: tuple[str, ...]
    if not _FOREIGN.search(words):
        candidates = _LATIN
    else:
        scripts = {script: len(letter.findall(words)) for script, letter in _LETTERS.items()}
        if scripts["Hiragana"] + scripts["Katakana"] > 0:
            return "ja"
        script = max(scripts, key=lambda name: scripts[name])
        candidates = _LATIN if script == "Latin" else _SCRIPTS[script]
    candidates = tuple(code for code in candidates if code in languages()) or candidates[:1]
    if len(candidates) == 1:
        return candidates[0]
    return max(candidates, key=lambda code: _likeness(words, code))


def _likeness(words: str, language: str) -> float:
    found = tokens(words, language)
    small = _stopwords(language)
    known = lexicon(language)
    shared = sum(_rarity(word) for word in found if word in small)
    return shared + sum(0.6 for word in found if known.find((word,)) and word not in small)


@lru_cache(maxsize=4096)
def _rarity(word: str) -> float:
    """Return how much a small word says: less when several of our languages have it: ``me``,
    ``on``, ``ma``."""
    return 1 / max(1, sum(word in _stopwords(code) for code in languages()))


@cache
def _stopwords(language: str) -> frozenset[str]:
    if language not in stopwordsiso.langs():
        return frozenset()
    return frozenset(stopwordsiso.stopwords(language))


def _scan(found: list[str], known: Lexicon) -> list[Keyword]:
    """Find the longest phrase first, left to right; a word inside a known phrase does not count
    again."""
    if known.language in UNSPACED:
        return _scan_unspaced("\n".join(found), known)
    keywords: list[Keyword] = []
    small = _stopwords(known.language)
    position = 0
    while position < len(found):
        length, senses = _match(found, position, known)
        word = " ".join(found[position : position + length])
        if senses:
            keywords.append(Keyword(word, senses))
        elif senses is None and len(word) > 2 and word not in small and not word.isdigit():
            keywords.append(Keyword(word, ()))
        position += length
    return keywords


def _match(found: list[str], position: int, known: Lexicon) -> tuple[int, tuple[Sense, ...] | None]:
    first = found[position]
    reach = max(known.longest.get(first, 1), known.longest.get(plain(first), 1))
    for length in range(min(reach, len(found) - position), 1, -1):
        senses = known.find(tuple(found[position : position + length]))
        if senses is not None:
            return length, senses
    for word in variants(first, known.language):
        senses = known.find((word,))
        if senses is not None:
            return 1, senses
    return 1, None


def _scan_unspaced(text: str, known: Lexicon) -> list[Keyword]:
    keywords: list[Keyword] = []
    longest = _longest_word(known.language)
    words = _joined(known.language)
    position = 0
    while position < len(text):
        for length in range(min(longest, len(text) - position), 0, -1):
            word = text[position : position + length]
            if word in words:
                if words[word]:
                    keywords.append(Keyword(word, words[word]))
                break
        position += length
    return keywords


@cache
def _joined(language: str) -> dict[str, tuple[Sense, ...]]:
    return {"".join(phrase): senses for phrase, senses in lexicon(language).entries.items()}


@cache
def _longest_word(language: str) -> int:
    return max(map(len, _joined(language)), default=1)


@cache
def _emojis() -> dict[str, str]:
    found: dict[str, str] = {}
    for theme in THEMES.values():
        for cluster in regex.findall(r"\X", theme.emojis.replace("\ufe0f", "")):
            found.setdefault(cluster, theme.name)
    return found


def _emoji_themes(words: str) -> list[str]:
    known = _emojis()
    clusters = regex.findall(r"\X", words.replace("\ufe0f", ""))
    hits = (known.get(cluster) or known.get(cluster[0]) for cluster in clusters)
    return [theme for theme in hits if theme]


def prepare() -> None:
    """Read every lexicon now, so that the first text does not wait for the disk."""
    for language in languages():
        lexicon(language)
        _stopwords(language)
    tones.prepare()
    read("")


def themes_of_word(word: str) -> tuple[str, ...]:
    """Return the themes that any of our languages gives to one word; English first."""
    for language in sorted(languages(), key=lambda code: code != "en"):
        phrase = tuple(tokens(word, language))
        if phrase and (senses := lexicon(language).find(phrase)):
            return tuple(sense.theme for sense in senses)
    return ()
