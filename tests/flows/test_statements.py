"""How much is said to the database for one whisper: on a server each statement is a way there and
back."""

from bot.domain.parcel import CampaignContent, Parcel
from bot.flows.publishing.publish import publish_next
from bot.flows.react import record_reactions
from tests.kit.outbox import release, run
from tests.kit.plans import explained
from tests.kit.works import CHAT, START, Works
from tests.storage.interleaved import Said, listening

OF_A_POST = 12
"""Statements of one post, from the look for it to the record of it, besides taking turns."""


def _besides_turns(said: Said) -> list[str]:
    return [each for each in said.statements if "BEGIN" not in each and "advisory" not in each]


async def test_a_post_takes_a_dozen_statements(works: Works) -> None:
    await release(works, "the first learns what the channel holds")
    await run(works)
    await release(works, "I still water his plants.")
    works.clock.pass_(minutes=1)
    with listening(works.storage) as said:
        assert await publish_next(works.press)
    assert works.channel.lines() == ["#1", "#2"]
    assert len(_besides_turns(said)) == OF_A_POST, "\n".join(said.statements)


async def test_reactions_that_came_before_the_record_rank_it_in_the_feeds(works: Works) -> None:
    await release(works, "I still water his plants.")
    assert await publish_next(works.press)  # learns that the newest message is 1
    works.clock.pass_(minutes=1)
    counts = {"❤": 7}
    await record_reactions(
        storage=works.storage, chat_id=CHAT, message_id=2, counts=counts, date=START
    )
    assert await publish_next(works.press)
    async with works.storage.reading() as tables:
        [standing] = await tables.standings.most_loved(5)
        [post] = await tables.posts.last(CHAT, 5)
    assert standing.number == post.number == 1
    assert standing.score > 0


async def test_what_is_no_whispers_leaves_the_outbox_without_a_look_through_all(
    works: Works,
) -> None:
    """A digest and a campaign have none: asked for one that IS NULL, SQLite reads every whisper."""
    parcel = Parcel(key=b"k" * 16, content=CampaignContent(7, 1), due_at=START)
    with explained():
        async with works.storage.transaction() as tables:
            await tables.outbox.enqueue(parcel)
            taken = await tables.outbox.take(parcel)
    assert taken is not None
    assert (taken.whisper, taken.place) == (None, None)
