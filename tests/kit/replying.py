"""People who reply in a town: the link under a card, the question, the words, Send."""

import asyncio
from collections.abc import Callable

from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.kit.town import PATIENCE, Town


async def question(town: Town, person: Person, number: int | str = 1) -> Message:
    """Follow *Reply* under a card; returns what the bot asks. ``number``: of several channels with
    the name, ``work_1``."""
    await town.idle()
    before = set(map(id, person.chat))
    person.start(town.bot, f"reply_{number}")

    def asked() -> Message | None:
        return next(
            (m for m in person.chat if id(m) not in before and (m.text or "").startswith("💬")),
            None,
        )

    return await town.until(asked)


async def written(town: Town, person: Person, words: str, number: int | str = 1) -> Message:
    """Answer the question with these words; returns the preview."""
    asked = await question(town, person, number)
    return await preview(town, person, person.send(words, reply_to=asked))


async def preview(town: Town, person: Person, answer: Message) -> Message:
    """The preview of the reply that this message is to become."""
    return await town.until(
        lambda: next((m for m in person.chat if m.reply_to is answer and m.keyboard), None)
    )


async def reply(town: Town, person: Person, words: str, number: int | str = 1) -> None:
    """Tap, write, tap."""
    shown = await written(town, person, words, number)
    said = await town.press(person, shown, "✅")
    assert said in ("Got it.", "C’est reçu."), said


async def thread(town: Town, person: Person, number: int = 1) -> Message:
    """Open a card in the bot, and from there its thread."""
    await town.idle()
    before = set(map(id, person.chat))
    person.start(town.bot, f"w_{number}")

    def new(holds: Callable[[Message], bool]) -> Message | None:
        return next((m for m in reversed(person.chat) if id(m) not in before and holds(m)), None)

    card = await town.until(lambda: new(lambda m: bool(m.photo and m.keyboard)))
    await town.idle()
    before |= set(map(id, person.chat))
    await town.press(person, card, "💬")
    return await town.until(lambda: new(lambda m: (m.text or "").startswith(f"#{number}")))


async def stands(town: Town, count: int = 1, number: int = 1) -> None:
    """Wait until so many replies to this whisper are out."""
    running = town.bot_running
    assert running is not None
    async with asyncio.timeout(PATIENCE):
        while True:
            async with running.services.shared.storage.reading() as tables:
                if await tables.replies.count(number) >= count:
                    return
            await asyncio.sleep(0.02)
