"""A channel that fails holds up no other: refused, flooded, or with a call that gets no answer."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta

import pytest

from bot.sandbox.chats import Channel
from tests.kit.several import RIGHTS, Campus, love_and_work
from tests.kit.town import ModeratedTown

LOVE = "I still keep his letters under my bed and I love him."
WORK = "My boss takes the credit for my work at the office."

Met = Callable[[], Awaitable[object]]
"""Waits until the bot has met it."""


@pytest.fixture
def campus(moderated: ModeratedTown) -> Campus:
    return love_and_work(moderated)


@asynccontextmanager
async def thrown_out(campus: Campus, work: Channel) -> AsyncIterator[Met]:
    work.dismiss(campus.bot)
    calls = campus.world.calls
    yield lambda: campus.until(lambda: any("kicked" in (call.error or "") for call in calls))
    work.admit(campus.bot, **RIGHTS)


@asynccontextmanager
async def flooded(campus: Campus, work: Channel) -> AsyncIterator[Met]:
    fault = campus.world.faults.flood(2, "sendPhoto", chat=work, times=None)
    yield lambda: campus.until(lambda: fault.fired)
    campus.world.faults.remove(fault)


@asynccontextmanager
async def unanswered(campus: Campus, work: Channel) -> AsyncIterator[Met]:
    """The call is on its way for as long as this lasts."""
    pause = campus.world.faults.pause("sendPhoto", at="before", chat=work)
    yield pause.reached
    pause.release()


@pytest.mark.parametrize("trouble", [thrown_out, flooded, unanswered])
async def test_a_channel_in_trouble_holds_up_no_other(
    campus: Campus, trouble: Callable[[Campus, Channel], AbstractAsyncContextManager[Met]]
) -> None:
    async with campus.with_entries():
        async with trouble(campus, campus.places["work"]) as met:
            campus.follow(campus.alice, "write_work")
            campus.alice.send(WORK)
            await campus.press(campus.alice, await campus.preview(campus.alice), "✅")
            await met()
            await campus.publish_in("love", campus.bob, LOVE)
            await campus.publish_in("love", campus.bob, "He never wrote to me again.")
            assert not campus.cards_in("work")
        await campus.later(timedelta(minutes=5))
        await campus.card_in("work", WORK)
