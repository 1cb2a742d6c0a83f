"""The place of a card, how many replies it has and its picture's name are kept side by side."""

from bot.domain.parcel import ParcelKind
from bot.flows.publishing.put_changes import change_place
from bot.flows.replies.posts import count_on_card
from tests.flows.test_places import LYON, accept, lines, slot
from tests.kit.outbox import run
from tests.kit.replies import brought_out
from tests.kit.works import Works


async def test_a_count_of_replies_replaces_no_edit_of_the_place(works: Works):
    """The slot puts a wider place into the queue; before it is sent, a reply comes. An edit of the
    caption alone would leave the narrower place at the card's foot."""
    await accept(works, LYON, LYON, LYON)
    await slot(works)
    await brought_out(works.storage, "Me too.")
    async with works.storage.transaction() as tables:
        await change_place(tables, 1, works.clock.now())
        await count_on_card(tables, 1, works.clock.now())
        assert [each.kind for each in await tables.outbox.of_number(1)] == [ParcelKind.PLACE]
        post = await tables.posts.by_number(1)
    await run(works)
    assert works.channel.calls[-1] == "edit_photo"
    assert post is not None
    caption = works.channel.messages[post.message_id].caption
    assert "📍 Lyon, France" in caption
    assert "1 reply" in caption


async def test_counting_replies_keeps_the_place_in_the_caption(works: Works):
    await accept(works, LYON, LYON, LYON)
    await slot(works)
    await brought_out(works.storage, "Me too.", number=2)
    async with works.storage.transaction() as tables:
        await count_on_card(tables, 2, works.clock.now())
    await run(works)
    assert works.channel.calls[-1] == "edit_caption"
    assert await lines(works) == ["📍 Lyon, France"] * 3


async def test_inline_readers_get_the_picture_with_the_place_that_stands_now(works: Works):
    await accept(works, LYON, LYON)
    await slot(works)
    await accept(works, LYON)
    await slot(works)
    async with works.storage.reading() as tables:
        posts = [await tables.posts.by_number(number) for number in (1, 2, 3)]
    assert [post is not None and "anew" in (post.file or "") for post in posts] == [1, 1, 0]
