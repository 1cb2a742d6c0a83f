"""What is set aside waits for a person, with evidence; the person's verdict is final."""

import pytest

from bot.domain.whisper import State
from bot.flows.authors.receipts import look_up
from bot.flows.publishing.stuck_parcels import pending, verdict
from bot.i18n import translator_for
from handlers.author.receipt_text import tell
from tests.kit.outbox import post_of, release, run
from tests.kit.works import CHAT, Standing, Works


@pytest.fixture
async def aside(works: Works) -> Works:
    """No staging chat; "two" was processed but its answer lost, between #1 and #3."""
    works.channel.can_look = False
    await release(works, "one")
    await run(works)
    works.channel.script = ["reply_lost"]
    await release(works, "two", "three")
    await run(works)
    return works


async def test_the_gap_in_the_ids_is_shown(aside: Works) -> None:
    [waiting] = await pending(storage=aside.storage)
    assert (waiting.name, waiting.candidates) == ("2", (3,))
    assert waiting.parcel.why == "there is no staging chat to look it up in"


async def decide(works: Works, to: str, message_id: int | None = None, name: str = "2") -> str:
    return await verdict(
        storage=works.storage,
        name=name,
        to=to,  # type: ignore[arg-type]
        message_id=message_id,
        now=works.clock.now(),
    )


async def test_sent_records_it_under_its_id(aside: Works) -> None:
    assert await decide(aside, "sent", 3) == "recorded"
    post = await post_of(aside, 2)
    assert post is not None
    assert post.message_id == 3
    assert await pending(storage=aside.storage) == ()


async def test_resend_sends_it_again(aside: Works) -> None:
    del aside.channel.messages[3]
    assert await decide(aside, "resend") == "resent"
    await run(aside)
    assert aside.channel.lines() == ["#1", "#3", "#2"]


async def test_drop_lets_it_go(aside: Works) -> None:
    assert await decide(aside, "drop") == "dropped"
    await run(aside)
    assert aside.channel.lines() == ["#1", "#2", "#3"]
    assert await pending(storage=aside.storage) == ()


async def test_the_receipt_of_what_was_dropped_does_not_say_that_it_came_out(aside: Works) -> None:
    hashed = b"\x07" * 32
    async with aside.storage.transaction() as tables:
        whisper = await tables.whispers.by_number(2)
        assert whisper is not None
        await tables.whispers.replace_receipt(whisper.key, hashed)
    await decide(aside, "drop")
    status = await look_up(storage=aside.storage, hashed=hashed, chat_id=CHAT)
    assert status is not None
    assert (status.state, status.came_out) == (State.REMOVED, False)
    said = tell(status, None, translator_for("en"))  # type: ignore[arg-type]
    assert said == "✋ It was never published: it had to be dropped on its way to the channel."


async def test_mistakes_are_told(aside: Works) -> None:
    assert await decide(aside, "sent", 2) == "taken_id"  # that is #1
    assert await decide(aside, "sent", 1) == "taken_id"  # older than the attempt
    assert await decide(aside, "sent") == "taken_id"
    assert await decide(aside, "drop", name="99") == "unknown_name"
    await release(aside, "four")
    assert await decide(aside, "drop", name="4") == "not_now"
    aside.channel.put(Standing("x"))
