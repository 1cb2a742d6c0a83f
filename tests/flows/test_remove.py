"""Taking down, hiding, restoring: the channel, the discussion group, ranking and the database."""

from datetime import timedelta

import pytest

from bot.domain.outcome import Refused
from bot.domain.parcel import Progress
from bot.domain.whisper import State
from bot.flows.moderation import remove
from bot.flows.moderation.remove import restore, take_down
from bot.flows.publishing.alerts import AlertKind
from bot.flows.publishing.publish import publish_due, publish_next
from bot.flows.publishing.resolve import note_echo
from tests.kit.engines import all_kept
from tests.kit.outbox import post_of, release, run
from tests.kit.works import CHAT, Works

GROUP = -1002500000001


async def down(works: Works, number: int, to: State = State.REMOVED) -> bool:
    return await take_down(
        storage=works.storage, number=number, to=to, reason=None, now=works.clock.now()
    )


async def hide(works: Works, number: int) -> bool:
    async with works.storage.transaction() as tables:
        return await remove.hide(tables, number, works.clock.now())


async def test_a_fresh_post_is_deleted_and_its_words_are_erased(works: Works) -> None:
    await release(works, "words that go", photo=b"their picture")
    await run(works)
    assert await down(works, 1)
    await run(works)
    assert works.channel.messages == {}
    left = await all_kept(works.storage)
    assert b"words that go" not in left
    assert b"their picture" not in left


@pytest.mark.parametrize(
    ("to", "text"),
    [
        (State.REMOVED, b"notice: This whisper was removed."),
        (State.WITHDRAWN, b"notice: The author withdrew this whisper."),
    ],
)
async def test_an_old_post_becomes_a_tombstone_without_caption(
    works: Works, to: State, text: bytes
) -> None:
    await release(works, "one")
    await run(works)
    works.clock.pass_(days=30)
    assert await down(works, 1, to)
    await run(works)
    [standing] = works.channel.messages.values()
    assert (standing.photo, standing.caption) == (text, "")
    post = await post_of(works, 1)
    assert post is not None
    assert post.state == "tomb"


async def test_a_deletion_that_comes_too_late_becomes_a_tombstone(works: Works) -> None:
    """enqueued at 46 h 59; the channel is stopped for two hours; Telegram refuses to
    delete."""
    await release(works, "one")
    await run(works)
    works.clock.pass_(hours=46.9)
    await down(works, 1)
    works.clock.pass_(hours=2)
    await run(works)
    [standing] = works.channel.messages.values()
    assert standing.photo == b"notice: This whisper was removed."


async def test_one_that_waits_in_the_outbox_is_never_posted(works: Works) -> None:
    await release(works, "one")
    assert await down(works, 1)
    await run(works)
    assert works.channel.messages == {}
    async with works.storage.reading() as tables:
        assert await tables.outbox.of_number(1) == ()


async def test_words_do_not_stay_with_a_parcel_whose_end_is_open(works: Works) -> None:
    works.channel.can_look = False
    works.channel.script = ["ok", "not_sent"]
    await release(works, "words that go")
    await run(works)
    assert await down(works, 1)
    assert b"words that go" not in await all_kept(works.storage)
    async with works.storage.reading() as tables:
        [aside] = await tables.outbox.in_state(Progress.ASIDE)
    assert aside.first_line == "#1"


async def test_taking_down_twice_or_what_does_not_exist_is_refused(works: Works) -> None:
    await release(works, "one")
    await run(works)
    assert await down(works, 1)
    assert not await down(works, 1)
    assert not await down(works, 99)


async def test_one_deleted_by_hand_meanwhile_is_simply_gone(works: Works) -> None:
    await release(works, "one")
    await run(works)
    works.channel.messages.clear()
    await down(works, 1)
    await run(works)
    post = await post_of(works, 1)
    assert post is not None
    assert post.state == "gone"


async def test_the_discussion_groups_copy_goes_too(works: Works) -> None:
    await release(works, "one")
    await run(works)
    works.channel.echoes[GROUP, 77] = "#1"
    await copy(works)
    await down(works, 1)
    await run(works)
    assert works.channel.echoes == {}


