"""The moderators' group becomes a supergroup, and so do the staging chat and a linked group."""

import json
from datetime import UTC, timedelta
from typing import Any

import pytest

from bot.ops.overview import overview
from bot.ops.status_text import SetGroup, tell_status
from bot.running import looked_at
from bot.sandbox.chats import Group, Supergroup
from tests.kit.town import ModeratedTown

WORDS = "I water his plants."


@pytest.fixture
def old(moderated: ModeratedTown) -> Group:
    """The moderators' chat as most are made: a basic group."""
    group = moderated.world.add_group("Moderators")
    assert isinstance(group, Group)
    for each in (moderated.bot, moderated.mia, moderated.noa):
        group.admit(each)
    moderated.group = group  # type: ignore[assignment]
    moderated.settings |= {
        "moderators": group.id,
        "moderation": "pre",
        "review_every": timedelta(0),
    }
    return group


def upgrade(town: ModeratedTown, old: Group, *, updates: bool = True) -> Supergroup:
    """``updates`` False: they were lost on the way, only the refusals say it."""
    new = town.world.upgrade(old)
    if not updates:
        town.bot.inbox.clear()
    town.group = new
    return new


def log_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


async def test_what_waits_goes_on_in_the_new_chat_under_its_name(
    moderated: ModeratedTown, old: Group, capsys: pytest.CaptureFixture[str]
):
    async with moderated.running(author_limit=9):
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        name = await moderated.recorded()
        new = upgrade(moderated, old)
        again = await moderated.shown(WORDS)
        assert again.chat is new
        assert (again.caption or "").startswith(name)
        assert await moderated.press(moderated.mia, again, "✅") == "Approved."
        await moderated.until(lambda: moderated.cards)
        said = await moderated.with_moderators("has become a supergroup")
        assert f"SOTTO_MODERATORS={new.id}" in (said.text or "")
        assert "delete them by hand" in (said.text or "")
        await moderated.tell(moderated.noa, "/queue", "0 whispers are waiting for you.")
        assert f"chat:{new.id}:" in moderated.bot.commands
        late = moderated.forge(moderated.mia, card, f"m:approve:{name}")
        assert "has expired" in (await late.wait() or "")
    moved = [line for line in log_of(capsys) if line["event"] == "chat_moved"]
    assert [line["kind"] for line in moved] == ["moderators"]
    assert str(new.id) not in json.dumps(moved)


async def test_the_refusal_of_a_call_is_enough_to_follow(moderated: ModeratedTown, old: Group):
    async with moderated.running():
        new = upgrade(moderated, old, updates=False)
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        assert card.chat is new
        await moderated.press(moderated.noa, card, "✅")
        await moderated.until(lambda: moderated.cards)


async def test_the_update_is_enough_to_follow(moderated: ModeratedTown, old: Group):
    async with moderated.running():
        new = upgrade(moderated, old)
        await moderated.tell(moderated.mia, "/queue", "0 whispers are waiting for you.")
        await moderated.with_moderators("has become a supergroup")
    assert not [
        call
        for call in moderated.world.calls
        if call.parameters.get("chat_id") == old.id and call.method.startswith("send")
    ]
    assert new.messages


@pytest.mark.parametrize("updates", [True, False], ids=["with the updates", "too late for them"])
async def test_a_chat_that_moved_while_the_bot_was_down_is_followed(
    moderated: ModeratedTown, old: Group, updates: bool
):
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        await moderated.shown(WORDS)
        await moderated.recorded()
    new = upgrade(moderated, old, updates=updates)
    async with moderated.running():
        card = await moderated.shown(WORDS)
        assert card.chat is new
        assert await moderated.press(moderated.mia, card, "✅") == "Approved."
        await moderated.until(lambda: moderated.cards)


async def test_the_new_number_wins_over_the_old_one_after_a_restart(
    moderated: ModeratedTown, old: Group
):
    async with moderated.running():
        upgrade(moderated, old)
        await moderated.with_moderators("has become a supergroup")
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        await moderated.recorded()
    async with moderated.running():
        await moderated.tell(moderated.noa, "/queue", "1 whisper is waiting for you.")
        assert moderated.waiting == [card]  # it stands where it stood, and nothing was said twice
        told = [m for m in moderated.group.messages if "supergroup" in (m.text or "")]
        assert len(told) == 1
    async with moderated.running(moderators=moderated.group.id):
        await moderated.tell(moderated.noa, "/queue", "1 whisper is waiting for you.")
        assert await moderated.press(moderated.noa, card, "✅") == "Approved."


async def test_a_number_that_was_changed_by_hand_brings_the_cards_along(
    moderated: ModeratedTown, old: Group
):
    async with moderated.running():
        await moderated.submit(moderated.alice, WORDS)
        card = await moderated.shown(WORDS)
        await moderated.recorded()
    new = upgrade(moderated, old, updates=False)
    async with moderated.running(moderators=new.id):
        again = await moderated.shown(WORDS)
        assert (again.chat, again is not card) == (new, True)


async def test_what_was_to_be_emptied_in_the_old_chat_stops_nothing(
    moderated: ModeratedTown, old: Group
):
    async with moderated.running(undo=timedelta(minutes=5), author_limit=9):
        await moderated.submit(moderated.alice, WORDS)
        decided = await moderated.shown(WORDS)
        await moderated.press(moderated.mia, decided, "✅")
        await moderated.submit(moderated.alice, "I kept her number.")
        held = await moderated.shown("I kept her number.")
        await moderated.press(moderated.mia, held, "⏸")
        new = upgrade(moderated, old)
        await moderated.with_moderators("has become a supergroup")
        await moderated.later(timedelta(minutes=6))
        await moderated.until(lambda: moderated.cards)
        moderated.noa.send("/held", to=new)
        again = await moderated.shown("I kept her number.")
        assert (again.caption or "").split()[0] == (held.caption or "").split()[0]


