"""House rules refuse campaigns about politics, gambling, medicines, alcohol, tobacco and weapons.

The list of words (``categories.txt``) catches what says so openly, before moderators are asked;
what it misses they see. An operator allows a category by its name.
"""

from collections.abc import Collection
from functools import cache
from importlib.resources import files

import regex

from bot.domain.campaigns.categories import Category
from bot.domain.tokens import fold, plain

_LETTER = r"[\p{L}\p{M}\p{N}]"  # Indic vowels are marks
_WORDS = regex.compile(rf"{_LETTER}+")
_ARABIC = regex.compile(r"\p{Arabic}")
_BEFORE = r"(?:[وفبلك]?ال|لل|[وفبلك])?"
"""Arabic writes "and", "in" and "the" onto the word."""


def refused_for(text: str, allowed: Collection[Category] = ()) -> Category | None:
    """Return the first category that the text is plainly about and that is not allowed. None: no
    word of it says so."""
    normal = _normal(text)
    for category in Category:
        if category not in allowed and _pattern(category).search(normal):
            return category
    return None


def _normal(text: str) -> str:
    """Return the words without accents, one blank between them."""
    return " ".join(plain(word) for word in _WORDS.findall(fold(text)))


@cache
def _pattern(category: Category) -> regex.Pattern[str]:
    parts = []
    for phrase in _sections()[category]:
        stem = phrase.removesuffix("*")
        before = _BEFORE if _ARABIC.match(stem) else ""
        normal = r"\ ".join(regex.escape(word) for word in _normal(stem).split())
        parts.append(before + normal + (f"{_LETTER}*" if stem != phrase else ""))
    return regex.compile(rf"(?<!{_LETTER})(?:{'|'.join(parts)})(?!{_LETTER})")


@cache
def _sections() -> dict[Category, list[str]]:
    text = (files(__package__) / "categories.txt").read_text(encoding="utf-8")
    sections: dict[Category, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            current = sections.setdefault(Category(line.strip("[]")), [])
        elif line and not line.startswith("#"):
            current += [phrase.strip() for phrase in line.split(",") if phrase.strip()]
    return sections
