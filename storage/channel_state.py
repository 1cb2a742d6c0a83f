"""ChannelStates: the pace and the knowledge of each channel. They survive restarts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, case, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.rows import RowMapper
from storage.runtime import SettingHere, stored_in
from storage.schema import channel_states
from storage.upsert import insert_into

One = TypeVar("One")
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class ChannelState:
    chat: int
    high: int | None = None  # H: the highest message id known in the channel
    swept: int | None = None  # every id up to here is accounted for
    not_before: datetime | None = None
    paced_at: datetime | None = None  # when not_before was set
    watch_until: datetime | None = None  # then the ids are looked at for a late duplicate
    late_until: datetime | None = None  # until then a gap in the ids is looked into as well
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    learning: int = 0  # silent texts sent to learn H whose end is not known
    why: str | None = None

    def open_at(self, now: datetime) -> bool:
        """Tell whether the channel is open. A clock that was set back (by more than a second) opens
        it too: the pause is not waited for until the clock is there again."""
        if self.not_before is None or self.not_before <= now:
            return True
        return self.paced_at is not None and now < self.paced_at - timedelta(seconds=1)


STATES = RowMapper(ChannelState, channel_states)
_OF = select(channel_states).where(
    channel_states.c.chat == bindparam("chat", type_=channel_states.c.chat.type)
)
"""Built once: publishers ask for it at each beat."""


@cache
def _of_with(one: str, other: str) -> Select[Any]:
    """Likewise, with these two settings."""
    return _OF.add_columns(
        stored_in(one, "of_one").label("one"), stored_in(other, "of_other").label("other")
    )


class ChannelStates:
    def __init__(self, connection: AsyncConnection) -> None:
        self._db = connection

    async def of(self, chat: int) -> ChannelState:
        """Return a channel's state. One that is not known yet is open and knows nothing."""
        row = (await self._db.execute(_OF, {"chat": chat})).first()
        return ChannelState(chat) if row is None else STATES.value(row)

    async def with_settings(
        self, chat: int, one: SettingHere[One], other: SettingHere[Other]
    ) -> tuple[ChannelState, One, Other]:
        """Return a channel's state and two settings in one statement, since a publisher asks for
        them before each step."""
        all_three = _of_with(one.setting.name, other.setting.name)
        given = {"chat": chat, "of_one": one.channel, "of_other": other.channel}
        row = (await self._db.execute(all_three, given)).first()
        if row is None:
            return ChannelState(chat), await one.get(), await other.get()
        return STATES.value(row), one.read(row.one), other.read(row.other)

    async def all(self) -> tuple[ChannelState, ...]:
        return tuple(STATES.value(row) for row in await self._db.execute(select(channel_states)))

    async def set(self, chat: int, **values: Any) -> None:
        """Change the named fields of a channel."""
        await self._put(chat, values, values)

    async def _put(
        self, chat: int, fresh: Mapping[str, Any], changed: Mapping[str, Any]
    ) -> ChannelState:
        row = insert_into(self._db, channel_states).values(
            **{"chat": chat, "failures": 0, "learning": 0, **fresh}
        )
        put = row.on_conflict_do_update(index_elements=[channel_states.c.chat], set_=dict(changed))
        return STATES.value((await self._db.execute(put.returning(channel_states))).one())

    async def pause(self, chat: int, now: datetime, pause: timedelta, **values: Any) -> None:
        """Let nothing go to the channel for so long."""
        await self.set(chat, not_before=now + pause, paced_at=now, **values)

    async def worked(
        self,
        chat: int,
        now: datetime,
        pause: timedelta,
        *,
        made: int | None = None,
        **values: Any,
    ) -> ChannelState:
        """Record that a call came through: so long a pause, and the failures in a row are over.
        ``made``: the message that it made, which raises H. Return the state by now."""
        values |= {"not_before": now + pause, "paced_at": now}
        values |= {"failures": 0, "failing_since": None, "why": None}
        fresh, changed = ({}, {}) if made is None else _raised(made)
        return await self._put(chat, values | fresh, values | changed)

    async def failed(
        self,
        before: ChannelState,
        now: datetime,
        why: str,
        pause: timedelta,
        *,
        failures: int | None = None,
    ) -> None:
        """Record one more failure in a row: so long a pause. ``failures``: they are counted from
        here."""
        await self.pause(
            before.chat,
            now,
            pause,
            failures=before.failures + 1 if failures is None else failures,
            failing_since=before.failing_since or now,
            why=why,
        )

    async def raise_high(self, chat: int, message_id: int) -> None:
        """Raise H, which only grows. An id that follows on what is accounted for is accounted for
        too."""
        await self._put(chat, *_raised(message_id))


def _raised(message_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the fields of a channel with this newest message: (fresh, changed)."""
    higher = or_(channel_states.c.high.is_(None), channel_states.c.high < message_id)
    follows = channel_states.c.swept + 1 == message_id
    return {"high": message_id}, {
        "high": case((higher, message_id), else_=channel_states.c.high),
        "swept": case((follows, message_id), else_=channel_states.c.swept),
    }
