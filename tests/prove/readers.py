"""What people do who reply. Words of which ``replied`` makes ``burnt`` or ``hid`` never may lie on
the disk when all is over: they were cancelled, abandoned, refused, rejected or taken back."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.sandbox.chats import Supergroup
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from tests.prove.authors import only, publish, tap, words_of
from tests.prove.sending import press_send
from tests.prove.town import ProofTown, town_of

SLOT = timedelta(seconds=8)
SETTINGS = {
    "SOTTO_REPLIES": "on",
    "SOTTO_REPLY_EVERY": f"{SLOT.seconds}s",
    "SOTTO_RELEASE": "instant",
    "SOTTO_UNDO": "1s",
    "SOTTO_REVIEW_EVERY": "0s",
    "SOTTO_DRAFT_TTL": "20s",
    "SOTTO_RECEIPT_TTL": "10s",
}
CRUEL = "Everybody hates you, {}. Pass it on."
"""People look at it first, in every mode."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_THINGS = ("shoebox", "kettle", "scarf", "ladder", "clock", "bench", "ribbon", "window")
_TOWNS = ("Porto", "Malmo", "Vilnius", "Parma")


class TalkingTown(ProofTown):
    """Its channel has a discussion group, which gets a copy of each card."""

    talk: Supergroup

    def open_talk(self) -> None:
        self.talk = self.channel.link_discussion("Talk of the town")
        self.talk.admit(self.bot, can_delete_messages=True)
        self.seen_by_others.append(self.talk)

    @property
    def comments(self) -> list[Message]:
        """Replies in the group."""
        return [m for m in self.talk.messages if m.sender is self.bot and " · " in (m.text or "")]

    def comment(self, words: str) -> Message | None:
        return only(self.comments, lambda m: words[:-1] in (m.text or ""))


@asynccontextmanager
async def talking_town(folder: Path, count: int) -> AsyncIterator[TalkingTown]:
    async with town_of(folder, count, TalkingTown) as town:
        town.open_talk()
        yield town


