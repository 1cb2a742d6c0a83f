"""What captions in the channel say of places, over random histories: never a step below k, whatever
is released, taken back, removed, hidden and forgotten, and however the bot comes to decide it."""

import random

import pytest

from bot.domain.places.crowd import CrowdRule
from bot.domain.places.names import said
from bot.domain.places.place import Narrowest, Place, steps_of, within
from bot.domain.whisper import State
from bot.flows.moderation.remove import hide, restore, take_down
from tests.flows.test_places import GRENOBLE, LYON, NICE, accept, lines, slot
from tests.kit.outbox import run
from tests.kit.works import Works

PLACES = (LYON, LYON, LYON, GRENOBLE, NICE, Place("DE"), None)
STEPS = {f"📍 {said(step, 'en')}": step for place in PLACES if place for step in steps_of(place)}
SLOTS = 7


async def learn(works: Works, truth: dict[int, Place | None]) -> None:
    """What the authors of new posts chose: it is in their words."""
    async with works.storage.reading() as tables:
        while (whisper := await tables.whispers.by_number(max(truth, default=0) + 1)) is not None:
            chosen = whisper.words.split()[3]
            truth[max(truth, default=0) + 1] = None if chosen == "None" else Place(chosen)


async def take_one_back(works: Works, number: int, rng: random.Random) -> bool:
    """False: it stands all the same, hidden or shown again."""
    now, what = works.clock.now(), rng.random()
    if what < 0.7:
        to = rng.choice((State.WITHDRAWN, State.REMOVED))
        await take_down(storage=works.storage, number=number, to=to, reason=None, now=now)
        return True
    async with works.storage.transaction() as tables:
        await hide(tables, number, now)
    if what < 0.85:
        await run(works)
        await restore(storage=works.storage, number=number, now=works.clock.now())
    return False


@pytest.mark.parametrize("seed", range(6))
async def test_no_caption_prints_a_step_below_k_whatever_happened(works: Works, seed: int) -> None:
    rng = random.Random(seed)
    narrowest = rng.choice((Narrowest.TOWN, Narrowest.TOWN, Narrowest.REGION))
    rule, truth = CrowdRule(narrowest, rng.choice((2, 3))), dict[int, Place | None]()
    standing, printed = set[int](), 0
    for _ in range(SLOTS):
        await accept(works, *rng.choices(PLACES, k=rng.randint(2, 5)))
        before = set(truth)
        await slot(works, rule)
        await learn(works, truth)
        standing |= truth.keys() - before
        captions = dict(enumerate(await lines(works), 1))
        for number in standing:
            if not captions[number]:
                continue
            printed += 1
            step, chosen = STEPS[captions[number]], truth[number]
            assert chosen is not None
            assert within(chosen, step)
            assert step in steps_of(chosen, narrowest)
            crowd = [n for n in standing if truth[n] and within(truth[n] or Place(""), step)]
            assert len(crowd) >= rule.least, (step, crowd)
        for number in sorted(standing):
            if rng.random() < 0.15 and await take_one_back(works, number, rng):
                standing.discard(number)
        await run(works)
        if rng.random() < 0.15:
            works.clock.pass_(hours=31 * 24)
            async with works.storage.transaction() as tables:
                await tables.places.forget_chosen(works.clock.now())
    assert printed > 0, "else nothing was tried"
