"""Smaller places lie around a big town. A table of towns is asked for them, and nobody's
position."""

from functools import cache

from bot.domain.places.place import Place, steps_of
from bot.domain.places.towns import kilometres, towns

NEAR = 50.0
"""The kilometres within which a town is around another one, as the crow flies."""


def places_here(place: Place) -> tuple[Place, ...]:
    """Return the place, and if it is a town, those around it, nearest first."""
    table = towns()
    town = table.town_of(place)
    return (place,) if town is None else (place, *_around(table.every.index(town)))


def wider(place: Place) -> tuple[Place, ...]:
    """Return the region and the country in which it lies, narrowest first."""
    return steps_of(place)[1:]


@cache
def _around(row: int) -> tuple[Place, ...]:
    table = towns()
    far = kilometres(table.points[: table.big], table.points[row])
    near = [n for n in range(table.big) if far[n] <= NEAR and n != row]
    return tuple(table.every[n].place for n in sorted(near, key=lambda n: float(far[n])))
