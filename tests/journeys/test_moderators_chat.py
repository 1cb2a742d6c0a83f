"""Who counts in the moderators' chat, and what its commands do."""

import json
from datetime import timedelta

import pytest

from bot.i18n import translator_for
from handlers.moderators.commands import COMMANDS
from handlers.moderators.help import HELP
from tests.kit.town import ModeratedTown


async def test_help_names_every_command_and_what_a_removal_takes(moderated: ModeratedTown):
    async with moderated.running():
        said = await moderated.tell(moderated.mia, "/help", "/remove")
        assert "2 votes" in (said.text or "")
        assert "/pause" in (said.text or "")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("/status", "I don’t know that command. /help shows what I can do. Did you mean /stats?"),
        ("/frobnicate 12", "I don’t know that command. /help shows what I can do."),
        ("/campaign", "I don’t know that command. /help shows what I can do."),
        ("/ban", "That’s a button under a card, not a command. /help lists the commands."),
        ("/start@sotto_test_bot", "This is the moderators’ chat"),
        ("/find\n12", "no whisper number 12"),
    ],
)
async def test_whatever_command_a_moderator_tries_is_answered(
    moderated: ModeratedTown, typed: str, answer: str
):
    typed = typed.replace("sotto_test_bot", moderated.bot.username)
    async with moderated.running():
        said = await moderated.tell(moderated.mia, typed, answer)
        moderated.noa.send(typed, to=moderated.group, reply_to=said)  # as one answers a card
        again = await moderated.with_moderators(answer, after=said)
        assert said.text == again.text


async def test_what_people_say_to_each_other_and_to_other_bots_is_not_answered(
    moderated: ModeratedTown,
):
    async with moderated.running():
        await moderated.tell(moderated.mia, "/find", "/find 12")
        before = [m for m in moderated.group.messages if m.sender is moderated.bot]
        for said in ("/help@other_bot", "/ban@other_bot 12", "Is there a /ban here?", "12/ban"):
            moderated.mia.send(said, to=moderated.group)
            moderated.mia.send(said, to=moderated.group, reply_to=before[-1])
        moderated.mia.send("/ban", to=moderated.group, as_channel=moderated.channel)
        await moderated.tell(moderated.mia, "/find 9", "no whisper number 9")
        await moderated.idle()
        after = [m for m in moderated.group.messages if m.sender is moderated.bot]
        assert len(after) == len(before) + 1


async def test_the_first_words_there_say_what_the_chat_is_for_once(moderated: ModeratedTown):
    async with moderated.running():
        first = await moderated.with_moderators("This is the moderators’ chat: whispers to check")
        assert "/help" in (first.text or "")
    async with moderated.running():
        await moderated.tell(moderated.mia, "/find", "/find 12")
    greetings = [m for m in moderated.group.messages if "whispers to check" in (m.text or "")]
    assert greetings == [first]


async def test_the_moderators_chat_has_its_own_command_menu(moderated: ModeratedTown):
    moderated.shows_menus = True
    async with moderated.running(language="fr"):
        await moderated.until(lambda: "default::" in moderated.bot.commands)
        menus = dict(moderated.bot.commands)
    menu = {each["command"]: each["description"] for each in menus[f"chat:{moderated.group.id}:"]}
    assert list(menu) == list(COMMANDS)
    assert menu["help"] == translator_for("fr")(HELP["help"])
    assert not {"queue", "remove", "pause"} & {each["command"] for each in menus["default::"]}


async def test_a_moderators_chat_that_takes_no_menu_does_not_stop_the_bot(
    moderated: ModeratedTown, capsys: pytest.CaptureFixture[str]
):
    moderated.shows_menus = True
    async with moderated.running(moderators=-1009999999999):
        moderated.alice.send("I water his plants.")
        await moderated.preview(moderated.alice)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["error"] for line in lines if line["event"] == "moderators_refused"] == [
        "BadRequest"
    ]
    assert "default::" in moderated.bot.commands


async def test_moderators_who_cannot_be_reached_are_warned_of_at_the_start(
    moderated: ModeratedTown, capsys: pytest.CaptureFixture[str]
):
    """Where they look first nothing would ever come out, and nobody would know why."""
    async with moderated.running(moderators=-1009999999999, log_level="WARNING"):
        pass
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["error"] for line in lines if line["event"] == "moderators_refused"] == [
        "BadRequest"
    ]


async def test_other_groups_private_chats_and_strangers_give_no_commands(moderated: ModeratedTown):
    elsewhere = moderated.world.add_group("Elsewhere", supergroup=True)
    elsewhere.admit(moderated.bot)
    elsewhere.admit(moderated.mia)
    moderated.bot.inbox.clear()  # being taken into a group is answered there, once
    async with moderated.running() as running:
        moderated.mia.send("/pause", to=elsewhere)
        moderated.mia.send("/pause")
        await moderated.said(moderated.mia, "don’t know that command")
        as_channel = moderated.channel
        moderated.mia.send("/pause", to=moderated.group, as_channel=as_channel)
        await moderated.tell(moderated.mia, "/find", "/find 12")
        async with running.services.shared.storage.reading() as tables:
            assert not await tables.runtime_settings.paused.get()
    assert not any(m.sender is moderated.bot for m in elsewhere.messages)


