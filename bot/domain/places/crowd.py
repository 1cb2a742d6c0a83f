"""The crowd: how much of a place is printed. Pure; ``bot/flows/places/settle.py`` applies it.

A step (town, region, country) is printed once so many whispers of the last 30 days chose a place
in it; of these the narrowest. What is printed stays while so many stand that print it, or a place
in it. So a narrower step comes when the crowd does, and when somebody of the crowd takes a whisper
back the others become wider.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Generic, TypeVar

from bot.domain.places.place import Narrowest, Place, steps_of, within

REMEMBERED = timedelta(days=30)
"""The time for which a released whisper's chosen place is kept, and counts for others."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class CrowdRule:
    """The rule of what may be printed. ``narrowest``: what may be printed at all. ``least``:
    whispers that share a step (k)."""

    narrowest: Narrowest
    least: int


NOTHING_PRINTED = CrowdRule(Narrowest.OFF, 3)


@dataclass(frozen=True, slots=True)
class PlacedWhisper(Generic[Key]):
    """A whisper that stands. ``chosen``: None once it is forgotten."""

    key: Key
    chosen: Place | None
    shown: Place | None


def steps_in_question(standing: Iterable[PlacedWhisper[Key]]) -> frozenset[Place]:
    """Return the steps of which it must be known how many print them."""
    return frozenset(step for each in standing if each.shown for step in steps_of(each.shown))


def decide(
    standing: Iterable[PlacedWhisper[Key]], printed: Mapping[Place, int], rule: CrowdRule
) -> dict[Key, Place | None]:
    """Return what each is to print, for all whose place is still known and any others.

    ``printed``: how many whispers of the channel that stand print a step or a place in it, at
    least for ``steps_in_question``."""
    every = list(standing)
    chose = Counter(step for each in every if each.chosen for step in steps_of(each.chosen))
    return {each.key: _step(each, chose, printed, rule) for each in every}


def _step(
    each: PlacedWhisper[Key],
    chose: Mapping[Place, int],
    printed: Mapping[Place, int],
    rule: CrowdRule,
) -> Place | None:
    for step in steps_of(each.chosen or each.shown or Place(""), rule.narrowest):
        if each.chosen is not None and chose.get(step, 0) >= rule.least:
            return step
        stands = each.shown is not None and within(each.shown, step)
        if stands and printed.get(step, 0) >= rule.least:
            return step
    return None


def would_print(chosen: Place, chose: Mapping[Place, int], rule: CrowdRule) -> Place | None:
    """Return what a whisper that waits would print if it were released alone now; None: nothing.
    ``chose`` counts the released ones."""
    for step in steps_of(chosen, rule.narrowest):
        if chose.get(step, 0) + 1 >= rule.least:
            return step
    return None
