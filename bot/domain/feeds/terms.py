"""The words by which a published whisper is found: cut alike in a whisper and in a question,
whatever language is guessed, since a question is too short for a guess."""

import unicodedata
from collections.abc import Iterator
from importlib.metadata import version

import regex

from bot.domain.checks.care import Care, assess
from bot.domain.hashtags import hashtags
from bot.domain.tokens import fold, segments

LONGEST = 40
"""The most characters of a word that are kept; what is longer is found by its beginning."""

EDITION = f"1 budoux {version('budoux')} unicode {unicodedata.unidata_version}"
"""The edition of the way in which words are cut: what was cut otherwise is cut anew."""

OPEN_FROM = 3
"""The number of letters from which on a word may go on."""

_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}]+)*")
_ADDRESS = regex.compile(r"\S*(?:@|://|_|www\.)\S*")
_ELISION = regex.compile(r"^(?:l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quelqu)'(?=.)")
_POSSESSIVE = regex.compile(r"'s$")
_ARTICLE = regex.compile(r"^(?:وال|بال|كال|فال|لل|ال)(?=..)")
_MARKED = regex.compile(r"[\p{Latin}\p{Greek}\p{Hebrew}]")
_KANA = regex.compile(r"[\p{Hiragana}\p{Katakana}]")
_HAN, _THAI = regex.compile(r"\p{Han}"), regex.compile(r"\p{Thai}")
_SYLLABLES = regex.compile(r"[\p{Han}\p{Hangul}]")
_ALPHABET = regex.compile(r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{Hebrew}\p{Arabic}]")


def terms_of(words: str) -> tuple[str, ...]:
    """Return each word once, in the order of the text: without case, width and marks, and without
    what is written onto it; cut by budoux where no spaces are. A lone letter of an alphabet is
    none."""
    found = (term[:LONGEST] for word in _words(words) for term in _cut(word, words))
    return tuple(
        dict.fromkeys(term for term in found if len(term) > 1 or not _ALPHABET.match(term))
    )


def tag_term(tag: str) -> str:
    """Return how a tag stands among the terms: ``#Rain`` and ``rain`` -> ``#rain``."""
    flat = regex.sub(r"[\s#'’-]+", "_", _bare(fold(tag)).strip().lstrip("#").strip())
    return "#" + flat[: LONGEST - 1]


def found_by(words: str) -> tuple[str, ...]:
    """Return all by which a whisper is found: its words, and the tags of its caption."""
    return (*terms_of(words), *dict.fromkeys(tag_term(tag) for tag in hashtags(words)))


def may_be_found(words: str, *, cover: bool) -> bool:
    """Whether it may come to somebody who did not open it: nothing that is covered, and nothing
    that a helpline stands under."""
    return not cover and assess(words) is Care.NONE


def is_open(term: str) -> bool:
    """Whether what is looked for may go on: three letters, or less where a sign is a syllable."""
    if _SYLLABLES.match(term):
        return True
    return len(term) >= (2 if _KANA.match(term) else OPEN_FROM)


def _words(text: str) -> Iterator[str]:
    return (found[0] for found in _WORD.finditer(_ADDRESS.sub(" ", fold(text))))


def _cut(word: str, text: str) -> list[str]:
    if _THAI.search(word):
        return segments(word, "th")
    if _KANA.search(word) or (_HAN.search(word) and _KANA.search(text)):
        return segments(word, "ja")
    if _HAN.search(word):
        return segments(word, "zh")
    bare = _POSSESSIVE.sub("", _ELISION.sub("", _ARTICLE.sub("", _bare(word))))
    return [bare.replace("'", "")]


def _bare(word: str) -> str:
    """Return the word without accents, where they are marks and not letters; ``œ`` and ``ß`` as
    two."""
    if word.isascii() or not _MARKED.search(word):
        return word
    apart = unicodedata.normalize("NFD", word.replace("œ", "oe").replace("ß", "ss"))
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")
