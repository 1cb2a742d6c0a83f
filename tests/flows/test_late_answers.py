"""A publisher that was taken for dead, and whose call ends after another has gone on.

Both work on one outbox. What the late one learns may be evidence, and changes nothing else.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.domain.outcome import Delivered, Outcome, Refused, TryLater, Unknown
from bot.domain.parcel import Parcel, Progress
from bot.domain.whisper import State
from bot.flows.moderation.remove import take_down
from bot.flows.publishing.publish import publish_due, publish_next
from storage.channel_state import ChannelState
from tests.kit.outbox import post_of, release, run
from tests.kit.works import CHAT, Standing, Works, make_works

LATE = {
    "a 429": TryLater(timedelta(seconds=3600), "too many requests"),
    "a lost answer": Unknown("ReadTimeout"),
    "a refusal": Refused("IMAGE_PROCESS_FAILED"),
    "a closed door": Refused("not enough rights", chat_unusable=True),
}


class Held:
    """A call that ends when the test says, and as it then says."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.end: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self.caption = ""

    async def __call__(self, _photo: bytes, caption: str, **_: object) -> Outcome:
        self.caption = caption
        self.begun.set()
        return await self.end


@dataclass
class Two:
    """The first hangs in its call; its successor took that for lost and is in a call of its own."""

    works: Works
    calls: tuple[Held, Held]
    late: "asyncio.Task[bool]"
    successor: "asyncio.Task[None]"

    async def answer(self, which: int, outcome: Outcome) -> None:
        """One of the two calls ends."""
        self.calls[which].end.set_result(outcome)
        async with asyncio.timeout(60):
            await (self.late, self.successor)[which]

    def arrives(self, which: int) -> Delivered:
        """The photo of this call is in the channel."""
        return Delivered(self.works.channel.put(Standing(self.calls[which].caption)))

    async def parcel(self) -> Parcel | None:
        async with self.works.storage.reading() as tables:
            found = await tables.outbox.of_number(2)
        return found[0] if found else None

    async def channel_state(self) -> ChannelState:
        async with self.works.storage.reading() as tables:
            return await tables.channel_states.of(CHAT)


async def two_publishers(works: Works) -> Two:
    await release(works, "one")
    works.clock.pass_(seconds=4)
    calls = (Held(), Held())
    left = list(calls)
    original = works.channel.send_photo

    async def send_photo(
        photo: bytes, caption: str, *, spoiler: bool = False, silent: bool = False
    ) -> Outcome:
        if left:
            return await left.pop(0)(photo, caption)
        return await original(photo, caption, spoiler=spoiler, silent=silent)

    works.channel.send_photo = send_photo  # type: ignore[method-assign]
    late = asyncio.create_task(publish_next(works.press))
    async with asyncio.timeout(60):
        await calls[0].begun.wait()
    second = make_works(works.storage, works.channel)

    async def drive() -> None:
        while not calls[1].begun.is_set():
            await publish_due(second.press)
            works.clock.pass_(seconds=4)

    successor = asyncio.create_task(drive())
    async with asyncio.timeout(60):
        await calls[1].begun.wait()
    return Two(works, calls, late, successor)


@pytest.mark.parametrize("outcome", LATE.values(), ids=LATE)
async def test_what_a_dead_publisher_learns_late_does_not_touch_its_successors_call(
    begun: None, works: Works, outcome: Outcome
) -> None:
    """first: sending (1) … taken for lost; second: sending (2); first: its answer; second: done"""
    two = await two_publishers(works)
    before = await two.parcel(), await two.channel_state()
    await two.answer(0, outcome)
    parcel, channel_state = await two.parcel(), await two.channel_state()
    assert (parcel, channel_state) == before
    assert parcel is not None
    assert (parcel.state, parcel.attempts) == (Progress.SENDING, 2)
    await two.answer(1, two.arrives(1))
    await run(works)
    assert works.channel.lines() == ["#1", "#2"], "one copy, and none that had to be swept"
    assert works.channel.calls.count("delete") == 0


@pytest.mark.parametrize("successor", ["arrives as well", "was certainly not sent"])
async def test_a_late_photo_stands_once_whatever_became_of_the_second(
    begun: None, works: Works, successor: str
) -> None:
    """first: sending (1) … taken for lost; second: sending (2); first: delivered; second: ends"""
    two = await two_publishers(works)
    await two.answer(0, two.arrives(0))
    parcel = await two.parcel()
    assert parcel is not None
    assert parcel.state is Progress.SENDING, "the successor's call is open"
    if successor == "arrives as well":
        await two.answer(1, two.arrives(1))
    else:
        await two.answer(1, TryLater(timedelta(seconds=300), "too many requests"))
    await run(works)
    assert works.channel.lines() == ["#1", "#2"]
    post = await post_of(works, 2)
    assert post is not None
    assert post.message_id in works.channel.messages


async def test_a_photo_that_comes_after_its_successors_is_taken_away(
    begun: None, works: Works
) -> None:
    """first: sending (1) … taken for lost; second: sending (2), delivered; first: delivered"""
    two = await two_publishers(works)
    await two.answer(1, two.arrives(1))
    post = await post_of(works, 2)
    await two.answer(0, two.arrives(0))
    await run(works)
    assert works.channel.lines() == ["#1", "#2"]
    assert await post_of(works, 2) == post


async def test_a_photo_answered_late_but_before_a_second_call_is_the_post(
    begun: None, works: Works
) -> None:
    """first: sending; second: unknown; first: delivered. Nothing is sent again."""
    await release(works, "one")
    works.clock.pass_(seconds=4)
    call = Held()
    works.channel.send_photo = call  # type: ignore[method-assign,assignment]
    late = asyncio.create_task(publish_next(works.press))
    async with asyncio.timeout(60):
        await call.begun.wait()
    del works.channel.send_photo
    async with works.storage.transaction() as tables:
        assert await tables.outbox.recover(CHAT) == 1
    message_id = works.channel.put(Standing(call.caption))
    call.end.set_result(Delivered(message_id))
    await late
    post = await post_of(works, 2)
    assert post is not None
    assert post.message_id == message_id
    await run(works)
    assert works.channel.lines() == ["#1", "#2"]


async def test_a_late_photo_of_a_withdrawn_whisper_does_not_stay(begun: None, works: Works) -> None:
    """first: sending (1) … taken for lost; second: sending (2); withdrawn; both are delivered"""
    two = await two_publishers(works)
    assert await take_down(
        storage=works.storage, number=2, to=State.WITHDRAWN, reason=None, now=works.clock.now()
    )
    await two.answer(0, two.arrives(0))
    await two.answer(1, two.arrives(1))
    await run(works)
    assert works.channel.lines() == ["#1"]
