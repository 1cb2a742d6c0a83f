"""Whispers: from acceptance to publication. Nothing here says who wrote one, or when.

By key, handle or receipt a whisper is found whichever channel it is for; numbers, states and the
pool are one channel's."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hmac import compare_digest
from typing import Any

from sqlalchemy import (
    ColumnElement,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.places.place import Narrowest, Place, narrowed
from bot.domain.ranking import WINDOW
from bot.domain.states import PostState
from bot.domain.telegram_limits import SURELY_DELETABLE
from bot.domain.whisper import Look, PictureId, State, Whisper, WhisperKey
from storage.rows import RowMapper
from storage.schema import campaign_pictures, photos, places, posts, whispers
from storage.scope import Scope
from storage.shuffle import shuffle
from storage.standings import Standings
from storage.upsert import in_parts, insert_into

HANDLE_LIFE = SURELY_DELETABLE
"""The time after which a preview is refused: until then its handle must be known to be used."""

PHOTO_LIFE = WINDOW
"""The time for which a card is a candidate for the digest."""

_WHISPERS = RowMapper(Whisper, whispers, apart={"photo"})

_SELECTOR = 8  # bytes
_LAST = b"\xff" * (32 - _SELECTOR)
"""With a selector before it: the last hash that begins so."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A whisper in the pool: all that mixing may know of it."""

    key: WhisperKey
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class ToPost:
    """A whisper with its photo, and what else its post shows."""

    whisper: Whisper
    place: Place | None
    on_pack: bool
    """Whether its picture is one that a campaign offered."""


