"""Who counts in the moderators' chat, and what its commands do."""

import json
from datetime import timedelta

import pytest

from bot.flows.authors.release import PAUSED
from bot.i18n import translator_for
from handlers.moderators.commands import COMMANDS, HELP
from tests.app.conftest import DeskTown


async def test_help_names_every_command_and_what_a_removal_takes(desk_town: DeskTown):
    async with desk_town.running():
        said = await desk_town.tell(desk_town.mia, "/help", "/remove")
        assert "2 votes" in (said.text or "")
        assert "/pause" in (said.text or "")


async def test_the_moderators_chat_has_its_own_command_menu(desk_town: DeskTown):
    async with desk_town.running(language="fr"):
        menus = dict(desk_town.bot.commands)
    menu = {each["command"]: each["description"] for each in menus[f"chat:{desk_town.group.id}:"]}
    assert list(menu) == list(COMMANDS)
    assert menu["help"] == translator_for("fr")(HELP["help"])
    assert not {"queue", "remove", "pause"} & {each["command"] for each in menus["default::"]}


async def test_a_moderators_chat_that_takes_no_menu_does_not_stop_the_bot(
    desk_town: DeskTown, capsys: pytest.CaptureFixture[str]
):
    async with desk_town.running(moderators=-1009999999999):
        desk_town.alice.send("I water his plants.")
        await desk_town.preview(desk_town.alice)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["error"] for line in lines if line["event"] == "desk_refused"] == ["BadRequest"]
    assert "default::" in desk_town.bot.commands


async def test_moderators_who_cannot_be_reached_are_warned_of_at_the_start(
    desk_town: DeskTown, capsys: pytest.CaptureFixture[str]
):
    """Where they look first nothing would ever come out, and nobody would know why."""
    async with desk_town.running(moderators=-1009999999999, log_level="WARNING"):
        pass
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["error"] for line in lines if line["event"] == "desk_refused"] == ["BadRequest"]


async def test_other_groups_private_chats_and_strangers_give_no_commands(desk_town: DeskTown):
    elsewhere = desk_town.world.add_group("Elsewhere", supergroup=True)
    elsewhere.admit(desk_town.bot)
    elsewhere.admit(desk_town.mia)
    desk_town.bot.inbox.clear()  # being taken into a group is answered there, once
    async with desk_town.running() as running:
        desk_town.mia.send("/pause", to=elsewhere)
        desk_town.mia.send("/pause")
        await desk_town.said(desk_town.mia, "do not know that command")
        as_channel = desk_town.channel
        desk_town.mia.send("/pause", to=desk_town.group, as_channel=as_channel)
        await desk_town.tell(desk_town.mia, "/find", "/find 12")
        async with running.services.storage.reading() as tables:
            assert not await tables.knobs.get(PAUSED)
    assert not any(m.sender is desk_town.bot for m in elsewhere.messages)


async def test_who_never_was_a_member_or_has_left_decides_nothing(desk_town: DeskTown):
    async with desk_town.running():
        post = await desk_town.publish(desk_town.alice, "I water his plants.")
        question = await desk_town.tell(desk_town.mia, "/remove 1", "Votes: 1 of 2")
        stranger = desk_town.forge(desk_town.bob, question, "m:remove:1")
        assert "Only members" in (await stranger.wait(20) or "")
        desk_town.group.dismiss(desk_town.mia)
        await desk_town.later(timedelta(minutes=2))
        gone = desk_town.forge(desk_town.mia, question, "m:remove:1")
        assert "Only members" in (await gone.wait(20) or "")
        assert not post.deleted


async def test_an_anonymous_admin_commands_but_does_not_vote_by_command(desk_town: DeskTown):
    desk_town.group.admit(desk_town.mia, admin=True, is_anonymous=True)
    async with desk_town.running():
        post = await desk_town.publish(desk_town.alice, "I water his plants.")
        question = await desk_town.tell(desk_town.mia, "/remove 1", "Votes: 0 of 2")
        assert await desk_town.press(desk_town.mia, question, "🗑") == "Your vote counts."
        assert "counts already" in (await desk_town.press(desk_town.mia, question, "🗑") or "")
        assert not post.deleted
        assert await desk_town.press(desk_town.noa, question, "🗑") == "Removed."
        await desk_town.until(lambda: post.deleted)
        await desk_town.until(lambda: "was removed" in (question.text or ""))


