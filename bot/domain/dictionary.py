"""The dictionary knows the plain words of a language, and the languages in which a text may be
written.

The lists are those of pyspellchecker, read without it: kept as sorted hashes, 8 bytes a word, and
each language only when a text needs it. Of other languages we know the small words alone.
"""

import gzip
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain, repeat

import regex
import stopwordsiso

from bot.domain.tokens import fold

LISTED = ("en", "fr", "es", "de", "it", "pt", "nl", "ru", "ar", "fa")
"""The languages with a list, those first that win when a text says too little."""
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*")
_MARKED = re.compile("[\u00c0-\u024f\u1e00-\u1effё]")
_MOST = 3
_NEAR = 0.15  # a language that knows nearly as many of the words counts too: texts are short
_LEAST = 0.15


def is_word(word: str, languages: Iterable[str]) -> bool:
    """Tell whether ``word`` is one, as people type it: in any case, with or without its accents."""
    return any(_listed(fold(word), language) for language in languages)


@lru_cache(maxsize=8192)
def _listed(word: str, language: str) -> bool:
    if word in small_words(language):
        return True
    if language not in LISTED:
        return False
    words = _hashes(language)
    key = hash(word)
    place = bisect_left(words, key)
    return place < len(words) and words[place] == key


@cache
def _hashes(language: str) -> "array[int]":
    packed = files("spellchecker").joinpath("resources", f"{language}.json.gz").read_bytes()
    words = gzip.decompress(packed).decode().split('"')[1::2]  # {"word": count, …}
    found = set(map(hash, words))
    if marked := [word for word in words if not word.isascii() and _MARKED.search(word)]:
        bare = _MARKED.sub(lambda letter: _bare()[letter[0]], '"'.join(marked))
        found.update(map(hash, bare.split('"')))
    return array("q", sorted(found))


@cache
def _bare() -> dict[str, str]:
    """Return the letters of ``_MARKED`` -> the same without their marks, and ё as people type
    it."""
    letters = [chr(each) for each in (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00))]
    plain = {each: unicodedata.normalize("NFD", each)[0] for each in letters}
    return {**plain, "ё": "е", "œ": "oe", "ß": "ss"}


@cache
def small_words(language: str) -> frozenset[str]:
    """Return ``the``, ``je``, ``und``: none for a language that stopwordsiso does not know."""
    if not stopwordsiso.has_lang(language):
        return frozenset()
    return frozenset(map(fold, stopwordsiso.stopwords(language)))


@cache
def _all() -> tuple[str, ...]:
    return (*LISTED, *sorted(set(stopwordsiso.langs()) - set(LISTED)))


@cache
def _whose() -> dict[str, tuple[str, ...]]:
    """Return the languages of each small word."""
    found: dict[str, tuple[str, ...]] = {}
    shared: dict[tuple[str, ...], tuple[str, ...]] = {}
    for language in _all():
        for word in small_words(language):
            languages = (*found.get(word, ()), language)
            found[word] = shared.setdefault(languages, languages)
    return found


@lru_cache(maxsize=64)
def languages_of(text: str) -> tuple[str, ...]:
    """Return up to three languages by their small words, the likeliest first; English when none
    shows."""
    words = [fold(word) for word in _WORD.findall(text)]
    counts = dict.fromkeys(_all(), 0)
    for each in chain.from_iterable(map(_whose().get, words, repeat(()))):
        counts[each] += 1
    shares = {each: count / max(len(words), 1) for each, count in counts.items()}
    best = max(shares.values())
    likely = [each for each in _all() if shares[each] >= max(best - _NEAR, _LEAST)]
    return tuple(sorted(likely, key=lambda each: -shares[each])[:_MOST]) or ("en",)
