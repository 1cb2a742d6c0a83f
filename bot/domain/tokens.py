"""A text as the words that lexicons know: folded, without clitics, cut where no space does it."""

import unicodedata
from functools import cache

import budoux
import regex

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*['’]?")
_ADDRESS = regex.compile(r"\S*(?:@|://|_|www\.)\S*")
_ELISION = regex.compile(r"^((?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quelqu)')(.+)$")
_ARABIC, _LATIN = regex.compile(r"\p{Arabic}"), regex.compile(r"\p{Latin}")
_TASHKEEL = regex.compile(r"[\u064b-\u0652\u0670\u0640]")
_ALEF = str.maketrans("أإآٱىةؤئ", "اااايهوي")
_BEFORE = ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ف", "ب", "ل", "ك", "س")
_AFTER = regex.findall(r"\w+", "ها هم هن نا كم ني تي ته تها تنا ات ين ون ه ي ك ا")
_PARSERS = {
    "zh": budoux.load_default_simplified_chinese_parser,
    "ja": budoux.load_default_japanese_parser,
    "th": budoux.load_default_thai_parser,
}
UNSPACED = frozenset(_PARSERS)
"""The languages that write no spaces between words."""


def fold(text: str) -> str:
    """Return one spelling for what readers take as the same word: case, width, quotes, harakat."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    if not folded.isascii() and _ARABIC.search(folded):
        folded = _TASHKEEL.sub("", folded).translate(_ALEF)
    return folded.replace("ё", "е")


def plain(word: str) -> str:
    """Turn ``mère`` into ``mere``, as it is typed in haste. Only Latin letters lose their marks."""
    if word.isascii() or not _LATIN.match(word):
        return word
    marks = unicodedata.normalize("NFD", word.replace("œ", "oe").replace("ß", "ss"))
    return "".join(letter for letter in marks if not unicodedata.combining(letter))


def tokens(text: str, language: str) -> list[str]:
    """Return the words of ``text`` in order; ``l'amour``, ``grand-mère`` and ``cat's`` are two
    each."""
    found: list[str] = []
    for word in _WORD.findall(_ADDRESS.sub(" ", fold(text))):
        if language in UNSPACED:
            found.extend(segments(word, language))
        elif language == "fr" and (cut := _ELISION.match(word)):
            found.extend(cut.groups())
        elif word.endswith("'s"):
            found.extend((word[:-2], "'s"))
        else:
            found.append(word)
    return found


@cache
def _parser(language: str) -> budoux.Parser:
    return _PARSERS[language]()


def segments(word: str, language: str) -> list[str]:
    """Cut a run of letters without spaces into phrases, by budoux."""
    return list(_parser(language).parse(word))


def variants(word: str, language: str) -> tuple[str, ...]:
    """Return ``word`` and what is left of it without the small words that Arabic writes onto it."""
    if language != "ar":
        return (word,)
    made = [word]
    for before in _BEFORE:
        if word.startswith(before) and len(word) - len(before) >= 2:
            made.append(word[len(before) :])
    for stem in tuple(made):
        for after in _AFTER:
            if stem.endswith(after) and len(stem) - len(after) >= 2:
                made.extend((stem[: -len(after)], stem[: -len(after)] + "ه"))
    return tuple(dict.fromkeys(made))
