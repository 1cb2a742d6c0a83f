"""How well mixing hides who wrote, measured against an attacker who sees every arrival and release.

    .venv/bin/python bench/anonymity.py [--whispers 1000] [--own 20] [--seed 1]

For each preset and volume, whispers arrive at random (Poisson) and pass through the real
``bot.domain.mixing``: the readers' pool, whose releases everybody sees in the channel, and the
moderators' pool before it, whose batches they see in their chat. One attacker watches; another
writes along in addition, ``--own`` whispers at each slot, each under another account. What they
know is in ``bench/attacker.py``. For each release:

* effective set: 2 to the mean entropy, in bits, of "which arrival was this?" (Serjantov and
  Danezis, "Towards an Information Theoretic Metric for Anonymity", PET 2002). 1 is no anonymity.
* best guess: how often the attacker's likeliest arrival is expected to be right.
* by age: share of whispers that went because their deadline had come: the floor and the draw do
  not protect these, only those that happen to go with them.
* disk seized: the best guess about those that still wait, for an attacker who in addition reads the
  deadlines in a database seized at a random slot.
* both: mean delay where moderators look first and decide at once.

One author per whisper is assumed: someone who writes often has less. The last table is about
replies, which wait for a slot and for nothing else (``bench/answers.py``).
"""

import argparse
import itertools
import math
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import answers
from bench.attacker import Slot, attacker, seized
from bot.domain.mixing import PRESETS, Mixing, Preset

START = datetime(2026, 1, 1, tzinfo=UTC)
VOLUMES = (2, 5, 20, 100)
OWN = 20


@dataclass
class Found:
    """What one simulated community gave away."""

    bits: list[float] = field(default_factory=list)
    best: list[float] = field(default_factory=list)
    seized: list[float] = field(default_factory=list)
    delays: list[timedelta] = field(default_factory=list)
    out: list[datetime] = field(default_factory=list)
    by_age: int = 0
    drawn: list[bool] = field(default_factory=list)
    """For each that was released by chance, before its age: was the likeliest arrival right?"""

    @property
    def effective_set(self) -> float:
        return float(2 ** mean(self.bits))

    @property
    def aged(self) -> float:
        return self.by_age / max(1, len(self.delays))

    @property
    def delay(self) -> timedelta:
        return sum(self.delays, timedelta()) / max(1, len(self.delays))


def arrivals(per_day: float, count: int, rng: random.Random) -> list[datetime]:
    """Times at which ``count`` whispers come in, evenly likely at any hour."""
    waits = (rng.expovariate(per_day / 86400) for _ in range(count))
    return [START + timedelta(seconds=seconds) for seconds in itertools.accumulate(waits)]


def simulate(
    mixing: Mixing, times: Sequence[datetime], rng: random.Random, *, own: int = 0
) -> Found:
    """Pass these arrivals through the pool under the eyes of an attacker who writes ``own``
    whispers at each slot. Theirs are the negative keys."""
    found = Found()
    deadlines = [mixing.deadline_for(moment) for moment in times]
    per_slot = len(times) / max(1.0, (times[-1] - times[0]) / mixing.every)
    knows = attacker(mixing, deadlines, per_slot)
    pool: list[tuple[int, datetime | None]] = []
    ages, stolen, names = frozenset(deadlines), list[float](), itertools.count(1)
    slot, arrived = mixing.next_slot(times[0]), 0
    while arrived < len(times):
        first = arrived
        while arrived < len(times) and times[arrived] < slot:
            arrived += 1
        if not own and first == arrived and slot not in ages and mixing.share == 1:
            found.seized += stolen  # nothing came and nothing can go
            slot += mixing.every
            continue
        pool += [(j, deadlines[j]) for j in range(first, arrived)]
        late = mixing.deadline_for(slot - mixing.every / 2)
        pool += [(-next(names), late) for _ in range(own)]
        drawn = mixing.draw(pool, slot, rng, lambda key: key)
        waiting = [(key, deadline > slot) for key, deadline in pool if deadline is not None]
        out = set(drawn)
        seen = Slot(
            slot,
            range(first, arrived),
            size=sum(key >= 0 for key, _ in waiting),
            released=sum(key >= 0 for key in drawn),
            own_waiting=sum(key < 0 and young for key, young in waiting),
            own_drawn=sum(key < 0 and young and key in out for key, young in waiting),
        )
        if seen.size:
            knows.observe(seen)
        pool = [(key, deadline) for key, deadline in pool if key not in out]
        for j in (key for key in drawn if key >= 0):
            likeliest = max(knows.guess, key=lambda each: (knows.guess[each], rng.random()))
            found.bits.append(-sum(p * math.log2(p) for p in knows.guess.values() if p > 0))
            found.best.append(knows.guess[likeliest])
            found.delays.append(slot - times[j])
            found.out.append(slot)
            found.by_age += deadlines[j] <= slot
            if deadlines[j] > slot:
                found.drawn.append(likeliest == j)
        stolen = seized(knows.of_waiting(), [j for j, _ in pool if j >= 0], deadlines)
        found.seized += stolen
        slot += mixing.every
    return found


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def span(value: timedelta) -> str:
    hours = value / timedelta(hours=1)
    return f"{hours:.1f} h" if hours >= 1 else f"{hours * 60:.0f} min"


def both(preset: Preset, times: Sequence[datetime], rng: random.Random) -> timedelta:
    """Mean time from Publish to the channel where moderators look first, and decide at once."""
    looked_at = simulate(preset.moderators, times, rng)
    return looked_at.delay + simulate(preset.readers, sorted(looked_at.out), rng).delay


def main() -> None:
    reading = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    reading.add_argument("--whispers", type=int, default=1000, help="simulated per row")
    reading.add_argument("--own", type=int, default=OWN, help="of the writing attacker, per slot")
    reading.add_argument("--answers", type=int, default=20_000, help="replies simulated per row")
    reading.add_argument("--seed", type=int, default=1)
    options = reading.parse_args()
    print(
        "| pool | whispers a day | effective set | best guess | of who writes along | mean delay "
        "| longest | by age | disk seized |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
    totals = []
    for name, preset in PRESETS.items():
        for who, mixing in (("readers", preset.readers), ("moderators", preset.moderators)):
            for per_day in VOLUMES:
                rng = random.Random(options.seed)
                times = arrivals(per_day, options.whispers, rng)
                found = simulate(mixing, times, rng)
                written = simulate(mixing, times, rng, own=options.own)
                print(
                    f"| {name}, {who} | {per_day} | {found.effective_set:.1f} "
                    f"| {mean(found.best):.0%} | {mean(written.best):.0%} | {span(found.delay)} "
                    f"| {span(max(found.delays))} | {found.aged:.0%} "
                    f"| {mean(found.seized):.0%} |",
                    flush=True,
                )
                if who == "moderators":
                    totals.append((name, per_day, span(both(preset, times, rng))))
    print("\n| preset | whispers a day | both pools, mean delay |\n|---|--:|--:|")
    for name, per_day, delay in totals:
        print(f"| {name} | {per_day} | {delay} |")
    print("\n" + answers.table(options.answers, options.seed))


if __name__ == "__main__":
    main()
