"""Replies: from Send to the thread. Nothing here says who wrote one, or when.

By key, handle or receipt a reply is found whichever channel it is in; threads and states are one
channel's."""

import secrets
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from hmac import compare_digest
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.replies.reply import Reply, ReplyKey
from bot.domain.telegram_limits import SURELY_DELETABLE
from bot.domain.whisper import State
from storage.archive import WHOLE
from storage.rows import RowMapper
from storage.schema import replies, reply_reports
from storage.scope import Scope
from storage.shuffle import shuffle_replies
from storage.upsert import insert_into

_REPLIES = RowMapper(Reply, replies)

_WAITING = (State.REVIEW, State.HELD, State.POOL)

_REVIEW = replies.c.state == State.REVIEW
_WAS_OUT = replies.c.state.in_((State.REVIEW, State.HELD)) & replies.c.ordinal.is_not(None)
_NO_SHEET: dict[str, Any] = {"sheet": None, "crossed": False}

_SELECTOR = 8  # bytes
_LAST = b"\xff" * (32 - _SELECTOR)


class Replies:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._channel = scope.channel

    async def add(self, reply: Reply, *, handle_hash: bytes, receipt_hash: bytes) -> bool:
        """Take a reply in, once per handle. False: that preview was sent before."""
        row = insert_into(self._db, replies).values(
            **{**_REPLIES.values(reply), "channel": self._channel},
            handle_hash=handle_hash,
            receipt_hash=receipt_hash,
        )
        once = row.on_conflict_do_nothing(index_elements=[replies.c.handle_hash])
        if (await self._db.execute(once)).rowcount == 0:
            return False
        await shuffle_replies(self._db, reply.key)
        return True

    # Finding.

    async def by_key(self, key: ReplyKey) -> Reply | None:
        return await self._one(replies.c.key == key)

    async def by_handle(self, handle_hash: bytes) -> Reply | None:
        return await self._one(replies.c.handle_hash == handle_hash)

    async def by_receipt(self, receipt_hash: bytes) -> Reply | None:
        """Return the reply with this receipt. The index sees the first eight bytes of the hash
        alone, as with whispers."""
        known = replies.c.receipt_hash
        selector = receipt_hash[:_SELECTOR]
        rows = await self._db.execute(
            select(replies).where(known >= selector, known <= selector + _LAST)
        )
        same = [row for row in rows if compare_digest(row.receipt_hash, receipt_hash)]
        return _REPLIES.value(same[0]) if same else None

    async def by_ordinal(self, number: int, ordinal: int) -> Reply | None:
        return await self._one(self._of(number), replies.c.ordinal == ordinal)

    async def thread(self, number: int) -> tuple[Reply, ...]:
        """Return the replies that are out under this whisper, in the order of release."""
        return await self._some(
            replies.c.ordinal, self._of(number), replies.c.state == State.RELEASED
        )

    async def count(self, number: int) -> int:
        """How many are out under this whisper."""
        counted = await self._db.scalar(
            select(func.count())
            .select_from(replies)
            .where(self._of(number), replies.c.state == State.RELEASED)
        )
        return int(counted or 0)

    async def counts(self, numbers: Collection[int]) -> dict[int, int]:
        """How many are out under each of these whispers; none: it is left out."""
        rows = await self._db.execute(
            select(replies.c.number, func.count().label("times"))
            .where(
                self._here,
                replies.c.number.in_(tuple(numbers)),
                replies.c.state == State.RELEASED,
            )
            .group_by(replies.c.number)
        )
        return {row.number: row.times for row in rows}

    async def by_state(self, state: State) -> tuple[Reply, ...]:
        """Return the replies in this state, in the order of their random keys, which is none."""
        return await self._some(replies.c.key, self._here, replies.c.state == state)

    async def due(self, now: datetime) -> tuple[Reply, ...]:
        """Return the replies in the pool whose slot has come, in the order of their random keys."""
        return await self._some(
            replies.c.key, self._here, replies.c.state == State.POOL, replies.c.slot <= now
        )

    async def next_slot(self) -> datetime | None:
        """Return the slot at which the next of those in the pool is due."""
        found: datetime | None = await self._db.scalar(
            select(func.min(replies.c.slot)).where(self._here, replies.c.state == State.POOL)
        )
        return found

    async def masks(self, number: int) -> frozenset[str]:
        """Return the masks that are worn in this thread, also by what waits or was taken down."""
        found = await self._db.scalars(
            select(replies.c.mask).where(self._of(number), replies.c.mask.is_not(None)).distinct()
        )
        return frozenset(found)

    # What moderators look at.

    async def without_sheet(self, now: datetime) -> tuple[Reply, ...]:
        """Return the replies that wait for moderators, whose slot has come, and that no sheet shows
        yet."""
        came = replies.c.slot.is_(None) | (replies.c.slot <= now)
        return await self._some(replies.c.key, self._here, _REVIEW, replies.c.sheet.is_(None), came)

    async def next_look(self) -> datetime | None:
        """Return the slot at which the next of them comes to moderators."""
        found: datetime | None = await self._db.scalar(
            select(func.min(replies.c.slot)).where(self._here, _REVIEW, replies.c.sheet.is_(None))
        )
        return found

    async def on_sheet(self, name: str) -> tuple[Reply, ...]:
        """Return what this sheet still shows: grouped by thread, always in the same order."""
        rows = await self._db.execute(
            select(replies)
            .where(self._here, _REVIEW, replies.c.sheet == name)
            .order_by(replies.c.number, replies.c.key)
        )
        return tuple(map(_REPLIES.value, rows))

    async def on_sheets(self) -> int:
        """How many moderators have before them. It knows nothing of what came since."""
        counted = await self._db.scalar(
            select(func.count())
            .select_from(replies)
            .where(self._here, _REVIEW, replies.c.sheet.is_not(None))
        )
        return int(counted or 0)

    async def hidden(self) -> int:
        """How many were out and wait for moderators, since readers reported them."""
        counted = await self._db.scalar(
            select(func.count()).select_from(replies).where(self._here, _WAS_OUT)
        )
        return int(counted or 0)

    async def lay(self, keys: Iterable[ReplyKey], sheet: str) -> None:
        """Show these on a sheet. When they were to come there no longer matters."""
        await self._update(
            replies.c.key.in_(list(keys)) & _REVIEW, sheet=sheet, slot=None, crossed=False
        )

    async def cross(self, key: ReplyKey, *, crossed: bool) -> bool:
        """Cross one out, or not any more. False: it is so, or it does not wait."""
        return await self._update(
            (replies.c.key == key) & _REVIEW & (replies.c.crossed != crossed), crossed=crossed
        )

    async def hide(self, key: ReplyKey) -> Reply | None:
        """Hide a released reply that readers reported; it keeps its ordinal. None: it is not
        out."""
        done = await self._db.execute(
            update(replies)
            .where(replies.c.key == key, replies.c.state == State.RELEASED)
            .values(state=State.REVIEW)
            .returning(replies)
        )
        return _REPLIES.first(done)

    async def restore(self, key: ReplyKey) -> Reply | None:
        """Release a hidden reply again, as it was before it was hidden. None: it was never out."""
        done = await self._db.execute(
            update(replies)
            .where(replies.c.key == key, _WAS_OUT)
            .values(state=State.RELEASED, sheet=None, crossed=False, findings=[], slot=None)
            .returning(replies)
        )
        return _REPLIES.first(done)

    # Changing. Each returns whether the reply was in the state that the change starts from.

    async def move(
        self, key: ReplyKey, *, start: Iterable[State], to: State, slot: datetime | None = None
    ) -> bool:
        """Move a reply from one of ``start`` to ``to``. Into the pool: with the slot at which it is
        out, without its findings, and laid down anew, since decisions may follow the order of
        arrival."""
        if to is not State.POOL:
            return await self._change(key, start, state=to, **_NO_SHEET)
        moved = await self._change(key, start, state=to, findings=[], slot=slot, **_NO_SHEET)
        if moved:
            await shuffle_replies(self._db, key)
        return moved

    async def release(
        self, number: int, keys: Sequence[ReplyKey], *, after: int = 0
    ) -> tuple[Reply, ...]:
        """Release replies of the pool, in this order; each gets the thread's next ordinal, above
        ``after``, and loses its slot.

        Who is not in the pool any more stays as it is, and takes no ordinal."""
        last = await self._db.scalar(select(func.max(replies.c.ordinal)).where(self._of(number)))
        ordinal, out = max(int(last or 0), after), []
        for key in keys:
            done = await self._db.execute(
                update(replies)
                .where(self._of(number), replies.c.key == key, replies.c.state == State.POOL)
                .values(state=State.RELEASED, ordinal=ordinal + 1, slot=None, findings=[])
                .returning(replies)
            )
            if (row := done.first()) is not None:
                ordinal += 1
                out.append(_REPLIES.value(row))
        return tuple(out)

    async def take_ordinal(self, number: int, ordinal: int) -> bool:
        """Note that a reply of which nothing is known stands, or stood, under this ordinal: it is
        not given again. False: it is known."""
        row = Reply(
            key=ReplyKey(secrets.token_bytes(16)),
            number=number,
            state=State.REMOVED,
            words="",
            mask=None,
            ordinal=ordinal,
        )
        taken = insert_into(self._db, replies).values(
            **{**_REPLIES.values(row), "channel": self._channel}
        )
        return (await self._db.execute(taken.on_conflict_do_nothing())).rowcount > 0

    async def highest_ordinal(self) -> int:
        """Return the highest ordinal of all threads; 0: none was ever given. Asked once, after a
        restore."""
        highest = select(func.max(replies.c.ordinal)).prefix_with(WHOLE).where(self._here)
        return int(await self._db.scalar(highest) or 0)

    async def reject(self, key: ReplyKey, reason: str) -> bool:
        """Reject a reply (in review, held or in the pool): the words are erased, the reason
        stays."""
        return await self._strip(replies.c.key == key, _WAITING, State.REJECTED, reason) != ()

    async def take_down(self, key: ReplyKey, to: State, reason: str | None) -> bool:
        """Take down a reply that is out, or was hidden since; it becomes removed or withdrawn: the
        words are erased, the ordinal stays."""
        out = (replies.c.state == State.RELEASED) | _WAS_OUT
        return await self._strip((replies.c.key == key) & out, tuple(State), to, reason) != ()

    async def take_thread_down(self, number: int, reason: str | None) -> tuple[Reply, ...]:
        """Take down every reply to a whisper that goes. Returns those that were out."""
        of = self._of(number)
        out = await self._strip(of, (State.RELEASED,), State.REMOVED, reason)
        await self._strip(of, _WAITING, State.REMOVED, reason)
        return out

    async def erase(self, key: ReplyKey) -> bool:
        """Erase a reply (in review, held or in the pool) without trace. One that was out before
        readers reported it is withdrawn instead, so that nothing else gets its ordinal."""
        if await self._strip((replies.c.key == key) & _WAS_OUT, _WAITING, State.WITHDRAWN, None):
            return True
        done = await self._db.execute(
            delete(replies).where(replies.c.key == key, replies.c.state.in_(_WAITING))
        )
        return done.rowcount > 0

    # The writer's two ways back: the handle (until the chat is burnt) and the receipt.

    async def replace_receipt(self, key: ReplyKey, receipt_hash: bytes) -> bool:
        return await self._update(replies.c.key == key, receipt_hash=receipt_hash)

    async def forget_handle(self, handle_hash: bytes) -> bool:
        """Forget which preview the reply was, once the chat is burnt."""
        return await self._update(
            replies.c.handle_hash == handle_hash, handle_hash=None, handle_until=None
        )

    async def forget_handles(self, now: datetime) -> int:
        """An hourly tick, as with whispers: handles whose burning failed go after 48 h at most."""
        known = replies.c.handle_hash >= b""  # unlike "is not null", this is looked up
        await self._update(
            known & replies.c.handle_until.is_(None), handle_until=now + SURELY_DELETABLE
        )
        done = await self._db.execute(
            update(replies)
            .where(known, replies.c.handle_until <= now)
            .values(handle_hash=None, handle_until=None)
        )
        return done.rowcount

    @property
    def _here(self) -> ColumnElement[bool]:
        return replies.c.channel == self._channel

    def _of(self, number: int) -> ColumnElement[bool]:
        return self._here & (replies.c.number == number)

    async def _one(self, *conditions: ColumnElement[bool]) -> Reply | None:
        return _REPLIES.first(await self._db.execute(select(replies).where(*conditions)))

    async def _some(
        self, order: ColumnElement[Any], *conditions: ColumnElement[bool]
    ) -> tuple[Reply, ...]:
        rows = await self._db.execute(select(replies).where(*conditions).order_by(order))
        return tuple(map(_REPLIES.value, rows))

    async def _strip(
        self, which: ColumnElement[bool], start: Collection[State], to: State, reason: str | None
    ) -> tuple[Reply, ...]:
        done = await self._db.execute(
            update(replies)
            .where(which, replies.c.state.in_(tuple(start)))
            .values(state=to, words="", findings=[], slot=None, reason=reason, **_NO_SHEET)
            .returning(replies)
        )
        gone = tuple(map(_REPLIES.value, done))
        for each in gone:
            await self._db.execute(  # which readers reported it is nobody's business any more
                delete(reply_reports).where(
                    reply_reports.c.channel == each.channel,
                    reply_reports.c.number == each.number,
                    reply_reports.c.ordinal == each.ordinal,
                )
            )
        return gone

    async def _change(self, key: ReplyKey, start: Iterable[State], **values: Any) -> bool:
        return await self._update(
            (replies.c.key == key) & replies.c.state.in_(tuple(start)), **values
        )

    async def _update(self, condition: ColumnElement[bool], **values: Any) -> bool:
        done = await self._db.execute(update(replies).where(condition).values(**values))
        return done.rowcount > 0
