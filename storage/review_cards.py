"""Cards in the moderators' chat: which message shows which waiting whisper, as long as it does.

A row ends when words and picture have left the message, so nothing ties a released whisper to a
message, and with it to a time. What is on hold keeps its row, which names no message.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.review import Queue, Verdict
from bot.domain.whisper import State, WhisperKey
from storage.rows import RowMapper
from storage.schema import review_cards, whispers
from storage.scope import Scope
from storage.upsert import in_parts

_ON_HOLD = review_cards.c.verdict == Verdict.HOLD


@dataclass(frozen=True, slots=True)
class ReviewCard:
    name: str  # short and random: how people and buttons call it
    whisper: WhisperKey | None  # None: decided or withdrawn; the message must still be emptied
    queue: Queue
    message_id: int | None = None  # None: not shown yet
    high: int | None = None  # newest id known before an attempt whose end is not known
    verdict: Verdict | None = None
    reason: str | None = None
    settles: datetime | None = None  # until then the verdict can be undone

    @property
    def set_aside(self) -> bool:
        """Whether it is on hold for good: it keeps its name, and no message shows it any more."""
        on_hold = self.verdict is Verdict.HOLD and self.settles is None
        return on_hold and self.whisper is not None


_CARDS = RowMapper(ReviewCard, review_cards)


class ReviewCardRows:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._scope = scope
        self._here = review_cards.c.channel == scope.channel

    async def add(self, card: ReviewCard) -> None:
        await self._db.execute(
            insert(review_cards).values(_CARDS.values(card) | {"channel": self._scope.channel})
        )

    async def by_name(self, name: str) -> ReviewCard | None:
        named = select(review_cards).where(self._here, review_cards.c.name == name)
        return _CARDS.first(await self._db.execute(named))

    async def all(self) -> tuple[ReviewCard, ...]:
        """Return the cards in the order of their random names, which is none."""
        rows = await self._db.execute(
            select(review_cards).where(self._here).order_by(review_cards.c.name)
        )
        return tuple(_CARDS.value(row) for row in rows)

    async def names(self) -> frozenset[str]:
        """Return the names of the cards of every channel: a button names its card alone."""
        return frozenset(await self._db.scalars(select(review_cards.c.name)))

    async def channel_of(self, name: str) -> int | None:
        """Return the channel whose card has this name."""
        channel: int | None = await self._db.scalar(
            select(review_cards.c.channel).where(review_cards.c.name == name)
        )
        return channel

    async def shown_whispers(self) -> frozenset[WhisperKey]:
        """Return the whispers that a card shows, of every channel."""
        keys = await self._db.scalars(
            select(review_cards.c.whisper).where(review_cards.c.whisper.is_not(None))
        )
        return frozenset(WhisperKey(key) for key in keys)

    async def messages_in_room(self) -> frozenset[int]:
        """Return the messages of the moderators' chat that show a card, of whichever channel."""
        ids = await self._db.scalars(
            select(review_cards.c.message_id).where(
                review_cards.c.channel.in_(self._scope.room), review_cards.c.message_id.is_not(None)
            )
        )
        return frozenset(ids)

    async def without_card(self, state: State) -> tuple[WhisperKey, ...]:
        """Return the whispers in this state that no card shows."""
        shown = select(review_cards.c.whisper).where(review_cards.c.whisper.is_not(None))
        keys = await self._db.scalars(
            select(whispers.c.key)
            .where(
                whispers.c.channel == self._scope.channel,
                whispers.c.state == state,
                whispers.c.key.not_in(shown),
            )
            .order_by(whispers.c.key)
        )
        return tuple(WhisperKey(key) for key in keys)

    async def open_cards(self) -> int:
        """How many cards of new whispers are to be decided. A card is given with a batch, so this
        knows nothing of what came since."""
        query = (
            select(func.count())
            .select_from(review_cards.join(whispers, review_cards.c.whisper == whispers.c.key))
            .where(self._here, whispers.c.state == State.REVIEW, review_cards.c.verdict.is_(None))
        )
        return int((await self._db.execute(query)).scalar_one())

    async def orphaned(self) -> tuple[ReviewCard, ...]:
        """Return the cards whose whisper was withdrawn, or is decided in another way."""
        waiting = exists().where(
            whispers.c.key == review_cards.c.whisper,
            whispers.c.state.in_((State.REVIEW, State.HELD)),
        )
        rows = await self._db.execute(
            select(review_cards).where(
                self._here,
                review_cards.c.whisper.is_not(None),
                ~waiting,
            )
        )
        return tuple(_CARDS.value(row) for row in rows)

    async def settling(self, now: datetime) -> tuple[ReviewCard, ...]:
        """Return the cards with verdicts that can no longer be undone."""
        rows = await self._db.execute(
            select(review_cards).where(
                self._here, review_cards.c.whisper.is_not(None), review_cards.c.settles <= now
            )
        )
        return tuple(_CARDS.value(row) for row in rows)

    async def decide(
        self, name: str, verdict: Verdict, reason: str | None, settles: datetime
    ) -> bool:
        """Decide about a card. False: it was decided, or there is no such card."""
        return await self._change(
            (review_cards.c.name == name) & review_cards.c.verdict.is_(None),
            verdict=verdict,
            reason=reason,
            settles=settles,
        )

    async def undo(self, name: str, now: datetime) -> bool:
        """Undo the verdict on a card, while there is time."""
        return await self._change(
            (review_cards.c.name == name)
            & (review_cards.c.settles > now)
            & review_cards.c.whisper.is_not(None),
            verdict=None,
            reason=None,
            settles=None,
        )

    async def unlink(self, name: str) -> None:
        """Part a card that is decided for good from its whisper."""
        await self._change(review_cards.c.name == name, whisper=None, settles=None)

    async def on_hold(self) -> tuple[str, ...]:
        """Return the names of all that moderators have set aside, though it may still be undone."""
        names = await self._db.scalars(
            select(review_cards.c.name)
            .where(self._here, _ON_HOLD, review_cards.c.whisper.is_not(None))
            .order_by(review_cards.c.name)
        )
        return tuple(names)

    async def put_aside(self, name: str) -> None:
        """Set a card on hold for good: it can no longer be undone."""
        await self._change((review_cards.c.name == name) & _ON_HOLD, settles=None)

    async def recall(self, name: str) -> bool:
        """Take a card on hold up again, undecided. False: its old message must be emptied first."""
        return await self._change(
            (review_cards.c.name == name) & _ON_HOLD & review_cards.c.message_id.is_(None),
            verdict=None,
            reason=None,
            settles=None,
        )

    async def hidden(self, name: str, message_id: int) -> bool:
        """Note that this message shows it no more: emptied, or deleted by somebody."""
        return await self._change(
            (review_cards.c.name == name) & (review_cards.c.message_id == message_id),
            message_id=None,
            high=None,
        )

    async def hide_all(self) -> None:
        """Note that no message shows any card."""
        await self._db.execute(
            update(review_cards).where(self._here).values(message_id=None, high=None)
        )

    async def withdrawn(self, name: str) -> None:
        """Note that its author took it back: whatever was decided does not count."""
        await self._change(
            review_cards.c.name == name, whisper=None, verdict=None, reason=None, settles=None
        )

    async def attempt(self, name: str, high: int | None) -> None:
        await self._change(review_cards.c.name == name, high=high)

    async def shown(self, name: str, message_id: int) -> None:
        await self._change(review_cards.c.name == name, message_id=message_id, high=None)

    async def drop(self, names: Iterable[str]) -> None:
        for part in in_parts(list(names)):
            await self._db.execute(delete(review_cards).where(review_cards.c.name.in_(part)))

    async def _change(self, where: ColumnElement[bool], **values: Any) -> bool:
        done = await self._db.execute(update(review_cards).where(where).values(**values))
        return done.rowcount == 1