def replied(reader: int, variant: str = "kept") -> str:
    """No digits, no names, and nothing that a confession says."""
    thing, place = _THINGS[reader % 8], _TOWNS[reader // 8 % 4]
    return f"Once I {variant} a {thing} in {place}, and it still helps."


async def confessed(town: ProofTown, author: Person, index: int = 0) -> str:
    """One whisper is out, with the group's copy if there is a group; its receipt."""
    before = len(town.cards)
    code = await publish(town, author, words_of(index))
    await town.until(lambda: len(town.cards) > before)
    return code


async def question_of(town: ProofTown, reader: Person, number: int = 1) -> Message:
    """Follows *Reply*, again while the card is only just coming out."""
    while True:
        seen = set(map(id, reader.chat))
        reader.start(town.bot, f"reply_{number}")
        said: Message = await town.until(
            lambda seen=seen: only(
                reader.chat, lambda m: m.sender is town.bot and id(m) not in seen
            )
        )
        if (said.text or "").startswith("💬"):
            return said


async def written(town: ProofTown, reader: Person, words: str, number: int = 1) -> Message:
    """The preview of these words."""
    return await preview_of(
        town, reader, reader.send(words, reply_to=await question_of(town, reader, number))
    )


async def preview_of(town: ProofTown, reader: Person, sent: Message) -> Message:
    preview: Message = await town.until(
        lambda: only(reader.chat, lambda m: m.reply_to is sent and bool(m.keyboard))
    )
    return preview


async def send(town: ProofTown, reader: Person, words: str, number: int = 1) -> str:
    """Tap, write, tap; the code of the receipt."""
    return await press_send(town.until, reader, await written(town, reader, words, number))


async def after_a_slot(town: ProofTown) -> datetime:
    """Wait until one has just been; the next one, which is nearly a whole one away."""
    slot = _EPOCH + ((town.world.clock.now() - _EPOCH) // SLOT + 1) * SLOT
    await town.until(lambda: town.world.clock.now() > slot + timedelta(milliseconds=200))
    return slot + SLOT


async def replies(town: TalkingTown, reader: Person, index: int) -> str:
    return await send(town, reader, replied(index))


async def replies_under_another_name(town: TalkingTown, reader: Person, index: int) -> str:
    preview = await written(town, reader, replied(index))
    before = preview.text
    await tap(town, reader, preview, "Another name")
    await town.until(lambda: preview.text != before)
    return await press_send(town.until, reader, preview)


async def edits_then_replies(town: TalkingTown, reader: Person, index: int) -> str:
    asked = await question_of(town, reader)
    sent = reader.send(replied(index, "hid"), reply_to=asked)
    preview = await preview_of(town, reader, sent)
    reader.edit(sent, replied(index))
    await town.until(lambda: replied(index)[:-1] in (preview.text or ""))
    return await press_send(town.until, reader, preview)


async def cancels(town: TalkingTown, reader: Person, index: int) -> None:
    await tap(town, reader, await written(town, reader, replied(index, "burnt")), "Cancel")


async def abandons(town: TalkingTown, reader: Person, index: int) -> None:
    await written(town, reader, replied(index, "burnt"))


async def is_refused(town: TalkingTown, reader: Person, index: int) -> None:
    asked = await question_of(town, reader)
    reader.send(replied(index, "burnt") * 9, reply_to=asked)
    await town.until(lambda: only(reader.chat, lambda m: "a reply holds" in (m.text or "")))


async def is_no_author(town: TalkingTown, reader: Person, index: int) -> str:
    """Claims to have written the whisper, has no receipt, and replies as anybody."""
    preview = await written(town, reader, replied(index))
    await tap(town, reader, preview, "I wrote #1")
    asked = await town.until(
        lambda: only(reader.chat, lambda m: "the code of #1" in (m.text or ""))
    )
    reader.send("ABCD-EFGH-JKMN-PQRS", reply_to=asked)
    await town.until(lambda: only(reader.chat, lambda m: "isn’t the code of" in (m.text or "")))
    return await press_send(town.until, reader, preview)


async def withdraws_in_time(town: TalkingTown, reader: Person, index: int) -> str:
    """Before its slot: nobody ever sees it."""
    await after_a_slot(town)
    code = await send(town, reader, replied(index, "burnt"))
    await withdraw(town, reader, code)
    return code


async def withdraws_later(town: TalkingTown, reader: Person, index: int) -> str:
    code = await send(town, reader, replied(index))
    await town.until(lambda: town.comment(replied(index)))
    await withdraw(town, reader, code)
    await town.until(lambda: not town.comment(replied(index)))
    return code


async def withdraw(town: ProofTown, reader: Person, code: str) -> None:
    reader.send(f"/receipt {code}")
    status = await town.until(
        lambda: only(reader.chat, lambda m: any("Withdraw" in each for each in m.labels))
    )
    await tap(town, reader, status, "Withdraw")
    await tap(town, reader, status, "Yes")
    await town.until(lambda: only(reader.chat, lambda m: "is gone" in (m.text or "")))


async def is_cruel(town: TalkingTown, reader: Person, index: int) -> str:
    """It waits for moderators."""
    return await send(town, reader, CRUEL.format(_THINGS[index % 8]))


async def reads_and_asks_to_be_told(town: TalkingTown, reader: Person, _index: int) -> None:
    await tap(town, reader, await thread_of(town, reader), "Tell me once")


async def thread_of(town: ProofTown, reader: Person, number: int = 1) -> Message:
    """Open the card in the bot, and from there its thread."""
    reader.start(town.bot, f"w_{number}")

    card: Message = await town.until(
        lambda: only(
            reader.chat, lambda m: bool(m.photo) and any("💬" in each for each in m.labels)
        )
    )
    await tap(town, reader, card, "💬")
    thread: Message = await town.until(
        lambda: only(reader.chat, lambda m: (m.text or "").startswith(f"#{number}"))
    )
    return thread


async def answers_as_author(town: TalkingTown, author: Person, code: str) -> None:
    """From the receipt of the whisper."""
    author.send(f"/receipt {code}")
    status = await town.until(
        lambda: only(author.chat, lambda m: any("Answer as author" in each for each in m.labels))
    )
    await tap(town, author, status, "Answer as author")
    asked = await town.until(
        lambda: only(author.chat, lambda m: "as the author of #1" in (m.text or ""))
    )
    preview = await preview_of(town, author, author.send("Thank you all.", reply_to=asked))
    assert (preview.text or "").startswith("✔ Author")
    await tap(town, author, preview, "Send")


Behaviour = Callable[[TalkingTown, Person, int], Awaitable[str | None]]
BEHAVIOURS: tuple[Behaviour, ...] = (
    replies,
    replies_under_another_name,
    cancels,
    edits_then_replies,
    abandons,
    is_refused,
    is_no_author,
    withdraws_in_time,
    withdraws_later,
    is_cruel,
    reads_and_asks_to_be_told,
)
