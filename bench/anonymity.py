"""How well mixing hides who wrote, measured against an attacker who sees every arrival and release.

    .venv/bin/python bench/anonymity.py [--whispers 2000] [--seed 1]

For each preset and volume, whispers arrive at random (Poisson) and pass through the real
``bot.domain.mixing``. The attacker knows the rules, every time of arrival and how many came out at
every slot, and keeps the exact probability of each possible pool (Bayes). For each release:

* effective set: 2 to the mean entropy, in bits, of "which arrival was this?" (Serjantov and
  Danezis, "Towards an Information Theoretic Metric for Anonymity", PET 2002). 1 is no anonymity.
* best guess: how often the attacker's likeliest arrival is expected to be right.
* by age: share of whispers that went because their deadline had come: the floor and the draw do
  not protect these, only those that happen to go with them.
* disk seized: the best guess about those that still wait, for an attacker who in addition reads the
  deadlines in a database seized at a random slot.

One author per whisper is assumed: someone who writes often has less.
"""

import argparse
import itertools
import math
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.domain.mixing import Mixing
from bot.settings import MIXES

START = datetime(2026, 1, 1, tzinfo=UTC)
VOLUMES = (2, 5, 20, 100)
_EXACT_UP_TO = 150  # possible pools after one draw; above, age plays no part (see Marginals)
_POOLS_KEPT = 400


class Pools:
    """The attacker's belief as the probability of each possible pool. Exact, for small floors.

    Beyond the 400 likeliest pools the rest is dropped; together they weigh far below 1 %."""

    def __init__(self, mixing: Mixing, deadlines: Sequence[datetime]) -> None:
        self.mixing = mixing
        self.deadlines = deadlines
        self.belief: Mapping[frozenset[int], float] = {frozenset(): 1.0}
        self.guess: dict[int, float] = {}

    def observe(self, slot: datetime, arrived: Iterable[int], size: int, released: int) -> None:
        """Believe what the counts of one slot tell; afterwards ``guess`` is the probability that
        one of the released, picked at random, was arrival j."""
        new = frozenset(arrived)
        guess: defaultdict[int, float] = defaultdict(float)
        after: defaultdict[frozenset[int], float] = defaultdict(float)
        certain = 0.0
        stay = size - released
        for waiting, chance in self.belief.items():
            pool = waiting | new
            overdue = [j for j in pool if self.deadlines[j] <= slot]
            if len(pool) != size or max(len(overdue), size - self.mixing.keep) != released:
                continue  # this pool would have released another number
            certain += chance
            others = sorted(j for j in pool if self.deadlines[j] > slot)
            for j in overdue:
                guess[j] += chance / released
            for j in others if released else ():
                guess[j] += chance * (released - len(overdue)) / len(others) / released
            for kept in itertools.combinations(others, stay):
                after[frozenset(kept)] += chance / math.comb(len(others), stay)
        likeliest = sorted(after.items(), key=lambda item: -item[1])[:_POOLS_KEPT]
        total = sum(chance for _, chance in likeliest)
        self.belief = {pool: chance / total for pool, chance in likeliest}
        self.guess = {j: chance / certain for j, chance in guess.items()}

    def of_waiting(self) -> dict[int, float]:
        """Arrival -> probability that it is still in the pool."""
        present: defaultdict[int, float] = defaultdict(float)
        for pool, chance in self.belief.items():
            for j in pool:
                present[j] += chance
        return present


class Marginals:
    """The same belief as one probability per arrival: exact as long as nobody reaches the age,
    since then the pool's members are exchangeable. For volumes at which that never happens."""

    def __init__(self, mixing: Mixing, deadlines: Sequence[datetime]) -> None:
        self.present: dict[int, float] = {}
        self.guess: dict[int, float] = {}

    def observe(self, slot: datetime, arrived: Iterable[int], size: int, released: int) -> None:
        self.present.update(dict.fromkeys(arrived, 1.0))
        self.guess = {j: p / size for j, p in self.present.items()} if released else {}
        stay = (size - released) / size if size else 0.0
        self.present = {j: p * stay for j, p in self.present.items() if p * stay > 1e-9}

    def of_waiting(self) -> dict[int, float]:
        return self.present


