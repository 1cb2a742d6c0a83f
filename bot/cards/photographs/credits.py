"""The credits name the makers of the folder's photographs. An operator puts them on a page, or
shows them to people who ask."""

from collections.abc import Iterable, Iterator

from bot.cards.photographs.folder import Photograph


def credit_lines(photographs: Iterable[Photograph]) -> Iterator[str]:
    """Yield a line for each that has a credit: title, author, licence, and where it stands."""
    for one in photographs:
        if one.credit is None:
            continue
        licence = one.credit.licence
        by = f" by {one.credit.author}" if one.credit.author else ""
        under = " ".join(part for part in (licence.name, licence.address) if part)
        yield f"“{one.name}”{by}, {under}, from {one.credit.page}"