async def test_hidden_posts_and_appeals_come_along(moderated: ModeratedTown, old: Group):
    async with moderated.running(author_limit=9):
        await moderated.submit(moderated.alice, WORDS)
        code = await moderated.receipt(moderated.alice)
        card = await moderated.shown(WORDS)
        for each in (moderated.mia, moderated.noa):
            await moderated.press(each, card, "⛔")
        await moderated.until(lambda: "may not write for a while" in (card.caption or ""))
        moderated.alice.send(f"/appeal {code} I did not mean it.")
        await moderated.said(moderated.alice, "passed it on")
        await moderated.submit(moderated.noa, "Another one.")
        await moderated.press(moderated.mia, await moderated.shown("Another one."), "✅")
        post = await moderated.until(lambda: moderated.cards[-1] if moderated.cards else None)
        await moderated.idle()
        moderated.mia.open_link(post.links["Report"])
        question = await moderated.said(moderated.mia, "#1")
        await moderated.press(moderated.mia, question, "f:1:private")
        await moderated.with_moderators("#1 is hidden")
        upgrade(moderated, old)
        appeal = await moderated.with_moderators("I did not mean it.")
        case = await moderated.with_moderators("#1 is hidden")
        assert await moderated.press(moderated.noa, appeal, "✅") == "Ban lifted."
        assert await moderated.press(moderated.noa, case, "♻️") == "Restored."


async def test_another_group_that_moves_is_none_of_our_business(
    moderated: ModeratedTown, old: Group
):
    other = moderated.world.add_group("Elsewhere")
    assert isinstance(other, Group)
    other.admit(moderated.bot)
    async with moderated.running() as running:
        moderated.world.upgrade(other)
        await moderated.tell(moderated.mia, "/queue", "0 whispers are waiting for you.")
        assert running.services.moderators.rooms.moderators == old.id
        assert running.services.moderators.rooms.unwritten == ()


async def test_status_names_the_line_to_change(
    moderated: ModeratedTown, old: Group, capsys: pytest.CaptureFixture[str]
):
    async with moderated.running() as running:
        new = upgrade(moderated, old)
        await moderated.with_moderators("has become a supergroup")
        services = running.services.shared
        status = await overview(
            channels=[looked_at(services)], now=services.clock.now(), pulse=None
        )
        capsys.readouterr()
        tell_status(status, UTC, [SetGroup(old.id, "SOTTO_MODERATORS=")], as_json=False)
    assert f"SOTTO_MODERATORS={new.id}" in capsys.readouterr().out
    assert status.as_json()["moved"] == {str(old.id): new.id}


async def test_a_lost_post_is_looked_up_where_the_staging_chat_has_gone(
    moderated: ModeratedTown, capsys: pytest.CaptureFixture[str]
):
    staging = moderated.world.add_group("Staging")
    assert isinstance(staging, Group)
    staging.admit(moderated.bot)
    async with moderated.running(staging=staging.id):
        await moderated.publish(moderated.alice, WORDS)
        new = moderated.world.upgrade(staging)
        moderated.bot.inbox.clear()
        moderated.world.faults.lose_reply("sendPhoto", chat=moderated.channel)
        await moderated.publish(moderated.bob, "Une autre.")
        await moderated.idle()
        said = await moderated.with_moderators(f"SOTTO_STAGING={new.id}")
        assert "look up lost posts" in (said.text or "")
        assert len(moderated.cards) == 2
    events = log_of(capsys)
    assert [line["why"] for line in events if line["event"] == "send_resolved"] == ["found"]
    assert not [line for line in events if line["event"] == "parcel_set_aside"]


async def test_copies_in_a_group_that_was_upgraded_to_be_linked_leave_with_their_posts(
    moderated: ModeratedTown,
):
    talk = moderated.world.add_group("Talk")
    assert isinstance(talk, Group)
    talk.admit(moderated.bot, admin=True)
    async with moderated.running():
        linked = moderated.world.upgrade(talk)
        moderated.channel.linked, linked.linked = linked, moderated.channel
        await moderated.publish(moderated.alice, WORDS)
        await moderated.idle()
        assert [m for m in linked.messages if m.automatic]
        await moderated.tell(moderated.mia, "/remove 1", "Votes: 1 of 2")
        question = await moderated.with_moderators("Votes: 1 of 2")
        await moderated.press(moderated.noa, question, "🗑")
        await moderated.until(lambda: not [m for m in linked.messages if m.automatic])


async def test_a_copy_that_cannot_be_reached_any_more_is_told_and_stops_no_post(
    moderated: ModeratedTown, capsys: pytest.CaptureFixture[str]
):
    talk = moderated.world.add_group("Talk")
    assert isinstance(talk, Group)
    talk.admit(moderated.bot, admin=True)
    async with moderated.running() as running:
        post = await moderated.publish(moderated.alice, WORDS)
        await moderated.idle()
        async with running.services.shared.storage.transaction() as tables:
            await tables.posts.set_echo(moderated.channel.id, post.message_id, talk.id, 7)
        moderated.world.upgrade(talk)
        await moderated.tell(moderated.mia, "/remove 1", "Votes: 1 of 2")
        question = await moderated.with_moderators("Votes: 1 of 2")
        await moderated.press(moderated.noa, question, "🗑")
        await moderated.until(lambda: post.deleted)
        await moderated.publish(moderated.bob, "Une autre.")
        await moderated.idle()
