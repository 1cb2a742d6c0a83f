"""The moderators' group becomes a supergroup, and so do the staging chat and a linked group."""

import json
from datetime import UTC, timedelta
from typing import Any

import pytest

from bot.ops.overview import overview
from bot.ops.status_text import tell_status
from bot.sandbox.chats import Group, Supergroup
from tests.app.conftest import DeskTown

WORDS = "I water his plants."


@pytest.fixture
def old(desk_town: DeskTown) -> Group:
    """The moderators' chat as most are made: a basic group."""
    group = desk_town.world.add_group("Moderators")
    assert isinstance(group, Group)
    for each in (desk_town.bot, desk_town.mia, desk_town.noa):
        group.admit(each)
    desk_town.group = group  # type: ignore[assignment]
    desk_town.settings |= {
        "moderators": group.id,
        "moderation": "pre",
        "review_every": timedelta(0),
    }
    return group


def upgrade(town: DeskTown, old: Group, *, updates: bool = True) -> Supergroup:
    """``updates`` False: they were lost on the way, only the refusals say it."""
    new = town.world.upgrade(old)
    if not updates:
        town.bot.inbox.clear()
    town.group = new
    return new


def log_of(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


async def test_what_waits_goes_on_in_the_new_chat_under_its_name(
    desk_town: DeskTown, old: Group, capsys: pytest.CaptureFixture[str]
):
    async with desk_town.running(author_limit=9):
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        name = await desk_town.recorded()
        new = upgrade(desk_town, old)
        again = await desk_town.shown(WORDS)
        assert again.chat is new
        assert (again.caption or "").startswith(name)
        assert await desk_town.press(desk_town.mia, again, "✅") == "Approved."
        await desk_town.until(lambda: desk_town.cards)
        said = await desk_town.at_desk("has become a supergroup")
        assert f"SOTTO_MODERATORS={new.id}" in (said.text or "")
        assert "delete them by hand" in (said.text or "")
        await desk_town.tell(desk_town.noa, "/queue", "0 whispers wait for you.")
        assert f"chat:{new.id}:" in desk_town.bot.commands
        late = desk_town.forge(desk_town.mia, card, f"m:approve:{name}")
        assert "does not work" in (await late.wait(20) or "")
    moved = [line for line in log_of(capsys) if line["event"] == "chat_moved"]
    assert [line["kind"] for line in moved] == ["moderators"]
    assert str(new.id) not in json.dumps(moved)


async def test_the_refusal_of_a_call_is_enough_to_follow(desk_town: DeskTown, old: Group):
    async with desk_town.running():
        new = upgrade(desk_town, old, updates=False)
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        assert card.chat is new
        await desk_town.press(desk_town.noa, card, "✅")
        await desk_town.until(lambda: desk_town.cards)


async def test_the_update_is_enough_to_follow(desk_town: DeskTown, old: Group):
    async with desk_town.running():
        new = upgrade(desk_town, old)
        await desk_town.tell(desk_town.mia, "/queue", "0 whispers wait for you.")
        await desk_town.at_desk("has become a supergroup")
    assert not [
        call
        for call in desk_town.world.calls
        if call.parameters.get("chat_id") == old.id and call.method.startswith("send")
    ]
    assert new.messages


@pytest.mark.parametrize("updates", [True, False], ids=["with the updates", "too late for them"])
async def test_a_chat_that_moved_while_the_bot_was_down_is_followed(
    desk_town: DeskTown, old: Group, updates: bool
):
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS)
        await desk_town.shown(WORDS)
        await desk_town.recorded()
    new = upgrade(desk_town, old, updates=updates)
    async with desk_town.running():
        card = await desk_town.shown(WORDS)
        assert card.chat is new
        assert await desk_town.press(desk_town.mia, card, "✅") == "Approved."
        await desk_town.until(lambda: desk_town.cards)


