"""The outbox: what is to go to a channel, and to its discussion group. A row leaves when its end is
certain.

The two are two queues, with a publisher each: what concerns one chat is asked for by that chat. A
reply knows its group from the beginning; a card or a digest gets its chat with the first attempt.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.parcel import Content, Parcel, ParcelKind, Progress
from bot.domain.places.place import Place
from bot.domain.whisper import State
from storage import outbox_asked as asked
from storage.channel_state import STATES, ChannelState
from storage.contents import content_to_json
from storage.outbox_asked import UNSENT
from storage.parcel_rows import (
    ORDER,
    Taken,
    as_read,
    change_of,
    parcel_of,
    values_of,
)
from storage.schema import channel_states, outbox, places, posts, whispers
from storage.scope import Scope

_MAKERS = tuple(kind for kind in ParcelKind if kind.makes_a_post)
_POSTS = (ParcelKind.CARD, ParcelKind.DIGEST)
_OTHERS = tuple(kind for kind in ParcelKind if not kind.makes_a_post)
_FACES = (ParcelKind.EDIT, ParcelKind.PLACE)


class Outbox:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._channel = scope.channel

    async def enqueue(self, parcel: Parcel) -> None:
        """Put a parcel into the outbox, to wait. A newer edit or deletion of a post replaces an
        edit that waits; one of its place alone replaces none but its like."""
        if parcel.message_id is not None:
            replaced = (ParcelKind.PLACE,) if parcel.kind is ParcelKind.PLACE else _FACES
            await self._db.execute(
                delete(outbox).where(
                    outbox.c.chat == parcel.chat,
                    outbox.c.message_id == parcel.message_id,
                    outbox.c.kind.in_(replaced),
                    outbox.c.state.in_((Progress.WAITING, Progress.REFUSED)),
                )
            )
        await self.enqueue_new((parcel,))

    async def enqueue_new(self, parcels: Iterable[Parcel]) -> None:
        """Put posts to make into the outbox, all in one go; they replace nothing."""
        rows = [values_of(parcel) | {"channel": self._channel} for parcel in parcels]
        if rows:
            await self._db.execute(insert(outbox), rows)

    # Finding

    async def next_due(
        self, chat: int, kinds: Iterable[ParcelKind], *, counts: bool | None = None
    ) -> Parcel | None:
        """Return the first that waits for this channel: by due time, then number. ``chat``: where
        the channel is now; a parcel that was tried in another chat stays with that one. ``counts``:
        True: only edits that say how many replies there are; False: none of those.

        The due time orders, it does not hold back: a clock set back strands nothing."""
        return await self._asked(asked.next_due(frozenset(kinds), counts), chat)

    async def first_of(
        self, chat: int, *several: Iterable[ParcelKind]
    ) -> tuple[Parcel | None, ...]:
        """Return the parcel whose end is not known, and then for each of ``several`` kinds the
        first that waits, as ``next_due`` does without edits that only count replies. In one
        statement, since a publisher asks for all of them before each step."""
        statement = asked.first_of(tuple(map(frozenset, several)))
        rows = await self._db.execute(statement, {"chat": chat, "here": self._channel})
        found = {row.place: parcel_of(row) for row in rows}
        return tuple(found.get(place) for place in range(len(several) + 1))

    async def cards_due(self, chat: int, most: int) -> tuple[Parcel, ...]:
        """Return the first cards that wait for this channel, in their order."""
        return await self._all(
            outbox.c.state == Progress.WAITING,
            or_(outbox.c.chat.is_(None), outbox.c.chat == chat),
            outbox.c.kind == ParcelKind.CARD,
            limit=most,
        )

    async def unresolved(self, chat: int) -> Parcel | None:
        """Return the parcel whose end is not known; the channel makes no further post before it
        is."""
        return await self._asked(asked.LOST, chat)

    async def by_key(self, key: bytes) -> Parcel | None:
        return await self._first(outbox.c.key == key)

    async def expected(self, chat: int, first_line: str) -> Parcel | None:
        """Return the parcel that may have made a post with this first line."""
        return await self._first(
            outbox.c.chat == chat,
            outbox.c.first_line == first_line,
            outbox.c.kind.in_(_MAKERS),
            outbox.c.attempts > 0,
        )

    async def of_thread(self, thread: int, ordinal: int | None = None) -> tuple[Parcel, ...]:
        """Return the replies to this whisper that are on their way into the group, or stuck there;
        or that one of them whose ordinal is named."""
        content = outbox.c.content
        one = () if ordinal is None else (content["ordinal"].as_integer() == ordinal,)
        return await self._all(
            outbox.c.kind == ParcelKind.REPLY, content["thread"].as_integer() == thread, *one
        )

    async def edit_waits(self, chat: int, message_id: int) -> bool:
        """Whether an edit of this post is still to be made, or waits for a person."""
        found = await self._first(
            outbox.c.chat == chat,
            outbox.c.message_id == message_id,
            outbox.c.kind.in_(_FACES),
            outbox.c.state.in_((Progress.WAITING, Progress.REFUSED)),
        )
        return found is not None

    async def groups(self) -> frozenset[int]:
        """Return the discussion groups for which something waits: a reply, or a change of one that
        stands."""
        comments = select(posts.c.chat).where(
            posts.c.channel == self._channel, posts.c.thread.is_not(None)
        )
        found = await self._db.scalars(
            select(outbox.c.chat)
            .where(
                self._here,
                outbox.c.chat.is_not(None),
                outbox.c.state.in_(UNSENT),
                or_(outbox.c.kind == ParcelKind.REPLY, outbox.c.chat.in_(comments)),
            )
            .distinct()
        )
        return frozenset(found)

    async def left_over(self, chat: int) -> bool:
        """Whether a call to this chat was being made, and nobody makes it any more: to be asked
        by the chat's only publisher."""
        return await self._asked(asked.LEFT_OVER, chat) is not None

    async def of_number(self, number: int) -> tuple[Parcel, ...]:
        return await self._all(outbox.c.number == number)

    async def in_state(self, *states: Progress) -> tuple[Parcel, ...]:
        return await self._all(outbox.c.state.in_(states))

    async def backlog(self, *, pool: bool = False) -> int:
        """Count the posts of the channel still to make. ``pool``: those of whispers in the pool
        too."""
        on_their_way = (self._here, outbox.c.kind.in_(_POSTS), outbox.c.state.in_(UNSENT))
        mixed = (whispers.c.channel == self._channel, whispers.c.state == State.POOL)
        made = select(func.count()).select_from(outbox).where(*on_their_way).scalar_subquery()
        waits = select(func.count()).select_from(whispers).where(*mixed).scalar_subquery()
        return int(await self._db.scalar(select(made + waits if pool else made)) or 0)

    async def unsent_replies(self) -> int:
        """Count the replies on their way into the discussion group."""
        counted = await self._db.scalar(
            select(func.count())
            .select_from(outbox)
            .where(self._here, outbox.c.kind == ParcelKind.REPLY, outbox.c.state.in_(UNSENT))
        )
        return int(counted or 0)

    async def oldest(
        self, *, chat: int | None = None, besides: Iterable[int] = ()
    ) -> datetime | None:
        """Return since when the oldest unsent parcel is due. ``chat``: of those that go there, or
        may; ``besides``: of those that go to none of these."""
        statement = asked.OLDEST if chat is None else asked.OLDEST_OF_CHAT
        given = {"here": self._channel, "besides": tuple(besides)}
        found: datetime | None = await self._db.scalar(
            statement, given if chat is None else given | {"chat": chat}
        )
        return found

    async def awaited_by(self, chat: int, parcel: Parcel) -> ChannelState | None:
        """Return the channel's state, if the attempt that the parcel was read at is the one whose
        end is waited for. None: it is not any more."""
        held = (
            select(outbox.c.key, channel_states)
            .join_from(outbox, channel_states, channel_states.c.chat == chat, isouter=True)
            .where(*as_read(parcel), outbox.c.state == Progress.SENDING)
            .with_for_update(of=outbox)
        )
        row = (await self._db.execute(held)).first()
        if row is None:
            return None
        return ChannelState(chat) if row.chat is None else STATES.value(row)

    # Changing. Each is a change of the attempt at which the parcel was read, and returns whether
    # that one still stands: what a publisher learns late, when another has tried since, is void.

    async def start(
        self,
        parcel: Parcel,
        *,
        chat: int,
        first_line: str,
        caption: str,
        now: datetime,
        released: bytes | None = None,
    ) -> Parcel | None:
        """Begin to send a parcel that waits: store the attempt, what it will look like, and H (that
        of an earlier attempt stays: what it made late has an id above), before the call is made.
        ``released``: the whisper that must be. None: it is not, or the parcel waits no more."""
        known = select(channel_states.c.high).where(channel_states.c.chat == chat)
        change = change_of(parcel, (Progress.WAITING,)).values(
            state=Progress.SENDING,
            chat=chat,
            first_line=first_line,
            content=content_to_json(replace(parcel.content, caption=caption)),
            high=func.coalesce(outbox.c.high, known.scalar_subquery()),
            attempts=parcel.attempts + 1,
            attempted_at=now,
            looks=0,
        )
        if released is not None:
            seen = (whispers.c.key == released) & (whispers.c.state == State.RELEASED)
            change = change.where(exists().where(seen))
        row = (await self._db.execute(change.returning(outbox))).first()
        return None if row is None else parcel_of(row)

    async def take(self, parcel: Parcel, *, start: Iterable[Progress] = Progress) -> Taken | None:
        """Take a parcel out of the outbox, as ``leave`` does, and return what was noted of it
        last. None: it is not there, or in none of these states, or another attempt has begun."""
        key = bindparam("its_key", parcel.whisper, whispers.c.key.type)
        number = bindparam("its_number", parcel.number, places.c.number.type)
        its_state = select(whispers.c.state).where(whispers.c.key == key)
        its_place = select(places.c.shown).where(
            places.c.channel == self._channel, places.c.number == number, ~places.c.gone
        )  # of a digest, or a campaign, none: IS NULL would look through all to find it
        gone = (
            delete(outbox)
            .where(*as_read(parcel), outbox.c.state.in_(tuple(start)))
            .returning(
                outbox,
                its_state.scalar_subquery().label("its_state"),
                its_place.scalar_subquery().label("its_place"),
            )
        )
        row = (await self._db.execute(gone)).first()
        if row is None:
            return None
        return Taken(
            parcel_of(row),
            None if row.its_state is None else State(row.its_state),
            None if row.its_place is None else Place(row.its_place),
        )

    async def leave(self, parcel: Parcel) -> bool:
        """Take a parcel out of the outbox: its end is certain, or it is no longer wanted."""
        done = await self._db.execute(delete(outbox).where(*as_read(parcel)))
        return done.rowcount == 1

    async def wait(self, parcel: Parcel, *, why: str, due_at: datetime | None = None) -> bool:
        """Let a parcel that was being sent wait again: it certainly did not happen (or may be
        repeated)."""
        values: dict[str, Any] = {"state": Progress.WAITING, "why": why}
        if due_at is not None:
            values["due_at"] = due_at
        return await self._change(parcel, (Progress.SENDING,), **values)

    async def lose(self, parcel: Parcel, *, why: str) -> bool:
        """Record that the end of a call is not known (sending -> unknown)."""
        return await self._change(parcel, (Progress.SENDING,), state=Progress.UNKNOWN, why=why)

    async def restamp(self, parcel: Parcel, now: datetime) -> bool:
        """Let the wait of an unknown parcel begin anew: the clock was set back behind the
        attempt."""
        return await self._change(parcel, (Progress.UNKNOWN,), attempted_at=now)

    async def looked(self, parcel: Parcel) -> bool:
        """Count one more look that did not find an unknown parcel."""
        return await self._change(parcel, (Progress.UNKNOWN,), looks=outbox.c.looks + 1)

    async def resend(self, parcel: Parcel) -> bool:
        """Let a parcel (unknown, aside or refused) wait again: it is not in the channel."""
        return await self._change(
            parcel,
            (Progress.UNKNOWN, Progress.ASIDE, Progress.REFUSED),
            state=Progress.WAITING,
            resends=outbox.c.resends + 1,
        )

    async def set_aside(self, parcel: Parcel, *, why: str) -> bool:
        """Set a parcel (sending or unknown) aside: a person decides."""
        return await self._change(
            parcel, (Progress.SENDING, Progress.UNKNOWN), state=Progress.ASIDE, why=why
        )

    async def refuse(self, parcel: Parcel, *, why: str) -> bool:
        """Record that a parcel was refused (sending -> refused)."""
        return await self._change(parcel, (Progress.SENDING,), state=Progress.REFUSED, why=why)

    async def note(self, parcel: Parcel, content: Content) -> bool:
        """Store other content, in any state (words scrubbed, the discussion group's copy
        learnt)."""
        return await self._change(parcel, tuple(Progress), content=content_to_json(content))

    async def recover(self, chat: int) -> int:
        """Take up at the start what was being sent to this chat when the process died. Posts become
        unknown, others wait.

        Returns how many."""
        touched = 0
        for kinds, state in (
            (_MAKERS, Progress.UNKNOWN),
            (_OTHERS, Progress.WAITING),
        ):
            done = await self._db.execute(
                update(outbox)
                .where(
                    self._here,
                    outbox.c.chat == chat,
                    outbox.c.state == Progress.SENDING,
                    outbox.c.kind.in_(kinds),
                )
                .values(state=state, why="the process ended during the call")
            )
            touched += done.rowcount
        return touched

    @property
    def _here(self) -> ColumnElement[bool]:
        return outbox.c.channel == self._channel

    async def _change(self, parcel: Parcel, start: Iterable[Progress], **values: Any) -> bool:
        done = await self._db.execute(change_of(parcel, start).values(**values))
        return done.rowcount == 1

    async def _first(self, *conditions: ColumnElement[bool]) -> Parcel | None:
        found = await self._all(*conditions, limit=1)
        return found[0] if found else None

    async def _asked(self, statement: Select[Any], chat: int) -> Parcel | None:
        found = await self._db.execute(statement, {"chat": chat, "here": self._channel})
        row = found.first()
        return None if row is None else parcel_of(row)

    async def _all(
        self, *conditions: ColumnElement[bool], limit: int | None = None
    ) -> tuple[Parcel, ...]:
        rows = await self._db.execute(
            select(outbox).where(self._here, *conditions).order_by(*ORDER).limit(limit)
        )
        return tuple(parcel_of(row) for row in rows)
