"""What a person decides when nothing else can."""

import pytest

from bot.channel import Refused
from bot.domain.parcel import Kind, Progress
from bot.domain.whisper import State
from bot.flows.by_hand import give_up, it_is_there, open_parcels, send_again
from tests.flows.conftest import post_of, release, run
from tests.flows.model import Standing, Works


@pytest.fixture
async def works(works: Works) -> Works:
    """#1 stands in the channel."""
    await release(works, "opening")
    await run(works)
    return works


@pytest.fixture
async def aside(works: Works) -> Works:
    """#3 is in the channel, but nobody can say so: there is no staging chat. #4 went on."""
    works.channel.can_look = False
    works.channel.script = ["ok", "reply_lost"]
    await release(works, "one", "two", "three")
    await run(works)
    return works


async def only(works: Works):
    (found,) = await open_parcels(storage=works.storage)
    return found


async def test_the_gap_in_the_ids_is_the_evidence(aside: Works):
    found = await only(aside)
    assert found.parcel.state is Progress.ASIDE
    lost = next(i for i, post in aside.channel.messages.items() if post.first_line == found.name)
    assert found.gaps == [lost]


async def test_what_a_person_found_is_a_post_like_any_other(aside: Works):
    found = await only(aside)
    assert found.parcel.number is not None
    done = await it_is_there(
        storage=aside.storage, key=found.parcel.key, message_id=found.gaps[0],
        now=aside.clock.now(),
    )  # fmt: skip
    assert done == "done"
    post = await post_of(aside, found.parcel.number)
    assert post is not None
    assert post.message_id == found.gaps[0]
    assert await open_parcels(storage=aside.storage) == ()


async def test_a_message_that_cannot_be_it_is_refused(aside: Works):
    found = await only(aside)
    for message_id, told in ((max(aside.channel.messages), "taken"), (1, "no_such")):
        decision = await it_is_there(
            storage=aside.storage, key=found.parcel.key, message_id=message_id,
            now=aside.clock.now(),
        )  # fmt: skip
        assert decision == told
    assert await only(aside) == found


async def test_what_is_not_in_the_channel_is_sent_again(aside: Works):
    found = await only(aside)
    del aside.channel.messages[found.gaps[0]]
    assert await send_again(storage=aside.storage, key=found.parcel.key) == "done"
    await run(aside)
    assert aside.channel.lines().count(found.name) == 1
    assert await send_again(storage=aside.storage, key=found.parcel.key) == "settled"


async def test_what_is_given_up_is_erased(aside: Works):
    found = await only(aside)
    assert found.parcel.whisper is not None
    assert await give_up(storage=aside.storage, key=found.parcel.key) == "done"
    async with aside.storage.reading() as tables:
        whisper = await tables.whispers.by_key(found.parcel.whisper)
    assert whisper is not None
    assert (whisper.state, whisper.words) == (State.REMOVED, "")
    assert await give_up(storage=aside.storage, key=found.parcel.key) == "settled"


async def test_a_refused_post_can_be_sent_again(works: Works):
    works.channel.script = [Refused("Bad Request: IMAGE_PROCESS_FAILED")]
    await release(works, "one")
    await run(works, minutes=1)
    found = await only(works)
    assert (found.parcel.state, found.parcel.kind) == (Progress.REFUSED, Kind.CARD)
    await send_again(storage=works.storage, key=found.parcel.key)
    await run(works)
    assert works.channel.lines().count(found.name) == 1


async def test_posts_of_people_are_among_the_gaps(aside: Works):
    strange = aside.channel.put(Standing("a person's post"))
    async with aside.storage.transaction() as tables:
        await tables.lanes.raise_high(aside.channel.chat_id, strange)
    assert strange in (await only(aside)).gaps