async def test_the_new_number_wins_over_the_old_one_after_a_restart(
    desk_town: DeskTown, old: Group
):
    async with desk_town.running():
        upgrade(desk_town, old)
        await desk_town.at_desk("has become a supergroup")
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        await desk_town.recorded()
    async with desk_town.running():
        await desk_town.tell(desk_town.noa, "/queue", "1 whisper waits for you.")
        assert desk_town.waiting == [card]  # it stands where it stood, and nothing was said twice
        told = [m for m in desk_town.group.messages if "supergroup" in (m.text or "")]
        assert len(told) == 1
    async with desk_town.running(moderators=desk_town.group.id):
        await desk_town.tell(desk_town.noa, "/queue", "1 whisper waits for you.")
        assert await desk_town.press(desk_town.noa, card, "✅") == "Approved."


async def test_a_number_that_was_changed_by_hand_brings_the_cards_along(
    desk_town: DeskTown, old: Group
):
    async with desk_town.running():
        await desk_town.submit(desk_town.alice, WORDS)
        card = await desk_town.shown(WORDS)
        await desk_town.recorded()
    new = upgrade(desk_town, old, updates=False)
    async with desk_town.running(moderators=new.id):
        again = await desk_town.shown(WORDS)
        assert (again.chat, again is not card) == (new, True)


async def test_what_was_to_be_emptied_in_the_old_chat_stops_nothing(
    desk_town: DeskTown, old: Group
):
    async with desk_town.running(undo=timedelta(minutes=5), author_limit=9):
        await desk_town.submit(desk_town.alice, WORDS)
        decided = await desk_town.shown(WORDS)
        await desk_town.press(desk_town.mia, decided, "✅")
        await desk_town.submit(desk_town.alice, "I kept her number.")
        held = await desk_town.shown("I kept her number.")
        await desk_town.press(desk_town.mia, held, "⏸")
        new = upgrade(desk_town, old)
        await desk_town.at_desk("has become a supergroup")
        await desk_town.later(timedelta(minutes=6))
        await desk_town.until(lambda: desk_town.cards)
        desk_town.noa.send("/held", to=new)
        again = await desk_town.shown("I kept her number.")
        assert (again.caption or "").split()[0] == (held.caption or "").split()[0]


async def test_hidden_posts_and_appeals_come_along(desk_town: DeskTown, old: Group):
    async with desk_town.running(author_limit=9):
        await desk_town.submit(desk_town.alice, WORDS)
        code = await desk_town.receipt(desk_town.alice)
        card = await desk_town.shown(WORDS)
        for each in (desk_town.mia, desk_town.noa):
            await desk_town.press(each, card, "⛔")
        await desk_town.until(lambda: "may not write for a while" in (card.caption or ""))
        desk_town.alice.send(f"/appeal {code} I did not mean it.")
        await desk_town.said(desk_town.alice, "passed it on")
        await desk_town.submit(desk_town.noa, "Another one.")
        await desk_town.press(desk_town.mia, await desk_town.shown("Another one."), "✅")
        post = await desk_town.until(lambda: desk_town.cards[-1] if desk_town.cards else None)
        await desk_town.idle()
        desk_town.mia.open_link(post.links["Report"])
        question = await desk_town.said(desk_town.mia, "#1")
        await desk_town.press(desk_town.mia, question, "f:1:private")
        await desk_town.at_desk("#1 is hidden")
        upgrade(desk_town, old)
        appeal = await desk_town.at_desk("I did not mean it.")
        case = await desk_town.at_desk("#1 is hidden")
        assert await desk_town.press(desk_town.noa, appeal, "✅") == "Allowed again."
        assert await desk_town.press(desk_town.noa, case, "♻️") == "Restored."


