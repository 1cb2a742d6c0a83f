"""``sotto setup`` as somebody plays it who has never seen it: in a terminal, before a Telegram."""

import os
import signal
import time
from pathlib import Path

import pytest

from bot.sandbox import Server, World
from bot.settings import load_configuration
from tests.kit.keyboard import Operator, at_terminal

TOKEN = "42:SANDBOX-token-that-nobody-may-see"


@pytest.fixture
def telegram(world: World) -> World:
    world.add_bot(token=TOKEN, username="sotto_bot")
    world.add_channel("Sotto voce", username="sotto_voce")
    return world


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, in which no setting stands in the environment."""
    for name in list(os.environ):
        if name.startswith("SOTTO_"):
            monkeypatch.delenv(name)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def environment(folder: Path, server: Server, cache: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    places = {"SOTTO_BOT_API": server.root, "SOTTO_CACHE": str(cache)}
    return {**kept, **places, "TZ": "Europe/Paris", "LANG": "fr_FR.UTF-8"}


def settings_in(folder: Path) -> dict[str, str]:
    lines = (folder / ".env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


async def through_the_chats(operator: Operator, telegram: World) -> None:
    """Token, channel, moderators: the bot is added as people add it, while the guide listens."""
    bot = telegram.bots[TOKEN]
    channel = telegram.find_chat(bot, "@sotto_voce")
    await operator.asked("Token:", TOKEN)
    await operator.sees("I'm listening")
    channel.admit(bot, can_post=True, can_edit=True, can_delete=True)
    await operator.asked("Use “Sotto voce” (@sotto_voce)?")
    await operator.sees("I'm listening")
    telegram.add_group("Staff", supergroup=True).admit(bot)
    await operator.asked("Should the moderators be in “Staff”?")


async def test_from_the_token_to_the_first_card_are_six_questions_and_no_edit(
    telegram, folder, environment
):
    """From there into the channel as well: mixing and undoing, which would take minutes and hours
    by design, are switched off as for trying."""
    environment |= {"SOTTO_RELEASE": "instant", "SOTTO_REVIEW_EVERY": "0s", "SOTTO_UNDO": "0s"}
    begun = time.monotonic()
    alice = telegram.add_person("Alice")
    channel = telegram.find_chat(telegram.bots[TOKEN], "@sotto_voce")
    async with at_terminal("setup", folder=folder, environment=environment) as operator:
        await through_the_chats(operator, telegram)
        await operator.asked("time zone [Europe/Paris]")
        await operator.asked("[fr]", "en")
        said = await operator.asked("Start Sotto now?")
        assert "✗" not in said
        told = " ".join(said.split())
        assert "quick 1 hour, balanced (now) 12 hours, strong 3 days" in told
        assert "SOTTO_MIX=strong" in told
        assert [path.name for path in folder.iterdir()] == [".env"]
        words = alice.send("Every night I still set the table for two.")
        card = await telegram.wait_until(
            lambda: next((m for m in alice.chat if m.reply_to is words and m.media), None), 60
        )
        alice.press(card, "Publish")
        staff = next(chat for chat in telegram.chats.values() if chat.title == "Staff")
        moderator = telegram.add_person("Morgan")
        staff.admit(moderator)
        shown = await telegram.wait_until(
            lambda: next((m for m in staff.messages if m.media and m.keyboard), None), 60
        )
        moderator.press(shown, "Approve")
        await telegram.wait_until(lambda: channel.posts, 60)
    assert operator.questions <= 6
    assert time.monotonic() - begun < 300
    assert TOKEN not in operator.screen


async def test_what_is_written_is_private_and_says_what_each_line_is_for(
    telegram, folder, environment
):
    async with at_terminal("setup", folder=folder, environment=environment) as operator:
        await through_the_chats(operator, telegram)
        await operator.asked("time zone", "berlin")
        await operator.asked("Language", "en")
        await operator.asked("Start Sotto now?", "n")
        assert await operator.ended() == 0
    staff = next(chat for chat in telegram.chats.values() if chat.title == "Staff")
    assert settings_in(folder) == {
        "SOTTO_TOKEN": TOKEN,
        "SOTTO_CHANNEL": "@sotto_voce",
        "SOTTO_MODERATORS": str(staff.id),
        "SOTTO_TIMEZONE": "Europe/Berlin",
        "SOTTO_LANGUAGE": "en",
    }
    assert (folder / ".env").stat().st_mode & 0o777 == 0o600
    lines = (folder / ".env").read_text().splitlines()
    for at, line in enumerate(lines):
        if line.startswith("SOTTO_"):
            assert lines[at - 1].startswith("# ")
    settings = load_configuration().settings
    assert (settings.channel, settings.moderation_mode) == ("@sotto_voce", "pre")


@pytest.mark.parametrize("at", ["token", "channel", "time zone"])
async def test_ctrl_c_leaves_nothing_half_written(telegram, folder, environment, at):
    (folder / ".env").write_text("SOTTO_DIGEST_SIZE=7\n")
    async with at_terminal("setup", folder=folder, environment=environment) as operator:
        if at == "token":
            await operator.sees("Token:")
        elif at == "channel":
            await operator.asked("Token:", TOKEN)
            await operator.sees("I'm listening")
        else:
            await through_the_chats(operator, telegram)
            await operator.sees("time zone")
        operator.process.send_signal(signal.SIGINT)
        assert await operator.ended() == 1
        await operator.sees("Stopped. Nothing was written.")
    assert "Traceback" not in operator.screen
    assert {path.name: path.read_text() for path in folder.iterdir()} == {
        ".env": "SOTTO_DIGEST_SIZE=7\n"
    }


async def test_every_step_can_be_left_out_and_taken_again(telegram, folder, environment):
    async with at_terminal("setup", folder=folder, environment=environment) as operator:
        await operator.asked("Token:", TOKEN)
        for _step in ("channel", "moderators"):
            await operator.sees("I'm listening")
            operator.types("")
        await operator.sees("4. Your readers")  # there is no step about replies
        await operator.asked("time zone")
        await operator.asked("Language")
        await operator.sees("5. Final check")
        assert "SOTTO_CHANNEL is missing" in await operator.sees("Fix what is marked")
        assert await operator.ended() == 1
    assert settings_in(folder).keys() == {"SOTTO_TOKEN", "SOTTO_TIMEZONE", "SOTTO_LANGUAGE"}
    with (folder / ".env").open("a") as file:
        file.write("\n# mine\nSOTTO_DIGEST_SIZE=7\n")
    bot = telegram.bots[TOKEN]
    telegram.find_chat(bot, "@sotto_voce").admit(bot, can_post=True)
    async with at_terminal("setup", folder=folder, environment=environment) as operator:
        await operator.asked("The bot is @sotto_bot. Enter keeps it")
        await operator.asked("Use “Sotto voce” (@sotto_voce)?")
        await operator.sees("I'm listening")
        operator.types("")
        await operator.sees("Without moderators")
        await operator.asked("time zone")
        await operator.asked("Language")
        await operator.asked("Start Sotto now?", "s")
        unit = await operator.sees("WantedBy=multi-user.target")
        assert await operator.ended() == 0
    assert f"WorkingDirectory={folder}" in unit
    assert settings_in(folder)["SOTTO_CHANNEL"] == "@sotto_voce"
    assert "# mine\nSOTTO_DIGEST_SIZE=7\n" in (folder / ".env").read_text()


async def test_rights_that_are_missing_or_too_many_are_told_and_waited_for(
    telegram, folder, environment
):
    bot = telegram.bots[TOKEN]
    channel = telegram.find_chat(bot, "@sotto_voce")
    channel.available_reactions = []
    async with at_terminal("setup", folder=folder, environment=environment) as operator:
        await operator.asked("Token:", TOKEN)
        await operator.sees("I'm listening")
        channel.admit(bot, can_edit=True)
        assert "with one right: Post Messages" in operator.screen
        await operator.sees("allowed to post in “Sotto voce” (@sotto_voce) yet")
        channel.admit(bot, can_post=True, can_promote_members=True)
        await operator.asked("Use “Sotto voce” (@sotto_voce)?")
        said = await operator.sees("3. The moderators")
    assert "Add New Admins" in said
    assert "Reactions are turned off" in said


async def test_a_chat_that_is_not_wanted_is_answered_and_another_one_listened_for(
    telegram, folder, environment
):
    bot = telegram.bots[TOKEN]
    async with at_terminal("setup", folder=folder, environment=environment) as operator:
        await operator.asked("Token:", TOKEN)
        await operator.sees("I'm listening")
        telegram.add_channel("Radio Secrets", username="radio_secrets").admit(bot, can_post=True)
        await operator.asked("Use “Radio Secrets” (@radio_secrets)?", "n")
        await operator.sees("Not that one, then. I'm still listening: add the bot to another")
        telegram.find_chat(bot, "@sotto_voce").admit(bot, can_post=True)
        await operator.asked("Use “Sotto voce” (@sotto_voce)?")
        await operator.sees("I'm listening")
        telegram.add_group("Family", supergroup=True).admit(bot)
        await operator.asked("Should the moderators be in “Family”?", "n")
        await operator.sees("Not that one, then. I'm still listening: add the bot to another")
        telegram.add_group("Staff", supergroup=True).admit(bot)
        await operator.asked("Should the moderators be in “Staff”?")


async def test_a_public_group_and_the_discussion_group_are_no_moderators_chat(
    telegram, folder, environment
):
    bot = telegram.bots[TOKEN]
    channel = telegram.find_chat(bot, "@sotto_voce")
    talk = channel.link_discussion("Talk")
    market = telegram.add_group("Market", supergroup=True)
    market.username = "market_place"
    async with at_terminal("setup", folder=folder, environment=environment) as operator:
        await operator.asked("Token:", TOKEN)
        await operator.sees("I'm listening")
        channel.admit(bot, can_post=True)
        await operator.asked("Use “Sotto voce”")
        await operator.sees("I'm listening")
        talk.admit(bot)
        market.admit(bot)
        await operator.sees("is public")
        telegram.add_group("Staff").admit(bot)
        said = await operator.asked("Should the moderators be in")
        assert "Talk" not in said
        await operator.sees("I'm listening")
        talk.admit(bot, can_delete=True)
        await operator.sees("Replies will appear in the discussion group")


async def test_the_words_that_wait_for_the_bot_are_still_there_after_the_guide(
    telegram, folder, environment
):
    bot = telegram.bots[TOKEN]
    alice = telegram.add_person("Alice")
    alice.send("I wrote before anybody had set it up.")
    async with at_terminal("setup", folder=folder, environment=environment) as operator:
        await through_the_chats(operator, telegram)
        await operator.asked("time zone")
        await operator.asked("Language")
        await operator.asked("Start Sotto now?", "n")
    waiting = [update for update in bot.inbox.waiting if "message" in update]
    assert [update["message"]["text"] for update in waiting][:1] == [
        "I wrote before anybody had set it up."
    ]


async def test_a_token_that_telegram_does_not_know_is_asked_for_again_and_never_shown(
    telegram, folder, environment
):
    async with at_terminal("setup", folder=folder, environment=environment) as operator:
        await operator.asked("Token:", "")
        await operator.sees("nothing works without a token")
        await operator.asked("Token:", "my-secret-slip")
        await operator.sees("doesn't look like a token")
        await operator.asked("Token:", "43:another-bots-token")
        await operator.sees("doesn't know this token")
        await operator.asked("Token:", TOKEN)
        await operator.sees("Telegram knows it as @sotto_bot")
    for secret in ("my-secret-slip", "another-bots-token", TOKEN):
        assert secret not in operator.screen


async def test_a_webhook_that_keeps_updates_away_is_named_and_taken_away_if_wished(
    telegram, folder, environment
):
    bot = telegram.bots[TOKEN]
    bot.inbox.webhook = {"url": "https://else.where/hook", "max_connections": 1}
    async with at_terminal("setup", folder=folder, environment=environment) as operator:
        await operator.asked("Token:", TOKEN)
        said = await operator.asked("Remove the webhook?")
        await operator.sees("I'm listening")
    assert "else.where" in said
    assert bot.inbox.webhook == {}


async def test_what_stands_in_the_environment_is_not_asked_for(telegram, folder, environment):
    """It would win over what is written."""
    telegram.find_chat(telegram.bots[TOKEN], "@sotto_voce").admit(
        telegram.bots[TOKEN], can_post=True
    )
    environment |= {"SOTTO_CHANNEL": "@sotto_voce", "SOTTO_LANGUAGE": "en"}
    async with at_terminal("setup", folder=folder, environment=environment) as operator:
        await operator.asked("Token:", TOKEN)
        await operator.sees("SOTTO_CHANNEL is set in the environment")
        await operator.sees("I'm listening")
        operator.types("")
        await operator.asked("time zone")
        await operator.asked("Start Sotto now?", "n")
        assert await operator.ended() == 0
    assert settings_in(folder).keys() == {"SOTTO_TOKEN", "SOTTO_TIMEZONE"}


async def test_where_a_file_names_the_channels_only_the_bot_is_asked_for(
    telegram, folder, environment
):
    bot = telegram.bots[TOKEN]
    telegram.find_chat(bot, "@sotto_voce").admit(bot, can_post=True)
    (folder / "sotto.toml").write_text('[[channels]]\nname = "main"\nchannel = "@sotto_voce"\n')
    async with at_terminal("setup", folder=folder, environment=environment) as operator:
        await operator.asked("Token:", TOKEN)
        await operator.asked("Start Sotto now?", "n")
        assert await operator.ended() == 0
    assert settings_in(folder) == {"SOTTO_TOKEN": TOKEN}


def test_without_a_terminal_it_says_so(sotto):
    ended = sotto("setup")
    assert (ended.status, "in a terminal" in ended.err) == (2, True)