class Whispers:
    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self._db = connection
        self._channel = scope.channel

    async def add(self, whisper: Whisper, *, handle_hash: bytes, receipt_hash: bytes) -> bool:
        """Take a whisper in, once per handle. False: that draft was taken in before."""
        row = insert_into(self._db, whispers).values(
            **{**_WHISPERS.values(whisper), "channel": self._channel},
            handle_hash=handle_hash,
            receipt_hash=receipt_hash,
        )
        once = row.on_conflict_do_nothing(index_elements=[whispers.c.handle_hash])
        if (await self._db.execute(once)).rowcount == 0:
            return False
        if whisper.photo is not None:
            await self._db.execute(insert(photos).values(key=whisper.key, data=whisper.photo))
        await shuffle(self._db, whisper.key)
        return True

    async def add_past(self, whisper: Whisper) -> None:
        """Add a whisper that came out before this installation was there: nobody has a receipt for
        it, and its picture stays."""
        row = {**_WHISPERS.values(whisper), "channel": self._channel}
        await self._db.execute(insert(whispers).values(**row))
        if whisper.photo is not None:
            await self._db.execute(insert(photos).values(key=whisper.key, data=whisper.photo))

    # Finding. Photos come only with by_key, by_numbers and to_post.

    async def by_key(self, key: WhisperKey) -> Whisper | None:
        """Return a whisper with its photo."""
        found = await self._with_photos(whispers.c.key == key)
        return found[0] if found else None

    async def state_of(self, key: WhisperKey) -> State | None:
        """Return a whisper's state. None: there is no such whisper."""
        state = await self._db.scalar(select(whispers.c.state).where(whispers.c.key == key))
        return None if state is None else State(state)

    async def by_number(self, number: int) -> Whisper | None:
        return await self._one(self._here, whispers.c.number == number)

    async def by_numbers(self, numbers: Collection[int]) -> dict[int, Whisper]:
        """Return number -> whisper with its photo, for those of these that exist."""
        found = await self._with_photos(self._here, whispers.c.number.in_(numbers))
        return {whisper.number or 0: whisper for whisper in found}

    async def to_post(self, number: int) -> ToPost | None:
        """Return the whisper of this number with all that its post shows, in one statement. None:
        there is no such whisper."""
        its_place = (
            (places.c.channel == whispers.c.channel)
            & (places.c.number == whispers.c.number)
            & ~places.c.gone
        )
        offered = exists().where(
            campaign_pictures.c.channel == whispers.c.channel,
            campaign_pictures.c.picture == whispers.c.picture,
        )
        found = await self._db.execute(
            select(whispers, photos.c.data, places.c.shown, offered.label("on_pack"))
            .outerjoin(photos, photos.c.key == whispers.c.key)
            .outerjoin(places, its_place)
            .where(self._here, whispers.c.number == number)
        )
        row = found.first()
        if row is None:
            return None
        place = None if row.shown is None else Place(row.shown)
        return ToPost(_with_photo(row), place, bool(row.on_pack))

    async def by_handle(self, handle_hash: bytes) -> Whisper | None:
        return await self._one(whispers.c.handle_hash == handle_hash)

    async def by_receipt(self, receipt_hash: bytes) -> Whisper | None:
        """Return the whisper with this receipt. The index, whose time may tell something, sees the
        first eight bytes of the hash alone; the rest is compared in constant time."""
        known = whispers.c.receipt_hash
        selector = receipt_hash[:_SELECTOR]
        rows = await self._db.execute(
            select(whispers).where(known >= selector, known <= selector + _LAST)
        )
        same = [row for row in rows if compare_digest(row.receipt_hash, receipt_hash)]
        return _WHISPERS.value(same[0]) if same else None

    async def by_state(self, state: State) -> tuple[Whisper, ...]:
        """Return the whispers in this state, in the order of their random keys, which is none."""
        rows = await self._db.execute(
            select(whispers).where(self._here, whispers.c.state == state).order_by(whispers.c.key)
        )
        return tuple(_WHISPERS.value(row) for row in rows)

    async def answers_to(self, campaign: int, most: int) -> tuple[int, ...]:
        """Return the numbers of released whispers that answer this campaign's question, the newest
        first."""
        rows = await self._db.scalars(
            select(whispers.c.number)
            .where(
                self._here,
                whispers.c.campaign == campaign,
                whispers.c.number.is_not(None),
                whispers.c.words != "",
            )
            .order_by(whispers.c.number.desc())
            .limit(most)
        )
        return tuple(rows)

    async def pool(self) -> tuple[Waiting, ...]:
        rows = await self._db.execute(
            select(whispers.c.key, whispers.c.deadline)
            .where(self._here, whispers.c.state == State.POOL)
            .order_by(whispers.c.key)
        )
        return tuple(Waiting(WhisperKey(row.key), row.deadline) for row in rows)

    async def places_in_pool(self) -> dict[WhisperKey, Place]:
        """Return the places that the authors of those that wait chose, where they chose one."""
        rows = await self._db.execute(
            select(whispers.c.key, whispers.c.place).where(
                self._here, whispers.c.state == State.POOL, whispers.c.place.is_not(None)
            )
        )
        return {WhisperKey(row.key): Place(row.place) for row in rows}

    async def forget_finer_places(self, narrowest: Narrowest) -> None:
        """Keep of the places of those that wait no more than may be printed from now on."""
        waits = (State.REVIEW, State.HELD, State.POOL)
        chosen = select(whispers.c.key, whispers.c.place).where(
            self._here, whispers.c.state.in_(waits), whispers.c.place.is_not(None)
        )
        for row in (await self._db.execute(chosen)).all():
            step = narrowed(Place(row.place), narrowest)
            if step != row.place:
                await self._update(whispers.c.key == row.key, place=step)

    async def latest_looks(self, most: int) -> tuple[Look, ...]:
        """How the last cards of the channel look, the newest first. Of released ones alone: what
        waits in the pool must not be told by what others are proposed meanwhile."""
        rows = await self._db.execute(
            select(whispers.c.picture, whispers.c.style)
            .where(self._here, whispers.c.number.is_not(None))
            .order_by(whispers.c.number.desc())
            .limit(most)
        )
        return tuple(Look(PictureId(row.picture), row.style) for row in rows)

    async def count(self, *states: State) -> int:
        counted = await self._db.scalar(
            select(func.count())
            .select_from(whispers)
            .where(self._here, whispers.c.state.in_(states))
        )
        return int(counted or 0)

    # Changing. Each returns whether the whisper was in the state that the change starts from.

    async def move(self, key: WhisperKey, *, start: Iterable[State], to: State) -> bool:
        """Move a whisper from one of ``start`` to ``to``; what the checks found is dropped with the
        decision. Who comes into the pool is laid down anew: decisions may follow the order of
        arrival."""
        if to in (State.REVIEW, State.HELD):
            return await self._change(key, start, state=to)
        moved = await self._change(key, start, state=to, findings=[])
        if moved and to is State.POOL:
            await shuffle(self._db, key)
        return moved

    async def cover(self, key: WhisperKey) -> bool:
        """Cover a whisper (in review, held or in the pool): it will be published behind Telegram's
        spoiler."""
        return await self._change(key, (State.REVIEW, State.HELD, State.POOL), cover=True)

    async def set_deadline(self, key: WhisperKey, deadline: datetime | None) -> bool:
        """Set the slot, or the batch, at which it goes at the latest (never a moment of
        arrival)."""
        return await self._change(key, (State.REVIEW, State.HELD, State.POOL), deadline=deadline)

    async def release(self, keys: Sequence[WhisperKey], first: int) -> tuple[WhisperKey, ...]:
        """Release whispers of the pool; the deadline is erased, and the place, which is kept apart
        from now on. Returns those that were in the pool, in the order given: they have the numbers
        ``first``, ``first + 1``, …

        The others (withdrawn, banned or drawn by somebody else meanwhile) stay as they are."""
        moved: set[bytes] = set()
        for part in in_parts(list(keys)):
            change = update(whispers).where(
                self._here, whispers.c.key.in_(part), whispers.c.state == State.POOL
            )
            change = change.values(state=State.RELEASED, deadline=None, findings=[], place=None)
            moved |= set(await self._db.scalars(change.returning(whispers.c.key)))
        released = [key for key in keys if key in moved]
        if released:
            await self._db.execute(
                update(whispers)
                .where(whispers.c.key == bindparam("whisper"))
                .values(number=bindparam("its_number")),
                [{"whisper": key, "its_number": first + n} for n, key in enumerate(released)],
            )
        return tuple(released)

    async def reject(self, key: WhisperKey, reason: str) -> bool:
        """Reject a whisper (in review, held or in the pool): words and picture are erased, the
        reason stays."""
        return await self._strip(
            key, (State.REVIEW, State.HELD, State.POOL), State.REJECTED, reason
        )

    async def doom(self, key: WhisperKey, reason: str) -> bool:
        """Let a whisper (in review or held) be rejected for this reason, whatever moderators
        decide."""
        return await self._change(key, (State.REVIEW, State.HELD), reason=reason)

    async def take_down(self, key: WhisperKey, to: State, reason: str | None) -> bool:
        """Take a released whisper down; it becomes removed or withdrawn: words and picture are
        erased, and no feed shows it."""
        done = await self._strip(key, (State.RELEASED,), to, reason)
        if done:
            row = (
                await self._db.execute(
                    select(whispers.c.channel, whispers.c.number).where(whispers.c.key == key)
                )
            ).one()
            if row.number is not None:
                await Standings(self._db, Scope(row.channel)).leave(row.number)
        return done

    async def erase(self, key: WhisperKey) -> bool:
        """Erase a whisper (in review, held or in the pool) without trace."""
        done = await self._db.execute(
            delete(whispers).where(
                whispers.c.key == key,
                whispers.c.state.in_((State.REVIEW, State.HELD, State.POOL)),
            )
        )
        if done.rowcount == 0:
            return False
        await self._db.execute(delete(photos).where(photos.c.key == key))
        return True

    # The author's two ways back: the handle (until the chat is burnt) and the receipt.

    async def replace_receipt(self, key: WhisperKey, receipt_hash: bytes) -> bool:
        """Replace the receipt: the old code is worth nothing from now on."""
        return await self._update(whispers.c.key == key, receipt_hash=receipt_hash)

    async def forget_handle(self, handle_hash: bytes) -> bool:
        """Forget which draft the whisper was, once the chat is burnt."""
        return await self._update(
            whispers.c.handle_hash == handle_hash, handle_hash=None, handle_until=None
        )

    async def forget_handles(self, now: datetime) -> int:
        """An hourly tick: handles whose burning failed go 47 to 48 h after they came.

        The time is written by the first tick after arrival, so it is the tick's hour that is
        kept, and only for the few whose chat could not be burnt. Returns how many went."""
        known = whispers.c.handle_hash >= b""  # unlike "is not null", this is looked up
        await self._update(
            known & whispers.c.handle_until.is_(None), handle_until=now + HANDLE_LIFE
        )
        done = await self._db.execute(
            update(whispers)
            .where(known, whispers.c.handle_until <= now)
            .values(handle_hash=None, handle_until=None)
        )
        return done.rowcount

    async def forget_photos(self, now: datetime) -> int:
        """An hourly tick: authors' pictures go two days after their card was posted.

        So long a digest may show it. A post that is hidden keeps its picture until it is decided,
        and what was imported for good: no author of ours has sent it. Returns how many went."""
        settled = (
            exists()
            .where(whispers.c.key == photos.c.key, whispers.c.receipt_hash.is_not(None))
            .where(posts.c.channel == whispers.c.channel, posts.c.number == whispers.c.number)
            .where(posts.c.posted_at <= now - PHOTO_LIFE, posts.c.state != PostState.HIDDEN)
        )
        return (await self._db.execute(delete(photos).where(settled))).rowcount

    @property
    def _here(self) -> ColumnElement[bool]:
        return whispers.c.channel == self._channel

    async def _with_photos(self, *conditions: ColumnElement[bool]) -> list[Whisper]:
        rows = await self._db.execute(
            select(whispers, photos.c.data)
            .outerjoin(photos, photos.c.key == whispers.c.key)
            .where(*conditions)
        )
        return [_with_photo(row) for row in rows]

    async def _one(self, *conditions: ColumnElement[bool]) -> Whisper | None:
        return _WHISPERS.first(await self._db.execute(select(whispers).where(*conditions)))

    async def _strip(
        self, key: WhisperKey, start: Iterable[State], to: State, reason: str | None
    ) -> bool:
        done = await self._change(
            key, start, state=to, words="", findings=[], deadline=None, reason=reason, place=None
        )
        if done:
            await self._forget_place(key)
            await self._db.execute(delete(photos).where(photos.c.key == key))
        return done

    async def _forget_place(self, key: WhisperKey) -> None:
        """Forget at once what was chosen; those that share what it printed follow at a slot."""
        whose = select(whispers.c.channel, whispers.c.number).where(whispers.c.key == key)
        its = tuple_(places.c.channel, places.c.number).in_(whose)
        await self._db.execute(delete(places).where(its, places.c.shown.is_(None)))
        await self._db.execute(update(places).where(its).values(chosen=None, until=None, gone=True))

    async def _change(self, key: WhisperKey, start: Iterable[State], **values: Any) -> bool:
        return await self._update(
            (whispers.c.key == key) & whispers.c.state.in_(tuple(start)), **values
        )

    async def _update(self, condition: ColumnElement[bool], **values: Any) -> bool:
        done = await self._db.execute(update(whispers).where(condition).values(**values))
        return done.rowcount > 0


def _with_photo(row: Any) -> Whisper:
    return replace(_WHISPERS.value(row), photo=row.data)
