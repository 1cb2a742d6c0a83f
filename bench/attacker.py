"""What somebody knows who sees every arrival and every release, and may write along.

They know the rules, every time of arrival, how many came out at every slot, and which of those are
their own. After each slot they hold a belief: which of the others' whispers still wait. ``Pools``
keeps the probability of each possible pool (Bayes, exact for as long as they are few);
``Marginals`` keeps one probability for each arrival, for pools that are too large for that.
"""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol

from bot.domain.mixing import Mixing

_POOLS_KEPT = 1000
_SMALL = 4.0
"""Pools up to this size on average are believed in exactly."""


@dataclass(frozen=True, slots=True)
class Slot:
    """What there is to see at one slot. ``size`` counts what waited of others, before the draw."""

    at: datetime
    arrived: Sequence[int]
    size: int
    released: int
    own_waiting: int = 0  # the attacker's, before the draw and not past their deadline
    own_drawn: int = 0


class Attacker(Protocol):
    guess: Mapping[int, float]
    """Of one whisper that came out now, picked at random: the probability of each arrival."""

    def observe(self, slot: Slot) -> None: ...

    def of_waiting(self) -> Mapping[int, float]:
        """Arrival -> probability that it is still in the pool."""


class Pools:
    """The probability of each possible pool. Of more than 1,000 the likeliest are kept; should
    the true one be lost with the others, ``Marginals`` goes on."""

    def __init__(self, mixing: Mixing, deadlines: Sequence[datetime]) -> None:
        self.mixing = mixing
        self.deadlines = deadlines
        self.belief: Mapping[frozenset[int], float] = {frozenset(): 1.0}
        self.guess: Mapping[int, float] = {}
        self.roughly = Marginals(mixing, deadlines)

    def observe(self, slot: Slot) -> None:
        self.roughly.observe(slot)
        if self.belief:
            self._observe(slot)
        if not self.belief:
            self.guess = self.roughly.guess

    def _observe(self, slot: Slot) -> None:
        new = frozenset(slot.arrived)
        guess: defaultdict[int, float] = defaultdict(float)
        after: defaultdict[frozenset[int], float] = defaultdict(float)
        certain = 0.0
        stay = slot.size - slot.released
        for waiting, before in self.belief.items():
            pool = waiting | new
            overdue = [j for j in pool if self.deadlines[j] <= slot.at]
            others = sorted(j for j in pool if self.deadlines[j] > slot.at)
            drawn = slot.released - len(overdue)
            if len(pool) != slot.size or not 0 <= drawn <= len(others):
                continue
            chance = before * _chance(
                len(others), slot.own_waiting, drawn, slot.own_drawn, self.mixing
            )
            if chance == 0.0:
                continue  # this pool would have released another number
            certain += chance
            for j in overdue:
                guess[j] += chance / slot.released
            for j in others if drawn else ():
                guess[j] += chance * drawn / len(others) / slot.released
            each = chance / math.comb(len(others), stay)
            for kept in itertools.combinations(others, stay):
                after[frozenset(kept)] += each
        likeliest = sorted(after.items(), key=lambda item: -item[1])[:_POOLS_KEPT]
        total = sum(chance for _, chance in likeliest)
        self.belief = {pool: chance / total for pool, chance in likeliest}
        self.guess = {j: chance / certain for j, chance in guess.items()}

    def of_waiting(self) -> Mapping[int, float]:
        if not self.belief:
            return self.roughly.of_waiting()
        present: defaultdict[int, float] = defaultdict(float)
        for pool, chance in self.belief.items():
            for j in pool:
                present[j] += chance
        return present


@cache
def _chance(others: int, own: int, drawn: int, own_drawn: int, mixing: Mixing) -> float:
    """The probability that just so many are drawn of these, every author having one whisper."""
    waiting, released = others + own, drawn + own_drawn
    most = max(0, waiting - mixing.keep)
    if released > most:
        return 0.0
    share = mixing.share

    def heads(n: int) -> float:
        return math.comb(waiting, n) * share**n * (1 - share) ** (waiting - n)

    count = heads(released) if released < most else sum(map(heads, range(most, waiting + 1)))
    split = math.comb(others, drawn) * math.comb(own, own_drawn)
    return count * split / math.comb(waiting, released)


class Marginals:
    """One probability for each arrival, as if they were independent but for how many there are."""

    def __init__(self, mixing: Mixing, deadlines: Sequence[datetime]) -> None:
        self.deadlines = deadlines
        self.present: dict[int, float] = {}
        self.guess: Mapping[int, float] = {}

    def observe(self, slot: Slot) -> None:
        self.present.update(dict.fromkeys(slot.arrived, 1.0))
        overdue = {j: p for j, p in self.present.items() if self.deadlines[j] <= slot.at}
        others = {j: p for j, p in self.present.items() if self.deadlines[j] > slot.at}
        late = min(sum(overdue.values()), float(slot.released))
        among = sum(others.values())
        drawn = min(1.0, (slot.released - late) / among) if among else 0.0
        went = overdue | {j: p * drawn for j, p in others.items()}
        total = sum(went.values())
        self.guess = {j: p / total for j, p in went.items()} if slot.released and total else {}
        left = {j: p * (1 - drawn) for j, p in others.items()}
        scale = (slot.size - slot.released) / max(sum(left.values()), 1e-12)
        self.present = {j: min(1.0, p * scale) for j, p in left.items() if p * scale > 1e-9}

    def of_waiting(self) -> Mapping[int, float]:
        return self.present


def attacker(mixing: Mixing, deadlines: Sequence[datetime], per_slot: float) -> Attacker:
    """The more exact of the two that can be afforded, where so many arrive for each slot."""
    drawn = per_slot / mixing.share if mixing.share else math.inf
    by_age = per_slot * (mixing.max_age / mixing.every)
    size = min(max(drawn, mixing.keep + per_slot), by_age)
    return (Pools if size <= _SMALL else Marginals)(mixing, deadlines)


def seized(
    present: Mapping[int, float], waiting: Iterable[int], deadlines: Sequence[datetime]
) -> list[float]:
    """The best guess about each waiting whisper, given the deadline that the disk shows for it."""
    best = []
    for whisper in waiting:
        same = [chance for j, chance in present.items() if deadlines[j] == deadlines[whisper]]
        best.append(max(same, default=0.0) / max(sum(same), 1e-12))
    return best
