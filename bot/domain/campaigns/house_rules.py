"""What a campaign must not be about: politics, gambling, medicines, alcohol, tobacco, weapons.

The list of words (``categories.txt``) catches what says so openly, before moderators are asked;
what it misses they see. An operator allows a category by its name.
"""

import re
from collections.abc import Collection
from enum import StrEnum
from functools import cache
from importlib.resources import files

from bot.domain.tokens import fold, plain

_WORDS = re.compile(r"[^\W_]+")


class Category(StrEnum):
    POLITICS = "politics"
    GAMBLING = "gambling"
    MEDICINES = "medicines"
    ALCOHOL = "alcohol"
    TOBACCO = "tobacco"
    WEAPONS = "weapons"


def refused_for(text: str, allowed: Collection[Category] = ()) -> Category | None:
    """The first category that the text is plainly about and that is not allowed. None: no word of
    it says so."""
    normal = _normal(text)
    for category in Category:
        if category not in allowed and _pattern(category).search(normal):
            return category
    return None


def read_categories(text: str) -> frozenset[Category]:
    """``"alcohol, politics"`` -> categories. Raises ValueError with a sentence that names all."""
    named = [part.strip().lower() for part in text.split(",") if part.strip()]
    unknown = [name for name in named if name not in set(Category)]
    if unknown:
        known = ", ".join(Category)
        raise ValueError(f"there is no category {unknown[0]!r}; write some of: {known}")
    return frozenset(map(Category, named))


def _normal(text: str) -> str:
    """Words without accents, one blank between them."""
    return " ".join(plain(word) for word in _WORDS.findall(fold(text)))


@cache
def _pattern(category: Category) -> re.Pattern[str]:
    phrases = _sections()[category]
    parts = []
    for phrase in phrases:
        stem = phrase.removesuffix("*")
        normal = r"\ ".join(re.escape(word) for word in _normal(stem).split())
        parts.append(normal + (r"\w*" if stem != phrase else ""))
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")


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
