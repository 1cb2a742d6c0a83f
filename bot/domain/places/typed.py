"""Typed names: which towns or countries somebody may mean. Small slips are forgiven."""

from collections.abc import Iterable
from functools import cache

from bot.domain.places.called import called
from bot.domain.places.countries import countries_called, countries_nearly
from bot.domain.places.folding import fold
from bot.domain.places.place import Place, country_of
from bot.domain.places.slips import distance, forgiven
from bot.domain.places.towns import Town, towns

LONGEST = 60
"""The most characters of a name: a longer text names no town."""
MOST = 3
"""The most places that are offered at once."""
_HOME_WORDS = 3
"""The most words behind a comma that may be no country or region known here: "Paris, Texas"."""


def places_named(text: str, language: str | None, *, slips: bool = True) -> tuple[Place, ...]:
    """Return the big towns of this name, biggest first, or the country. "Paris, Texas" is one of
    them. ``slips``: small ones are forgiven."""
    name, _, home = text.partition(",")
    folded = fold(name)
    if not folded or len(text) > LONGEST or "\n" in text.strip():
        return ()
    called = countries_called(fold(text), language)
    if called:  # a town that is called like it is named by another name
        found = [each.place for each in _exactly(folded) if each.country not in called]
        return tuple(dict.fromkeys([*map(Place, called), *found]))[:MOST]
    named = _exactly(folded)
    if homes := [each for each in map(fold, home.split(",")) if each]:
        near = named or (_rows(_nearly(folded)) if slips else [])
        lie = [town for town in near if all(_lies_in(town, each, language) for each in homes)]
        if not lie and slips and len(" ".join(homes).split()) <= _HOME_WORDS:
            lie = named  # else it is a sentence
        found = [town.place for town in lie]
    elif named or not slips:
        found = [town.place for town in named]
    else:
        found = _meant(folded, language)
    return tuple(dict.fromkeys(found))[:MOST]


def countries_named(text: str, language: str | None, *, slips: bool = True) -> tuple[Place, ...]:
    """Return the country of this name, or those of the towns of this name. ``slips``: small ones
    are forgiven."""
    found = [*places_named(text, language, slips=slips)]
    found.sort(key=lambda each: each != country_of(each))  # countries first
    return tuple(dict.fromkeys(Place(country_of(each)) for each in found))


def _meant(folded: str, language: str | None) -> list[Place]:
    """Return towns and countries whose name a few slips turned into that, the fewest first."""
    close = [(worth, towns().every[n].place) for n, worth in _nearly(folded).items()]
    near = countries_nearly(folded, language)
    close += [(2 * slips + 1, Place(code)) for code, slips in near.items()]
    return [place for _, place in sorted(close, key=lambda each: each[0])]


def _lies_in(town: Town, home: str, language: str | None) -> bool:
    """Tell whether this is its country or region. ``home``: folded."""
    region = fold(town.region_name)
    slips = min(forgiven(home), forgiven(region))
    called = countries_called(home, language) or countries_nearly(home, language)
    return (
        town.country in called
        or home == fold(town.country)
        or distance(home, region, slips) <= slips
    )


def _rows(close: Iterable[int]) -> list[Town]:
    return [towns().every[n] for n in close]


def _exactly(folded: str) -> list[Town]:
    """Return the towns with this name: first those whose own name it is, then those that are also
    called so; each by size."""
    return [towns().every[n] for _, n in sorted(_index().get(folded, ()))]


def _nearly(folded: str) -> dict[int, int]:
    """Return row -> twice the slips and more for a name that is not its own, of the towns whose
    name a few slips turned into that, the best first."""
    most = forgiven(folded)
    close: dict[int, int] = {}
    for name, known in _index().items() if most else ():
        if abs(len(name) - len(folded)) > most or not _begins_alike(name, folded):
            continue
        allowed = min(most, forgiven(name))
        slips = distance(folded, name, allowed)
        if slips <= allowed:
            for rank, n in known:
                close[n] = min(close.get(n, 9), slips * 2 + rank)
    return {n: close[n] for n in sorted(close, key=lambda n: (close[n], n))}


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
        others = (*town.aliases, town.french, *called().get(town.id, {}).values())
        names |= {fold(name): 1 for name in others if name}
        names[fold(town.name)] = 0
        for name, rank in names.items():
            found.setdefault(name, []).append((rank, n))
    found.pop("", None)
    return found
