"""Typed names: which towns or countries somebody may mean. Small slips are forgiven."""

from collections.abc import Iterable, Sequence
from functools import cache

from bot.domain.places.folding import fold, script_of
from bot.domain.places.names import country_name, language_of
from bot.domain.places.place import Place, country_of
from bot.domain.places.slips import distance, forgiven
from bot.domain.places.towns import Town, towns

LONGEST = 60
"""The most characters of a name: a longer text names no town."""
MOST = 3
"""The most places that are offered at once."""


def places_named(text: str, language: str | None, *, slips: bool = True) -> tuple[Place, ...]:
    """Return the big towns of this name, biggest first, or the country. "Paris, Texas" is one of
    them. ``slips``: small ones are forgiven."""
    name, _, home = text.partition(",")
    folded = fold(name)
    if not folded or len(text) > LONGEST or "\n" in text.strip():
        return ()
    country = _country_named(fold(text), language)
    if country is not None:  # a town that is called like it is named by another name
        places = [each.place for each in _exactly(folded) if each.country != country]
        return (country, *places)[:MOST]
    named = _exactly(folded) or (_nearly(folded) if slips else [])
    found = _in(home.split(","), named, language) if home.strip() else ()
    return tuple(dict.fromkeys(each.place for each in found or named))[:MOST]


def countries_named(text: str, language: str | None) -> tuple[Place, ...]:
    """Return the country of this name, or those of the towns of this name."""
    found = (Place(country_of(each)) for each in places_named(text, language))
    return tuple(dict.fromkeys(found))[:MOST]


def _in(homes: Sequence[str], found: Iterable[Town], language: str | None) -> tuple[Town, ...]:
    """Return the towns that lie in this country, or region, or both."""
    named = {fold(each) for each in homes}
    return tuple(town for town in found if named <= _homes(town, language_of(language)))


def _homes(town: Town, language: str) -> set[str]:
    countries = {fold(country_name(town.country, each)) for each in ("en", language)}
    return {fold(town.country), fold(town.region_name), *countries}


def _exactly(folded: str) -> list[Town]:
    """Return the towns with this name: first those whose own name it is, then those that are also
    called so; each by size."""
    return [towns().every[n] for _, n in sorted(_index().get(folded, ()))]


def _nearly(folded: str) -> list[Town]:
    """Return the towns whose name a few slips turned into that."""
    most = forgiven(folded)
    if most == 0:
        return []
    close: dict[int, int] = {}
    for name, known in _index().items():
        if abs(len(name) - len(folded)) > most or not _begins_alike(name, folded):
            continue
        allowed = min(most, forgiven(name))
        slips = distance(folded, name, allowed)
        if slips <= allowed:
            for rank, n in known:
                close[n] = min(close.get(n, 9), slips * 2 + rank)
    return [towns().every[n] for n in sorted(close, key=lambda n: (close[n], n))]


def _begins_alike(one: str, other: str) -> bool:
    """Tell whether there is at most one slip at the very beginning: it spares nine comparisons in
    ten."""
    return one[0] == other[0] or one[1:3] == other[1:3] or one[:2] == other[1::-1]


@cache
def _index() -> dict[str, list[tuple[int, int]]]:
    """Return folded name -> (0 its own name, 1 another name, 2 a part of it; its row)."""
    found: dict[str, list[tuple[int, int]]] = {}
    for n, town in enumerate(towns().every):
        names = {fold(name): 2 for name in town.parts}
        names |= {fold(name): 1 for name in (*town.aliases, town.french) if name}
        names[fold(town.name)] = 0
        for name, rank in names.items():
            found.setdefault(name, []).append((rank, n))
    found.pop("", None)
    return found


def _country_named(folded: str, language: str | None) -> Place | None:
    for code in dict.fromkeys(
        (language_of(language), "en", *_BY_SCRIPT.get(script_of(folded), ()))
    ):
        if (country := _countries(code).get(folded)) is not None:
            return Place(country)
    return None


_BY_SCRIPT: dict[str | None, tuple[str, ...]] = {
    "Cyrillic": ("ru", "uk"),
    "Arabic": ("ar", "fa"),
    "Han": ("zh", "ja"),
    "Kana": ("ja",),
    "Hangul": ("ko",),
    "Devanagari": ("hi",),
    "Ethiopic": ("am",),
}


@cache
def _countries(language: str) -> dict[str, str]:
    """Return folded name -> code, of the countries that the table has."""
    codes = {town.country for town in towns().every}
    return {fold(country_name(code, language)): code for code in sorted(codes)}
