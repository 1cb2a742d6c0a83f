"""Categories name the subjects that a campaign must not have. ``house_rules`` finds the category of
a text."""

from enum import StrEnum


class Category(StrEnum):
    POLITICS = "politics"
    GAMBLING = "gambling"
    MEDICINES = "medicines"
    ALCOHOL = "alcohol"
    TOBACCO = "tobacco"
    WEAPONS = "weapons"


def read_categories(text: str) -> frozenset[Category]:
    """Read ``"alcohol, politics"`` into categories. Raises ValueError with a sentence that names
    all."""
    named = [part.strip().lower() for part in text.split(",") if part.strip()]
    unknown = [name for name in named if name not in set(Category)]
    if unknown:
        known = ", ".join(Category)
        raise ValueError(f"there is no category {unknown[0]!r}; write some of: {known}")
    return frozenset(map(Category, named))
