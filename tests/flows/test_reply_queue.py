"""Replies go to the discussion group through a queue of its own: never lost, never twice."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.outcome import Delivered, Refused, TryLater
from bot.domain.parcel import Change, Progress
from bot.domain.whisper import State
from bot.flows.moderation.remove import take_down
from bot.flows.publishing.alerts import AlertKind
from bot.flows.publishing.publish import publish_due
from bot.flows.publishing.put_changes import change_post
from bot.flows.replies.follow_group import linked_now
from tests.kit.group import GROUP, GroupWorks, caption, comment_of, group_works, withdraw
from tests.kit.outbox import post_of, release, run
from tests.kit.works import End, Standing, Works

pytestmark = pytest.mark.usefixtures("begun")


@pytest.fixture
async def place(works: Works) -> GroupWorks:
    """#1 stands, and the group has its copy."""
    place = group_works(works)
    await place.copied(1)
    return place


async def test_a_reply_is_a_comment_under_the_groups_copy_of_its_card(place: GroupWorks) -> None:
    await place.answer(1, "I know this. See evil.ai <b>")
    await place.run()
    assert place.comments == ["🦊 Fox · 1.1"]
    [comment] = [m for m in place.group.messages.values() if not m.by_others]
    assert comment.reply_to == 1
    assert comment.caption == "🦊 Fox · 1.1\nI know this. See evil.\u2060ai &lt;b&gt;"
    assert place.works.channel.calls == []  # the channel is left alone
    assert (await comment_of(place, 1)) is not None


@pytest.mark.parametrize("end", ["ok", "reply_lost"])
async def test_a_comments_words_are_kept_with_the_reply_alone(place: GroupWorks, end: End) -> None:
    """Of rows that share their pages SQLite may leave copies, whatever becomes of the reply."""
    place.group.script = [end]
    await place.answer(1, "I water them.")
    await publish_due(place.press)
    assert place.comments == ["🦊 Fox · 1.1"]
    async with place.works.storage.reading() as tables:
        kept = [*await tables.outbox.of_thread(1), await tables.posts.comment(1, 1)]
    assert len([each for each in kept if each is not None]) == 1
    assert "water" not in str(kept)


async def test_the_author_stands_as_the_author(place: GroupWorks) -> None:
    await place.answer(1, "Thank you.", mask=None)
    await place.run()
    assert place.comments == ["✔ Author · 1.1"]


async def test_replies_of_a_thread_come_in_their_order(place: GroupWorks) -> None:
    await place.answer(1, *(f"reply {n}" for n in range(7)))
    began = place.works.clock.now()
    await place.run()
    assert place.comments == [f"🦊 Fox · 1.{n}" for n in range(1, 8)]
    assert place.works.clock.now() - began >= timedelta(seconds=18)


@pytest.mark.parametrize("end", ["ok", "reply_lost", "not_sent", "late"])
async def test_whatever_becomes_of_the_call_a_reply_is_there_once(
    place: GroupWorks, end: End
) -> None:
    place.group.script = [end]
    await place.answer(1, "one", "two")
    await place.run(minutes=1)
    place.group.put(Standing("🦊 Fox · 1.1", by_others=True))  # somebody apes it
    await place.run()
    if end == "late":
        place.group.arrive()
        await place.answer(1, "three")
        await place.run()
    assert place.comments.count("🦊 Fox · 1.1") == 1
    assert place.comments.count("🦊 Fox · 1.2") == 1
    post = await comment_of(place, 1)
    assert post is not None
    assert not place.group.messages[post.message_id].by_others


async def test_a_lost_reply_holds_up_no_card(place: GroupWorks) -> None:
    place.group.script = ["not_sent"]
    await place.answer(1, "one")
    await publish_due(place.press)
    await release(place.works, "a card")
    await run(place.works, minutes=0.1)
    assert place.works.channel.lines() == ["#1", "#2"]


