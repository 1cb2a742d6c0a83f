"""What the bot's memory still knows of somebody who was there: nothing, once nothing of theirs can
be deleted any more."""

import asyncio
import gc
import types
from collections.abc import Iterator
from datetime import timedelta

from tests.kit.town import Town

ELSEWHERE = (types.ModuleType, type, asyncio.AbstractEventLoop, asyncio.Task)
"""Not the bot's own: through these one reaches everything in the process."""


def held_by(*roots: object) -> Iterator[object]:
    """Everything that can be reached from these, but for the sandbox's side."""
    seen, ahead = set[int](), list(roots)
    while ahead:
        each = ahead.pop()
        if id(each) in seen or isinstance(each, ELSEWHERE):
            continue
        if type(each).__module__.startswith(("bot.sandbox", "tests.")):
            continue
        seen.add(id(each))
        yield each
        if isinstance(each, types.FunctionType):
            ahead += [each.__closure__, each.__defaults__]
        else:
            ahead += gc.get_referents(each)


def knows(town: Town, *numbers: int) -> set[int]:
    """Which of these ids the running bot holds, as numbers or as text."""
    running = town.bot_running
    assert running is not None
    held = list(held_by(running))
    plain = {each for each in held if type(each) is int}
    texts = [each for each in held if type(each) is str]
    return {each for each in numbers if each in plain or any(str(each) in text for text in texts)}


async def test_who_wrote_is_forgotten_after_two_days(town: Town):
    alice, bob = town.alice.id, town.bob.id
    async with town.running():
        await town.publish(town.alice, "I was never here.")
        await town.idle()
        assert knows(town, alice, bob) == {alice}
        await town.later(timedelta(hours=49))
        town.bob.send("Two days later.")
        await town.preview(town.bob)
        await town.idle()
        assert knows(town, alice, bob) == {bob}
