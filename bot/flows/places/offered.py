"""Places that an author is offered, and the place that a draft has. Neither a position nor a typed
word is kept."""

from dataclasses import dataclass

from bot.domain.places.names import said
from bot.domain.places.place import Narrowest, Place, country_of, narrowed
from bot.domain.places.towns import nearest, number_of, towns
from bot.domain.places.typed import countries_named, places_named


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """A place to choose. ``number``: what a button carries of it."""

    number: int
    label: str


def offered_for_name(
    text: str,
    language: str | None,
    narrowest: Narrowest,
    *,
    country: bool = False,
    slips: bool = True,
) -> tuple[PlaceChoice, ...]:
    """Return up to three places that somebody may mean who typed this. ``country``: countries
    alone; ``slips``: small ones are forgiven."""
    if country:
        found = countries_named(text, language, slips=slips)
    else:
        found = places_named(text, language, slips=slips)
    return _told_apart(found, language, narrowest, text)


def offered_for_position(
    latitude: float, longitude: float, language: str | None, narrowest: Narrowest
) -> tuple[PlaceChoice, ...]:
    """Return the nearest big town, and beyond 100 km the country alone. Degrees."""
    return _told_apart(nearest(latitude, longitude), language, narrowest)


def country_only(number: int) -> int:
    """Return the number of the country in which this place lies; 0 for none."""
    place = towns().numbered(number)
    return 0 if place is None else number_of(Place(country_of(place)))


def place_of(number: int, narrowest: Narrowest) -> Place | None:
    """Return what is stored of a draft's place: no more than may ever be printed. None: nothing."""
    place = None if number == 0 else towns().numbered(number)
    return None if place is None else narrowed(place, narrowest)


def name_of(number: int, language: str | None, narrowest: Narrowest) -> str | None:
    """Return the place as its author reads it. None: none is added."""
    place = place_of(number, narrowest)
    return None if place is None else said(place, language)


def _told_apart(
    found: tuple[Place, ...], language: str | None, narrowest: Narrowest, typed: str = ""
) -> tuple[PlaceChoice, ...]:
    """Return the places as choices, each with a label of its own. Towns of one region are one
    choice where only regions are printed."""
    labels: dict[str, int] = {}
    for place in found:
        step = narrowed(place, narrowest)
        if step is not None:
            labels.setdefault(said(step, language, typed=typed), number_of(place))
    return tuple(PlaceChoice(number, label) for label, number in labels.items())