async def test_a_process_that_dies_in_the_call_sends_no_reply_twice(place: GroupWorks) -> None:
    """attempt committed -> call processed -> the process dies -> another one starts."""
    await place.answer(1, "one")
    send = place.group.send_text

    async def dying(text: str, *, silent: bool = True, reply_to: int | None = None) -> object:
        await send(text, silent=silent, reply_to=reply_to)
        raise asyncio.CancelledError

    place.group.send_text = dying  # type: ignore[method-assign,assignment]
    with pytest.raises(asyncio.CancelledError):
        await publish_due(place.press)
    place.group.send_text = send  # type: ignore[method-assign]
    await publish_due(place.works.press)  # the channel's publisher leaves the group's calls alone
    async with place.works.storage.reading() as tables:
        assert await tables.outbox.left_over(GROUP)
    await place.run()
    assert place.comments == ["🦊 Fox · 1.1"]


async def test_a_reply_taken_back_while_it_waits_never_goes_out(place: GroupWorks) -> None:
    await place.answer(1, "one", "two")
    await withdraw(place, 1)
    await place.run()
    assert place.comments == ["🦊 Fox · 1.2"]


async def test_a_reply_taken_back_while_its_send_is_unknown_goes_when_it_is_found(
    place: GroupWorks,
) -> None:
    place.group.script = ["late"]
    await place.answer(1, "secret words")
    await publish_due(place.press)
    await withdraw(place, 1)
    async with place.works.storage.reading() as tables:
        [parcel] = await tables.outbox.of_thread(1)
        assert "secret" not in parcel.content.caption
    place.group.arrive()
    await place.run()
    assert place.comments == []


async def test_a_comment_is_deleted_and_an_old_one_says_that_it_was_removed(
    place: GroupWorks,
) -> None:
    await place.answer(1, "one")
    await place.run()
    place.works.clock.pass_(hours=49)
    await place.answer(1, "two")
    await place.run()
    await withdraw(place, 1)
    await withdraw(place, 2)
    await place.run()
    assert [m.caption for m in place.group.messages.values() if not m.by_others] == [
        "This reply was removed."
    ]
    old = await comment_of(place, 1)
    assert old is not None
    assert (old.caption, old.state.value) == ("", "tomb")


async def test_a_comment_that_telegram_does_not_delete_says_that_it_was_removed(
    place: GroupWorks,
) -> None:
    await place.answer(1, "one")
    await place.run()
    await withdraw(place, 1)
    place.group.changes = [
        Refused("message can't be deleted"),
        Delivered(2),
        Refused("message can't be deleted"),
    ]
    place.group.calls.clear()
    await place.run()
    assert place.group.calls == ["delete", "edit_text", "delete"]
    assert place.works.told == []
    post = await comment_of(place, 1)
    assert post is not None
    assert post.state.value == "tomb"


async def test_a_whisper_takes_its_thread_along(place: GroupWorks) -> None:
    await place.answer(1, "one", "two")
    await place.run()
    await place.answer(1, "three")
    await take_down(
        storage=place.works.storage,
        number=1,
        to=State.REMOVED,
        reason=None,
        now=place.works.clock.now(),
    )
    await place.run()
    assert place.comments == []
    async with place.works.storage.reading() as tables:
        assert await tables.replies.count(1) == 0
        assert await tables.replies.by_state(State.RELEASED) == ()


async def test_a_comment_deleted_by_hand_counts_as_removed(place: GroupWorks) -> None:
    await place.answer(1, "one")
    await place.run()
    post = await comment_of(place, 1)
    assert post is not None
    del place.group.messages[post.message_id]
    async with place.works.storage.transaction() as tables:
        await change_post(tables, post, Change.REMOVED, place.works.clock.now())
    await place.run()
    async with place.works.storage.reading() as tables:
        assert await tables.replies.by_state(State.REMOVED) != ()


async def test_without_a_copy_the_card_counts_its_replies(works: Works) -> None:
    place = group_works(works)
    await place.answer(1, "one", "two")
    await place.run()
    assert place.comments == []
    said = await caption(works)
    assert '<a href="https://t.me/sotto_bot?start=w_1">2 replies</a>' in said
    assert works.channel.calls.count("edit_caption") == 1
    await place.answer(1, "three")
    await place.run()
    assert "3 replies" in await caption(works)


