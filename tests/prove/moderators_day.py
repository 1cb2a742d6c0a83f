"""A short day in front of the moderators, and what it must not tell them: when somebody pressed
Publish, whose card came alone, and whether a ban was somebody's first."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.prove.authors import publish, tap, words_of
from tests.prove.examine import rows_of
from tests.prove.town import PLAIN, ProofTown

KEEP = 2
BATCH = timedelta(seconds=30)
SETTINGS = {
    "SOTTO_MODERATION": "pre",
    "SOTTO_REVIEW_EVERY": f"{BATCH.seconds}s",
    "SOTTO_REVIEW_KEEP": str(KEEP),
    "SOTTO_REVIEW_MAX_AGE": "20m",
    "SOTTO_RELEASE_EVERY": "1h",
    "SOTTO_RELEASE_MAX_AGE": "9h",
    "SOTTO_UNDO": "1s",
}
ASKED = ("/queue", "/held", "/release", "/stats", "/bans")
PATIENCE = 2 * BATCH.total_seconds()
Answer = tuple[Any, ...]


async def moderators_day(town: ProofTown, leak: str | None = None) -> set[str]:
    """Three publish; a fourth does between two looks at the figures; the one who has a card is
    banned. Returns the names of the promises that do not hold."""
    *authors, mia, noa = town.people
    for moderator in (mia, noa):
        town.moderators.admit(moderator)
    program = PLAIN if leak is None else ("tests.prove.leaks", leak)
    await town.start(program=program, **SETTINGS)
    broken = set()
    for index in range(KEEP + 1):
        await publish(town, authors[index], words_of(index))
    (card, *_) = await town.until(lambda: cards(town), PATIENCE)
    if await figures_move(town, mia, authors[KEEP + 1]):
        broken.add("figures stand still between batches")
    if any(sign.isdigit() for sign in await ban(town, card, mia, noa)):
        broken.add("a ban tells nothing")
    # Looked at last: a batch may have come while they published, and one has come since.
    if without_card(town.folder / "data" / "sotto.db") < KEEP:
        broken.add("a batch keeps its floor")
    return broken


def cards(town: ProofTown) -> list[Message]:
    return [m for m in town.moderators.messages if m.photo and m.keyboard]


def without_card(database: Path) -> int:
    """How many whispers that are to be looked at have no card."""
    rows = list(rows_of(database))
    waiting = sum(table == "whispers" and "review" in row for table, row in rows)
    return waiting - sum(table == "review_cards" for table, _row in rows)


async def figures_move(town: ProofTown, moderator: Person, author: Person) -> bool:
    """Whether an answer changes when somebody publishes, and no batch comes in between."""
    batch = await next_batch(town)
    before = [await answer(town, moderator, command) for command in ASKED]
    await publish(town, author, words_of(9))
    after = [await answer(town, moderator, command) for command in ASKED]
    if batch_now(town) != batch:
        raise TimeoutError("too slow for this machine: a batch came in between")
    return before != after


def batch_now(town: ProofTown) -> int:
    return (town.world.clock.now() - datetime(1970, 1, 1, tzinfo=UTC)) // BATCH


async def next_batch(town: ProofTown) -> int:
    """Wait until one has just come, and the bot has seen it."""
    batch = batch_now(town)
    soon = timedelta(seconds=3)  # six of its beats
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    await town.until(
        lambda: town.world.clock.now() >= epoch + (batch + 1) * BATCH + soon or None, PATIENCE
    )
    return batch + 1


async def answer(town: ProofTown, moderator: Person, command: str) -> Answer:
    sent = moderator.send(command, to=town.moderators)

    def said() -> Message | None:
        messages = town.moderators.messages
        new = [m for m in messages[messages.index(sent) + 1 :] if m.sender is town.bot]
        return next((m for m in reversed(new) if not (m.photo and m.keyboard)), None)

    message: Message = await town.until(said)
    keys = [button.data for row in message.keyboard for button in row]
    return (command, message.text or message.caption, message.photo, keys)


async def ban(town: ProofTown, card: Message, *moderators: Person) -> str:
    """What its card says in the end, without the card's name."""
    for moderator in moderators:
        await tap(town, moderator, card, "Ban")
    await town.until(lambda: not card.keyboard or None, PATIENCE)
    return (card.caption or "").partition(" ")[2]