@dataclass
class Found:
    """What one simulated community gave away."""

    bits: list[float] = field(default_factory=list)
    best: list[float] = field(default_factory=list)
    seized: list[float] = field(default_factory=list)
    delays: list[timedelta] = field(default_factory=list)
    by_age: int = 0
    drawn: list[bool] = field(default_factory=list)
    """For each that was released by chance, before its age: was the likeliest arrival right?"""

    @property
    def effective_set(self) -> float:
        return float(2 ** mean(self.bits))


def arrivals(per_day: float, count: int, rng: random.Random) -> list[datetime]:
    """Times at which ``count`` whispers come in, evenly likely at any hour."""
    waits = (rng.expovariate(per_day / 86400) for _ in range(count))
    return [START + timedelta(seconds=seconds) for seconds in itertools.accumulate(waits)]


def simulate(mixing: Mixing, times: Sequence[datetime], rng: random.Random) -> Found:
    """Pass these arrivals through the pool under the attacker's eyes."""
    found = Found()
    deadlines = [mixing.deadline_for(moment) for moment in times]
    attacker = _attacker(mixing, times, deadlines)
    pool: list[tuple[int, datetime | None]] = []
    ages, seized = frozenset(deadlines), list[float]()
    slot, arrived = mixing.next_slot(times[0]), 0
    while arrived < len(times):
        first = arrived
        while arrived < len(times) and times[arrived] < slot:
            arrived += 1
        if first == arrived and slot not in ages:  # nothing came and nothing can go
            found.seized += seized
            slot += mixing.every
            continue
        pool += [(j, deadlines[j]) for j in range(first, arrived)]
        released = mixing.draw(pool, slot, rng)
        attacker.observe(slot, range(first, arrived), len(pool), len(released))
        pool = [(j, deadline) for j, deadline in pool if j not in released]
        for j in released:
            by_age = deadlines[j] <= slot
            likeliest = max(attacker.guess, key=lambda each: (attacker.guess[each], rng.random()))
            found.bits.append(-sum(p * math.log2(p) for p in attacker.guess.values() if p > 0))
            found.best.append(attacker.guess[likeliest])
            found.delays.append(slot - times[j])
            found.by_age += by_age
            if not by_age:
                found.drawn.append(likeliest == j)
        seized = _seized(attacker.of_waiting(), [j for j, _ in pool], deadlines)
        found.seized += seized
        slot += mixing.every
    return found


def _attacker(
    mixing: Mixing, times: Sequence[datetime], deadlines: Sequence[datetime]
) -> Pools | Marginals:
    per_slot = len(times) / max(1.0, (times[-1] - times[0]) / mixing.every)
    large_pool = math.ceil(mixing.keep + per_slot + 2 * math.sqrt(per_slot) + 1)
    exact = math.comb(large_pool, mixing.keep) <= _EXACT_UP_TO
    return Pools(mixing, deadlines) if exact else Marginals(mixing, deadlines)


def _seized(
    present: Mapping[int, float], waiting: Iterable[int], deadlines: Sequence[datetime]
) -> list[float]:
    """The best guess about each waiting whisper, given the deadline that the disk shows for it."""
    best = []
    for whisper in waiting:
        same = [chance for j, chance in present.items() if deadlines[j] == deadlines[whisper]]
        best.append(max(same, default=0.0) / max(sum(same), 1e-12))
    return best


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _hours(span: timedelta) -> str:
    hours = span / timedelta(hours=1)
    return f"{hours:.1f} h" if hours >= 1 else f"{hours * 60:.0f} min"


def main() -> None:
    reading = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    reading.add_argument("--whispers", type=int, default=2000, help="simulated per row")
    reading.add_argument("--seed", type=int, default=1)
    options = reading.parse_args()
    print(
        "| preset | whispers a day | effective set | best guess | mean delay | longest "
        "| by age | disk seized |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    for preset, figures in MIXES.items():
        for per_day in VOLUMES:
            rng = random.Random(options.seed)
            times = arrivals(per_day, options.whispers, rng)
            found = simulate(Mixing(*figures), times, rng)
            count = len(found.delays)
            print(
                f"| {preset} | {per_day} | {found.effective_set:.1f} | {mean(found.best):.0%} "
                f"| {_hours(sum(found.delays, timedelta()) / count)} | {_hours(max(found.delays))} "
                f"| {found.by_age / count:.0%} | {mean(found.seized):.0%} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