async def test_another_group_that_moves_is_none_of_our_business(desk_town: DeskTown, old: Group):
    other = desk_town.world.add_group("Elsewhere")
    assert isinstance(other, Group)
    other.admit(desk_town.bot)
    async with desk_town.running() as running:
        desk_town.world.upgrade(other)
        await desk_town.tell(desk_town.mia, "/queue", "0 whispers wait for you.")
        assert running.services.rooms.moderators == old.id
        assert running.services.rooms.unwritten == ()


async def test_status_names_the_line_to_change(
    desk_town: DeskTown, old: Group, capsys: pytest.CaptureFixture[str]
):
    async with desk_town.running() as running:
        new = upgrade(desk_town, old)
        await desk_town.at_desk("has become a supergroup")
        services = running.services
        status = await overview(
            storage=services.storage,
            mixing=services.mixing,
            now=services.clock.now(),
            pulse=None,
            mode="pre",
        )
        capsys.readouterr()
        tell_status(status, UTC, {"SOTTO_MODERATORS": old.id}, as_json=False)
    assert f"SOTTO_MODERATORS={new.id}" in capsys.readouterr().out
    assert status.as_json()["moved"] == {str(old.id): new.id}


async def test_a_lost_post_is_looked_up_where_the_staging_chat_has_gone(
    desk_town: DeskTown, capsys: pytest.CaptureFixture[str]
):
    staging = desk_town.world.add_group("Staging")
    assert isinstance(staging, Group)
    staging.admit(desk_town.bot)
    async with desk_town.running(staging=staging.id):
        await desk_town.publish(desk_town.alice, WORDS)
        new = desk_town.world.upgrade(staging)
        desk_town.bot.inbox.clear()
        desk_town.world.faults.lose_reply("sendPhoto", chat=desk_town.channel)
        await desk_town.publish(desk_town.bob, "Une autre.")
        await desk_town.idle()
        said = await desk_town.at_desk(f"SOTTO_STAGING={new.id}")
        assert "look lost posts up" in (said.text or "")
        assert len(desk_town.cards) == 2
    events = log_of(capsys)
    assert [line["why"] for line in events if line["event"] == "send_resolved"] == ["found"]
    assert not [line for line in events if line["event"] == "parcel_set_aside"]


async def test_copies_in_a_group_that_was_upgraded_to_be_linked_leave_with_their_posts(
    desk_town: DeskTown,
):
    talk = desk_town.world.add_group("Talk")
    assert isinstance(talk, Group)
    talk.admit(desk_town.bot, admin=True)
    async with desk_town.running():
        linked = desk_town.world.upgrade(talk)
        desk_town.channel.linked, linked.linked = linked, desk_town.channel
        await desk_town.publish(desk_town.alice, WORDS)
        await desk_town.idle()
        assert [m for m in linked.messages if m.automatic]
        await desk_town.tell(desk_town.mia, "/remove 1", "Votes: 1 of 2")
        question = await desk_town.at_desk("Votes: 1 of 2")
        await desk_town.press(desk_town.noa, question, "🗑")
        await desk_town.until(lambda: not [m for m in linked.messages if m.automatic])


async def test_a_copy_that_cannot_be_reached_any_more_is_told_and_stops_no_post(
    desk_town: DeskTown, capsys: pytest.CaptureFixture[str]
):
    talk = desk_town.world.add_group("Talk")
    assert isinstance(talk, Group)
    talk.admit(desk_town.bot, admin=True)
    async with desk_town.running() as running:
        post = await desk_town.publish(desk_town.alice, WORDS)
        await desk_town.idle()
        async with running.services.storage.transaction() as tables:
            await tables.posts.set_echo(desk_town.channel.id, post.message_id, talk.id, 7)
        desk_town.world.upgrade(talk)
        await desk_town.tell(desk_town.mia, "/remove 1", "Votes: 1 of 2")
        question = await desk_town.at_desk("Votes: 1 of 2")
        await desk_town.press(desk_town.noa, question, "🗑")
        await desk_town.until(lambda: post.deleted)
        await desk_town.publish(desk_town.bob, "Une autre.")
        await desk_town.idle()
