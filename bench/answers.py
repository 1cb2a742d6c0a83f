"""How well slots hide who replied, against somebody who sees everybody write to the bot.

The observer knows when each person wrote to the bot, and sees each slot at which replies come out.
``bench.anonymity`` prints it. People write at random times (Poisson), so many an hour, whatever
they write: to this observer each of them may have replied. The slots are the bot's own.

* moment: how often an observer who knows when an author answered names the slot at which it is out,
  or, what is the same, who sees it come out names the quarter of an hour in which it was written.
* crowd: how many people may have written what comes out at a slot, in the mean.
* best guess: how often the observer names who it was. A crowd of one is no crowd: where nobody else
  writes, this is always.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.replies.slots import AUTHORS, ReplySlots

START = datetime(2026, 1, 1, tzinfo=UTC)
SLOTS = ReplySlots(timedelta(minutes=15))
PEOPLE = (1, 4, 20, 100)
"""Who write to the bot in an hour."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the observer makes of replies of one kind."""

    moment: float
    crowd: float
    best: float


def observe(people: float, count: int, rng: random.Random, *, author: bool) -> Hidden:
    """``count`` replies, each with its own company; ``people`` write in an hour besides."""
    quarters, sizes, right = Counter[int](), 0, 0
    for _ in range(count):
        wrote = START + rng.random() * timedelta(days=1)
        out = SLOTS.slot_for(wrote, rng, author=author)
        quarters[(out - wrote) // SLOTS.every] += 1
        window = _may_lead_to(out, author=author)
        moments = [wrote, *_company(*window, people, rng)]
        sizes += len(moments)
        right += _guess(moments, rng) == 0
    return Hidden(max(quarters.values()) / count, sizes / count, right / count)


def _may_lead_to(out: datetime, *, author: bool) -> tuple[datetime, datetime]:
    """Between which moments it was written. Each of them leads to this slot equally often."""
    return out - (AUTHORS if author else 1) * SLOTS.every, out


def _guess(moments: Sequence[datetime], rng: random.Random) -> int:
    return rng.randrange(len(moments))


def _company(
    begin: datetime, end: datetime, people: float, rng: random.Random
) -> Iterator[datetime]:
    """When others wrote meanwhile."""
    moment = begin
    while (moment := moment + timedelta(hours=rng.expovariate(people))) < end:
        yield moment


def table(count: int, seed: int) -> str:
    """Markdown."""
    lines = [
        "| who replies | people an hour | moment | crowd | best guess |",
        "|---|--:|--:|--:|--:|",
    ]
    for who, author in (("the author", True), ("anybody", False)):
        for people in PEOPLE:
            found = observe(people, count, random.Random(seed), author=author)
            lines.append(
                f"| {who} | {people} | {found.moment:.0%} | {found.crowd:.1f} | {found.best:.0%} |"
            )
    return "\n".join(lines)
