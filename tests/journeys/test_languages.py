"""One day in each complete language: an author, a reader and a moderator meet no English word."""

from datetime import timedelta

import pytest

from bot.i18n import SOURCE_LANGUAGE, offered, translator_for
from bot.i18n.direction import plain
from bot.memory import identity
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from handlers.moderators.commands import COMMANDS as MODERATORS
from tests.kit.tongues import Listener, english_in
from tests.kit.town import ModeratedTown

pytestmark = pytest.mark.usefixtures("looked_at_first")

WORDS = "Lorem ipsum dolor sit amet."
NUMBER = "+33 6 12 34 56 78"
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
    listener = Listener(moderated.bot, unsaid=(WORDS, NUMBER, *names, "Mia", "Noa"))
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
        code = await receipt_of(town, author)
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
        status = await ask(town, author, f"/receipt {code}")
        heard.append(await tap(town, author, status, "🗑"))
        await town.idle()
        await town.later(timedelta(0))
        menus = dict(town.bot.commands), dict(town.bot.about)
    own = {each["description"] for each in menus[0][f"chat:{town.group.id}:"]}
    assert len(own) == len(MODERATORS)
    heard += [*own, t("choose your language")]
    assert listener.english(language) == {}
    assert listener.cut_off() == []


async def receipt_of(town: ModeratedTown, author: Person) -> str:
    """The code of what was published."""
    shown = await town.until(
        lambda: next((m for m in author.chat if "📋" in " ".join(m.labels)), None)
    )
    return next(word for word in plain(shown.text or "").split() if word.count("-") == 3)


async def with_a_card(town: ModeratedTown, author: Person, words: str) -> Message:
    """Writes words with contact details, and publishes; the card that moderators get."""
    author.send(words)
    preview = await town.until(lambda: _card(author.chat))
    await tap(town, author, preview, "⚪️")  # hide the number
    await town.until(lambda: any("🔘" in label for label in preview.labels))
    await tap(town, author, preview, "✅")
    return await town.shown(WORDS)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_refusals_and_bans_hold_no_english_word(
    moderated: ModeratedTown, listener: Listener, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "_SLOWNESS", 2**4)  # tags are quick to compute
    town, heard = moderated, listener.heard
    author = town.world.add_person("Ada", language=language)
    other = town.world.add_person("Ben", language=language)
    async with town.running(language=language, undo=timedelta(0)):
        for unlike_words in (other.send_sticker, other.send_voice, other.send_animation):
            unlike_words()
            await town.idle()
        card = await with_a_card(town, author, f"{NUMBER}. {WORDS}")
        code = await receipt_of(town, author)
        heard.append(await tap(town, town.mia, card, "⏸"))
        await town.until(lambda: not card.keyboard or None)
        await ask(town, town.mia, "/held", to=town.group)
        card = await town.shown(WORDS)
        for moderator in (town.mia, town.noa):
            heard.append(await tap(town, moderator, card, "⛔"))
        await town.until(lambda: not card.keyboard or None)
        await town.later(timedelta(days=1))
        refused = await ask(town, author, WORDS)
        await ask(town, author, f"/receipt {code}")
        await ask(town, author, f"/appeal {code} {WORDS}")
        appeal = await town.until(
            lambda: next(
                (m for m in town.group.messages if WORDS in (m.text or "") and m.labels), None
            )
        )
        for moderator in (town.mia, town.noa):
            heard.append(await town.press(moderator, appeal, appeal.labels[0]) or "")
        await town.idle()
    assert refused.text
    assert listener.english(language) == {}
    assert listener.cut_off() == []


async def test_menus_and_descriptions_hold_no_english_word(moderated: ModeratedTown) -> None:
    """One start presents the bot in all languages."""
    shorts = {language: language.split("-")[0] for language in LANGUAGES}
    moderated.shows_menus = True
    async with moderated.running():
        await moderated.until(
            lambda: set(shorts.values()) <= {*moderated.bot.about.get("short_description", {})}
        )
    for language, short in shorts.items():
        told = [each["description"] for each in moderated.bot.commands[f"default::{short}"]]
        told += [texts[short] for texts in moderated.bot.about.values()]
        english = {text: english_in(text, language) for text in told}
        assert {text: words for text, words in english.items() if words} == {}, language


def test_english_is_found_where_it_stands() -> None:
    assert english_in("Publie. This button has expired.", "fr") == ["This button has expired"]
    assert english_in("Телеграм Publish", "ru") == ["Publish"]
    assert english_in("Telegram: /help, https://t.me/x", "ru") == []
    listener = Listener(None, unsaid=("Ben", "Ada"), heard=["Ben: Done, Ada"])
    assert listener.english("ru") == {"Ben: Done, Ada": ["Done"]}


def _card(chat: list[Message]) -> Message | None:
    return next((m for m in reversed(chat) if m.photo and m.keyboard), None)