async def test_a_copy_that_comes_after_the_removal_goes_too(works: Works) -> None:
    """removed; only then does the group's automatic forward reach us."""
    await release(works, "one")
    await run(works)
    await down(works, 1)
    await run(works)
    works.channel.echoes[GROUP, 77] = "#1"
    await copy(works)
    await run(works)
    assert works.channel.echoes == {}


async def copy(works: Works) -> None:
    await note_echo(
        storage=works.storage,
        chat_id=CHAT,
        message_id=2,
        first_line="#1",
        echo_chat=GROUP,
        echo_id=77,
        now=works.clock.now(),
    )


async def test_a_post_that_cannot_be_edited_is_deleted_without_a_tombstone(works: Works) -> None:
    await release(works, "one")
    await run(works)
    works.channel.changes = [Refused("message can't be edited")]
    await down(works, 1)
    await run(works)
    assert works.channel.messages == {}
    assert works.told == []


async def test_one_whose_tombstone_cannot_be_drawn_is_deleted_all_the_same(
    works: Works, monkeypatch: pytest.MonkeyPatch
) -> None:
    await release(works, "one")
    await run(works)

    async def fails(_text: str) -> bytes:
        raise OSError

    monkeypatch.setattr(works.studio, "notice", fails)
    await down(works, 1)
    await run(works, minutes=120, step=30)
    assert works.channel.messages == {}


async def test_a_copy_that_may_not_be_deleted_holds_up_nothing(works: Works) -> None:
    """the group's copy shows the tombstone by then, so nobody needs to be told"""
    await release(works, "one")
    await run(works)
    works.channel.echoes[GROUP, 77] = "#1"
    await copy(works)
    works.channel.echo_ends = [Refused("message can't be deleted")]
    await down(works, 1)
    await run(works)
    assert works.channel.messages == {}
    assert works.told == []
    await release(works, "two")
    await run(works)
    assert works.channel.lines() == ["#2"]


async def test_of_a_copy_that_still_shows_the_words_a_person_is_told(works: Works) -> None:
    """the post was deleted by hand, so its copy did not follow; the bot may not delete it."""
    await release(works, "one")
    await run(works)
    works.channel.echoes[GROUP, 77] = "#1"
    await copy(works)
    works.channel.messages.clear()
    works.channel.echo_ends = [Refused("message can't be deleted")]
    await down(works, 1)
    await run(works)
    [trouble] = works.told
    assert (trouble.kind, trouble.post) == (AlertKind.COPY_STAYS, "https://t.me/c/2500000001/77")


async def test_what_must_vanish_does_not_wait_behind_what_is_to_come(works: Works) -> None:
    """one stands, two wait in the queue; the first is removed"""
    await release(works, "one")
    await run(works)
    works.clock.pass_(seconds=10)
    await release(works, "two", "three")
    await down(works, 1)
    works.channel.calls.clear()
    await publish_next(works.press)
    assert works.channel.calls == ["edit_photo"]


async def test_hiding_and_restoring_leave_the_post_as_it_was(works: Works) -> None:
    await release(works, "one", photo=b"their picture", cover=True)
    await run(works)
    [before] = works.channel.messages.values()
    assert await hide(works, 1)
    assert not await hide(works, 1)
    async with works.storage.reading() as tables:
        since = works.clock.now() - timedelta(hours=48)
        assert await tables.posts.cards_of(CHAT, await tables.posts.ids_since(CHAT, since)) == ()
    await run(works)
    [hidden] = works.channel.messages.values()
    assert (hidden.photo, hidden.caption) == (b"notice: This whisper is being looked at.", "#1")
    assert await restore(storage=works.storage, number=1, now=works.clock.now())
    await run(works)
    [after] = works.channel.messages.values()
    assert after == before


async def test_the_last_of_two_quick_changes_wins(works: Works) -> None:
    """hide and restore before the worker's next step: one edit, to the restored card."""
    await release(works, "one")
    await run(works)
    await hide(works, 1)
    await restore(storage=works.storage, number=1, now=works.clock.now())
    works.clock.pass_(seconds=10)
    await publish_due(works.press)
    assert works.channel.calls.count("edit_photo") == 1
    [standing] = works.channel.messages.values()
    assert standing.photo == b"card 1: one"
