"""One day in each complete language: an author, a reader and a moderator meet no English word."""

from datetime import timedelta

import pytest

from bot.i18n import SOURCE_LANGUAGE, offered, translator_for
from bot.i18n.direction import plain
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from handlers.moderators.commands import COMMANDS as MODERATORS
from tests.kit.tongues import Listener, english_in
from tests.kit.town import ModeratedTown

pytestmark = pytest.mark.usefixtures("looked_at_first")

WORDS = "Lorem ipsum dolor sit amet."
LANGUAGES = [code for code in offered() if code != SOURCE_LANGUAGE]


async def ask(town: ModeratedTown, person: Person, command: str, **where: object) -> Message:
    """The bot's next message after a command."""
    seen = {id(message) for message in person.chat + town.group.messages}
    person.send(command, **where)  # type: ignore[arg-type]

    def answered() -> Message | None:
        new = [m for m in person.chat + town.group.messages if id(m) not in seen]
        return next((m for m in new if m.sender is town.bot), None)

    return await town.until(answered)


async def tap(town: ModeratedTown, person: Person, message: Message, sign: str) -> str:
    """Presses a button once it is there; what the bot answers."""
    await town.until(lambda: any(sign in label for label in message.labels))
    return await town.press(person, message, sign) or ""


@pytest.fixture
def listener(moderated: ModeratedTown) -> Listener:
    names = (moderated.channel.title or "", moderated.bot.username or "")
    listener = Listener(moderated.bot, unsaid=(WORDS, *names, "Mia", "Noa"))
    moderated.world.subscribe(listener.hear)
    return listener


@pytest.mark.parametrize("language", LANGUAGES)
async def test_nobody_meets_an_english_word(
    moderated: ModeratedTown, listener: Listener, language: str
) -> None:
    town, t, heard = moderated, translator_for(language), listener.heard
    author = town.world.add_person("Ada", language=language)
    reader = town.world.add_person("Ben", language=language)
    async with town.running(language=language):
        for command in ("/start", "/help", "/privacy", "/rules", "/language"):
            await ask(town, author, command)
        author.send(WORDS)
        preview = await town.until(lambda: _card(author.chat))
        for sign in ("🎨", "🖼", "🔎", "↩️"):
            heard.append(await tap(town, author, preview, sign))
        await town.until(lambda: any("✅" in label for label in preview.labels))
        heard.append(await tap(town, author, preview, "✅"))
        receipt = await town.until(
            lambda: next((m for m in author.chat if "📋" in " ".join(m.labels)), None)
        )
        for command in ("/help", "/queue", "/held", "/bans", "/log", "/settings"):
            await ask(town, town.mia, command, to=town.group)
        shown = await town.shown(WORDS)
        heard.append(await tap(town, town.mia, shown, "✅"))
        post = await town.until(lambda: town.cards[-1] if town.cards else None)
        assert plain(post.caption or "").startswith("#1\n")
        await ask(town, town.mia, "/find 1", to=town.group)
        for command in ("/popular", "/latest", "/random", "/tag", "/search x", "/receipt x"):
            await ask(town, reader, command)
        asked = await ask(town, reader, f"/start report_{1}")
        heard.append(await tap(town, reader, asked, "📢"))
        code = next(word for word in (receipt.text or "").split() if word.count("-") == 3)
        status = await ask(town, author, f"/receipt {plain(code)}")
        heard.append(await tap(town, author, status, "🗑"))
        await town.idle()
        await town.later(timedelta(0))
        menus = dict(town.bot.commands), dict(town.bot.about)
    own = {each["description"] for each in menus[0][f"chat:{town.group.id}:"]}
    assert len(own) == len(MODERATORS)
    heard += [*own, t("choose your language")]
    assert listener.english(language) == {}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_menus_and_descriptions_hold_no_english_word(
    moderated: ModeratedTown, listener: Listener, language: str
) -> None:
    short = language.split("-")[0]
    async with moderated.running():
        await moderated.until(
            lambda: short in moderated.bot.about.get("short_description", {}) or None
        )
    told = [each["description"] for each in moderated.bot.commands[f"default::{short}"]]
    told += [texts[short] for texts in moderated.bot.about.values()]
    assert {text: english_in(text, language) for text in told if english_in(text, language)} == {}


def test_english_is_found_where_it_stands() -> None:
    assert english_in("Publie. This button has expired.", "fr") == ["This button has expired"]
    assert english_in("Телеграм Publish", "ru") == ["Publish"]
    assert english_in("Telegram: /help, https://t.me/x", "ru") == []
    listener = Listener(None, unsaid=("Ben", "Ada"), heard=["Ben: Done, Ada"])
    assert listener.english("ru") == {"Ben: Done, Ada": ["Done"]}


def _card(chat: list[Message]) -> Message | None:
    return next((m for m in reversed(chat) if m.photo and m.keyboard), None)