async def test_a_copy_that_is_gone_leaves_the_reply_in_the_bot(place: GroupWorks) -> None:
    del place.group.messages[1]
    await place.answer(1, "one")
    await place.run()
    assert place.comments == []
    assert "1 reply" in await caption(place.works)
    assert place.works.told == []
    async with place.works.storage.reading() as tables:
        assert await tables.replies.count(1) == 1
        assert await tables.outbox.of_thread(1) == ()


async def test_a_count_replaces_nothing_that_waits(works: Works) -> None:
    place = group_works(works)
    await place.answer(1, "one")
    await take_down(
        storage=works.storage, number=1, to=State.REMOVED, reason=None, now=works.clock.now()
    )
    await place.answer(1, "two")
    await place.run()
    assert works.channel.lines() == []


async def test_what_must_vanish_does_not_wait_behind_counts(works: Works) -> None:
    place = group_works(works)
    await release(works, "b")
    await run(works)
    await place.answer(2, "one")
    works.clock.pass_(seconds=5)
    await take_down(
        storage=works.storage, number=1, to=State.REMOVED, reason=None, now=works.clock.now()
    )
    works.channel.calls.clear()
    await place.run()
    assert works.channel.calls[0] == "edit_photo"
    assert "1 reply" in await caption(works, 2)


NO_RIGHT = Refused("not enough rights to send text messages to the chat", chat_unusable=True)


async def test_a_group_that_refuses_is_told_once_and_the_card_counts_meanwhile(
    place: GroupWorks,
) -> None:
    place.group.script = [NO_RIGHT] * 3
    await place.answer(1, "one")
    await place.run(minutes=0.5)
    await place.answer(1, "two")
    await place.run(minutes=1.2)
    assert [each.kind for each in place.works.told] == [AlertKind.GROUP_REFUSED]
    assert "2 replies" in await caption(place.works)
    await place.run(minutes=30)
    assert place.comments == ["🦊 Fox · 1.1", "🦊 Fox · 1.2"]
    assert "repl" not in await caption(place.works)


async def test_a_flood_wait_of_the_group_holds_up_no_card(place: GroupWorks) -> None:
    place.group.script = [TryLater(timedelta(minutes=5), "too many requests")]
    await place.answer(1, "one")
    await publish_due(place.press)
    await release(place.works, "a card")
    await run(place.works, minutes=0.1)
    assert place.works.channel.lines() == ["#1", "#2"]
    await place.run()
    assert place.comments == ["🦊 Fox · 1.1"]


async def test_an_unlinked_group_is_told_and_its_replies_stand_in_the_bot(
    place: GroupWorks,
) -> None:
    works = place.works
    await place.answer(1, "one")

    async def linked(group: int | None) -> bool:
        return await linked_now(
            storage=works.storage, group=group, tell=works.press.tell, now=works.clock.now()
        )

    assert await linked(None)
    assert not await linked(None)
    await place.run()
    assert [each.kind for each in works.told] == [AlertKind.GROUP_UNLINKED]
    assert place.comments == []
    assert "1 reply" in await caption(works)
    assert await linked(GROUP)
    await place.answer(1, "two")
    await place.run()
    assert place.comments == ["🦊 Fox · 1.2"]
    assert "2 replies" in await caption(works)


async def test_a_reply_that_cannot_be_looked_up_is_set_aside_and_told(place: GroupWorks) -> None:
    place.group.can_look = False
    place.group.script = ["not_sent"]
    await place.answer(1, "one")
    await place.run(minutes=5)
    assert [each.kind for each in place.works.told] == [AlertKind.REPLY_ASIDE]
    async with place.works.storage.reading() as tables:
        [aside] = await tables.outbox.in_state(Progress.ASIDE)
    assert aside.first_line == "🦊 Fox · 1.1"
    assert "1 reply" in await caption(place.works)
    assert (await post_of(place.works, 1)) is not None
