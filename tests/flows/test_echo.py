"""The linked group's automatic forwards ("echoes") are evidence of what came of a send."""

import pytest

from bot.flows.publishing.resolve import note_echo
from tests.kit.outbox import post_of, release, run
from tests.kit.works import CHAT, End, Works

GROUP = -1002500000001

pytestmark = pytest.mark.usefixtures("begun")


async def test_the_linked_groups_copy_is_evidence(works: Works) -> None:
    """answer lost; no staging chat; the group's automatic forward tells the id."""
    works.channel.can_look = False
    async with works.storage.transaction() as tables:
        await tables.posts.set_echo(CHAT, 2, GROUP, 1)
    works.channel.script = ["reply_lost"]
    await release(works, "one")
    await run(works, minutes=0.5)
    await copy(works, message_id=works.channel.highest, first_line="#2")
    await run(works)
    post = await post_of(works, 2)
    assert post is not None
    assert (post.echo_chat, post.echo_id) == (GROUP, 77)
    assert works.told == []


async def copy(works: Works, *, message_id: int, first_line: str) -> None:
    await note_echo(
        storage=works.storage,
        chat_id=CHAT,
        message_id=message_id,
        first_line=first_line,
        echo_chat=GROUP,
        echo_id=77,
        now=works.clock.now(),
    )


@pytest.mark.parametrize("end", ["ok", "reply_lost"])
async def test_a_copy_in_the_group_before_our_own_answer_is_kept(works: Works, end: End) -> None:
    """call processed; group's update handled; only then our answer comes (or is lost)."""
    works.channel.script = [end]
    await release(works, "one")
    send = works.channel.send_photo

    async def sending(
        photo: bytes, caption: str, *, spoiler: bool = False, silent: bool = False
    ) -> object:
        outcome = await send(photo, caption, spoiler=spoiler)
        await copy(works, message_id=works.channel.highest, first_line="#2")
        return outcome

    works.channel.send_photo = sending  # type: ignore[method-assign,assignment]
    await run(works)
    post = await post_of(works, 2)
    assert post is not None
    assert post.echo_id == 77
    assert works.channel.calls.count("send_photo") == 1


async def test_a_late_copy_that_the_group_shows_is_deleted(works: Works) -> None:
    works.channel.script = ["late"]
    works.channel.can_look = True
    await release(works, "one")
    await run(works)
    late = works.channel.arrive()
    await copy(works, message_id=late, first_line="#2")
    await run(works)
    assert works.channel.lines() == ["#1", "#2"]
