"""Labels for paid content, country by country, as law and custom want them.

The word is that of the country in which it is shown first, whatever language the channel has. What
nobody pays for is no advertisement and is labelled in the channel's own language.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a country. ``words``: one of them must stand; the first unless another is
    chosen. ``registered``: the state gives each advertisement a number, which must stand as
    well."""

    words: tuple[str, ...]
    registered: str | None = None  # what stands before that number


_ELSEWHERE = Labels(("Ad",))

_BY_COUNTRY: Mapping[str, Labels] = {
    "FR": Labels(("Publicité", "Collaboration commerciale")),
    "DE": Labels(("Anzeige",)),
    "ES": Labels(("Publicidad",)),
    "IT": Labels(("Pubblicità",)),
    "BR": Labels(("Publicidade",)),
    "GB": Labels(("Ad",)),
    "US": Labels(("Ad",)),
    "IN": Labels(("#ad",)),
    "RU": Labels(("Реклама",), registered="erid"),
    "TR": Labels(("Reklam",)),
}

COUNTRIES: tuple[str, ...] = tuple(_BY_COUNTRY)
"""The countries with a label of their own, by their ISO code."""

OTHER = ""
"""In place of a code: a country that is not listed."""


def labels_of(country: str) -> Labels:
    """Return the labels for something paid for that is shown first in this country."""
    return _BY_COUNTRY.get(country, _ELSEWHERE)


def flag(country: str) -> str:
    """Return 🇫🇷 for FR; a globe for one that is not listed."""
    if len(country) != 2:
        return "🌍"
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in country)