async def test_two_who_press_at_once_remove_it_once(desk_town: DeskTown):
    async with desk_town.running():
        post = await desk_town.publish(desk_town.alice, "I water his plants.")
        question = await desk_town.tell(desk_town.mia, "/remove 1", "Votes: 1 of 2")
        presses = [desk_town.noa.press(question, "🗑"), desk_town.mia.press(question, "🗑")]
        said = [await each.wait(20) for each in presses]
        assert "Removed." in said
        await desk_town.until(lambda: post.deleted)
        await desk_town.until(lambda: not question.keyboard)


async def test_one_voice_lets_it_stand_and_the_votes_begin_anew(desk_town: DeskTown):
    async with desk_town.running():
        post = await desk_town.publish(desk_town.alice, "I water his plants.")
        question = await desk_town.tell(desk_town.mia, "/remove 1", "Votes: 1 of 2")
        await desk_town.press(desk_town.noa, question, "✖️")
        await desk_town.tell(desk_town.noa, "/remove 1", "Votes: 1 of 2")
        assert not post.deleted


async def test_a_restart_asks_for_votes_again(desk_town: DeskTown):
    async with desk_town.running():
        post = await desk_town.publish(desk_town.alice, "I water his plants.")
        question = await desk_town.tell(desk_town.mia, "/remove 1", "Votes: 1 of 2")
    async with desk_town.running():
        assert await desk_town.press(desk_town.noa, question, "🗑") == "Your vote counts."
        assert not post.deleted


async def test_buttons_that_somebody_made_up_are_refused(desk_town: DeskTown):
    async with desk_town.running():
        question = await desk_town.tell(desk_town.mia, "/find 9", "no whisper with the number 9")
        assert not question.keyboard
        for data in ("m:", "m:burn", "m:remove:x", "m:remove:999:12345", "m:release:" + "9" * 40):
            query = desk_town.forge(desk_town.mia, question, data)
            assert "does not work" in (await query.wait(20) or "")


async def test_moderators_buttons_do_nothing_in_a_private_chat(desk_town: DeskTown):
    async with desk_town.running():
        post = await desk_town.publish(desk_town.alice, "I water his plants.")
        desk_town.bob.send("/help")
        helped = await desk_town.said(desk_town.bob, "/receipt")
        for _ in range(2):
            query = desk_town.forge(desk_town.bob, helped, "m:remove:1")
            assert "does not work" in (await query.wait(20) or "")
        assert not post.deleted


async def test_pause_and_resume(desk_town: DeskTown):
    async with desk_town.running(release="mixed"):
        await desk_town.tell(desk_town.mia, "/pause", "Paused")
        await desk_town.tell(desk_town.mia, "/release", "/resume first")
        await desk_town.tell(desk_town.mia, "/pause", "already")
        await desk_town.tell(desk_town.noa, "/resume", "come out again")


async def test_find_tells_what_became_of_a_number(desk_town: DeskTown):
    async with desk_town.running():
        await desk_town.publish(desk_town.alice, "I water his plants.")
        await desk_town.idle()
        await desk_town.tell(desk_town.mia, "/find 1", "#1 stands in the channel")
        await desk_town.tell(desk_town.mia, "/find", "/find 12")
        await desk_town.tell(desk_town.mia, "/restore #1", "#1 is not hidden")


async def test_telegram_is_asked_about_a_member_once_a_minute(desk_town: DeskTown):
    async with desk_town.running():
        asked = desk_town.calls("getChatMember")
        for _ in range(3):
            await desk_town.tell(desk_town.mia, "/find", "/find 12")
        assert len(asked) == 1
        await desk_town.later(timedelta(minutes=2))
        await desk_town.tell(desk_town.mia, "/find", "/find 12")
        assert len(asked) == 2


async def test_when_telegram_cannot_say_who_it_is_nothing_is_decided(desk_town: DeskTown):
    async with desk_town.running():
        post = await desk_town.publish(desk_town.alice, "I water his plants.")
        question = await desk_town.tell(desk_town.mia, "/remove 1", "Votes: 1 of 2")
        desk_town.world.faults.server_error("getChatMember")
        said = await desk_town.press(desk_town.noa, question, "🗑")
        assert "press again" in (said or "")
        assert not post.deleted
