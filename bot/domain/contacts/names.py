"""Names of accounts are known by their form: no plain word, or put together as no word is."""

import re
from functools import lru_cache

import regex

from bot.domain.dictionary import is_word, languages_of

_PLAIN = regex.compile(r"[\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)*")
TOKEN = re.compile(r"[^\W_]+")
_MEASURE = regex.compile(r"\d+(?:[.,:]\d+)?\p{L}{0,4}|\p{L}{1,2}\d{1,2}|[\d.,:%-]+|\d+(?:-\p{L}+)+")


def is_odd(token: str, text: str) -> bool:
    """Whether ``token`` is no word of the languages of ``text``."""
    return is_marked(token, text) or not _known(token, languages_of(text))


def is_marked(token: str, text: str) -> bool:
    """Whether it is put together as an account's name: ``lea_m``, ``lea.mrtn``, ``owl-7``,
    ``lea4711``, ``owl#4711``. ``3pm``, ``self-esteem`` and ``left.then`` are not."""
    if _MEASURE.fullmatch(token) or len(token) < 4:
        return False
    if "_" in token.strip("_") or token.endswith("_") or "#" in token or "$" in token:
        return True
    parts = [part for part in regex.split(r"[.-]", token) if part]
    if regex.search(r"\p{L}", token) and regex.search(r"\d", token):
        return sum(char.isalpha() for char in token) >= 3
    if len(parts) < 2:
        return False
    if len(parts) > 2 and len(parts[-1]) == 1:
        return True
    languages = languages_of(text)
    return not all(len(part) == 1 or _known(part, languages) for part in parts)


@lru_cache(maxsize=4096)
def _known(token: str, languages: tuple[str, ...]) -> bool:
    if not _PLAIN.fullmatch(token):
        return False
    return all(
        len(part) == 1 or is_word(part, (*languages, "en")) for part in regex.split(r"['’]", token)
    )


def tokens_of(plain: str) -> list[str]:
    """Return letters and digits in a row, without their case: for a quick look before a slow
    pattern."""
    return TOKEN.findall(plain.casefold())