async def test_who_never_was_a_member_or_has_left_decides_nothing(moderated: ModeratedTown):
    async with moderated.running():
        post = await moderated.publish(moderated.alice, "I water his plants.")
        question = await moderated.tell(moderated.mia, "/remove 1", "Votes: 1 of 2")
        stranger = moderated.forge(moderated.bob, question, "m:remove:1")
        assert "Only members" in (await stranger.wait() or "")
        moderated.group.dismiss(moderated.mia)
        await moderated.later(timedelta(minutes=2))
        gone = moderated.forge(moderated.mia, question, "m:remove:1")
        assert "Only members" in (await gone.wait() or "")
        assert not post.deleted


async def test_an_anonymous_admin_commands_but_does_not_vote_by_command(moderated: ModeratedTown):
    moderated.group.admit(moderated.mia, admin=True, is_anonymous=True)
    async with moderated.running():
        post = await moderated.publish(moderated.alice, "I water his plants.")
        question = await moderated.tell(moderated.mia, "/remove 1", "Votes: 0 of 2")
        assert await moderated.press(moderated.mia, question, "🗑") == "Your vote counts."
        assert "already voted" in (await moderated.press(moderated.mia, question, "🗑") or "")
        assert not post.deleted
        assert await moderated.press(moderated.noa, question, "🗑") == "Removed."
        await moderated.until(lambda: post.deleted)
        await moderated.until(lambda: "was removed" in (question.text or ""))


async def test_two_who_press_at_once_remove_it_once(moderated: ModeratedTown):
    async with moderated.running():
        post = await moderated.publish(moderated.alice, "I water his plants.")
        question = await moderated.tell(moderated.mia, "/remove 1", "Votes: 1 of 2")
        presses = [moderated.noa.press(question, "🗑"), moderated.mia.press(question, "🗑")]
        said = [await each.wait() for each in presses]
        assert "Removed." in said
        await moderated.until(lambda: post.deleted)
        await moderated.until(lambda: not question.keyboard)


async def test_one_voice_lets_it_stand_and_the_votes_begin_anew(moderated: ModeratedTown):
    async with moderated.running():
        post = await moderated.publish(moderated.alice, "I water his plants.")
        question = await moderated.tell(moderated.mia, "/remove 1", "Votes: 1 of 2")
        await moderated.press(moderated.noa, question, "✖️")
        await moderated.tell(moderated.noa, "/remove 1", "Votes: 1 of 2")
        assert not post.deleted


async def test_a_restart_asks_for_votes_again(moderated: ModeratedTown):
    async with moderated.running():
        post = await moderated.publish(moderated.alice, "I water his plants.")
        question = await moderated.tell(moderated.mia, "/remove 1", "Votes: 1 of 2")
    async with moderated.running():
        assert await moderated.press(moderated.noa, question, "🗑") == "Your vote counts."
        assert not post.deleted


async def test_buttons_that_somebody_made_up_are_refused(moderated: ModeratedTown):
    async with moderated.running():
        question = await moderated.tell(moderated.mia, "/find 9", "no whisper number 9")
        assert not question.keyboard
        for data in ("m:", "m:burn", "m:remove:x", "m:remove:999:12345", "m:release:" + "9" * 40):
            query = moderated.forge(moderated.mia, question, data)
            assert "has expired" in (await query.wait() or "")


async def test_moderators_buttons_do_nothing_in_a_private_chat(moderated: ModeratedTown):
    async with moderated.running():
        post = await moderated.publish(moderated.alice, "I water his plants.")
        moderated.bob.send("/help")
        helped = await moderated.said(moderated.bob, "/receipt")
        for _ in range(2):
            query = moderated.forge(moderated.bob, helped, "m:remove:1")
            assert "has expired" in (await query.wait() or "")
        assert not post.deleted


async def test_pause_and_resume(moderated: ModeratedTown):
    async with moderated.running(release="mixed"):
        await moderated.tell(moderated.mia, "/pause", "Paused")
        await moderated.tell(moderated.mia, "/release", "/resume first")
        await moderated.tell(moderated.mia, "/pause", "already")
        await moderated.tell(moderated.noa, "/resume", "Publishing has resumed")


async def test_find_tells_what_became_of_a_number(moderated: ModeratedTown):
    async with moderated.running():
        await moderated.publish(moderated.alice, "I water his plants.")
        await moderated.idle()
        await moderated.tell(moderated.mia, "/find 1", "#1 is in the channel")
        await moderated.tell(moderated.mia, "/find", "/find 12")
        await moderated.tell(moderated.mia, "/restore #1", "#1 isn’t hidden")


async def test_telegram_is_asked_about_a_member_once_a_minute(moderated: ModeratedTown):
    async with moderated.running():
        asked = moderated.calls("getChatMember")
        for _ in range(3):
            await moderated.tell(moderated.mia, "/find", "/find 12")
        assert len(asked) == 1
        await moderated.later(timedelta(minutes=2))
        await moderated.tell(moderated.mia, "/find", "/find 12")
        assert len(asked) == 2


async def test_when_telegram_cannot_say_who_it_is_nothing_is_decided(moderated: ModeratedTown):
    async with moderated.running():
        post = await moderated.publish(moderated.alice, "I water his plants.")
        question = await moderated.tell(moderated.mia, "/remove 1", "Votes: 1 of 2")
        moderated.world.faults.server_error("getChatMember")
        said = await moderated.press(moderated.noa, question, "🗑")
        assert "press again" in (said or "")
        assert not post.deleted
