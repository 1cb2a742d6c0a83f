"""Settings changed while running (mode, pause), marks that outlive a restart, and the counter of
public numbers. Each is one line of ``RuntimeSettings``: its type, its value before anybody sets it,
whether each channel has its own, and whether a backup carries it.

    async with storage.transaction() as tables:
        if not await tables.runtime_settings.paused.get():
            await tables.runtime_settings.paused.put(True)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum, auto
from typing import Any, Generic, TypeVar, overload
from weakref import WeakKeyDictionary

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    ScalarSelect,
    Text,
    bindparam,
    cast,
    delete,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.review import Mode
from storage.schema import runtime_settings
from storage.scope import DEPLOYMENT, Scope
from storage.upsert import insert_into

Value = TypeVar("Value")


class Reach(Enum):
    """The reach of a setting: for what it has one value."""

    CHANNEL = auto()
    ROOM = auto()  # a moderators' chat, whichever of its channels it is about
    DEPLOYMENT = auto()


@dataclass(frozen=True, slots=True)
class SettingHere(Generic[Value]):
    """A setting of one database, in one transaction."""

    db: AsyncConnection
    scope: Scope
    setting: "RuntimeSetting[Value]"

    async def get(self) -> Value:
        """Return the value, or the default when there is none."""
        known = await _known_of(self.db, self.channel)
        return self.read(known.get(self.setting.name))

    def read(self, stored: Any | None) -> Value:
        """Return the value that JSON holds so. None: the default, since there is none."""
        return self.setting.default if stored is None else self.setting.read(stored)

    async def put(self, value: Value) -> None:
        stored = self.setting.write(value)
        row = insert_into(self.db, runtime_settings).values(
            channel=self.channel, name=self.setting.name, value=stored
        )
        await self.db.execute(
            row.on_conflict_do_update(index_elements=_KEY, set_={"value": stored})
        )
        _KNOWN.pop(self.db, None)

    async def drop(self) -> None:
        """Go back to the default."""
        its = runtime_settings.c
        await self.db.execute(
            delete(runtime_settings).where(
                its.channel == self.channel, its.name == self.setting.name
            )
        )
        _KNOWN.pop(self.db, None)

    @property
    def channel(self) -> int:
        """The number under which it lies in the table."""
        match self.setting.reach:
            case Reach.CHANNEL:
                return self.scope.channel
            case Reach.ROOM:
                return self.scope.host
            case Reach.DEPLOYMENT:
                return DEPLOYMENT


class RuntimeSetting(Generic[Value]):
    """A setting's name in the table, its default, and how JSON holds its values."""

    def __init__(
        self,
        name: str,
        default: Value,
        *,
        read: Callable[[Any], Value] = lambda stored: stored,
        write: Callable[[Any], Any] = lambda value: value,
        reach: Reach = Reach.CHANNEL,
        in_backup: bool = False,
    ) -> None:
        self.name = name
        self.reach = reach
        self.default = default
        self.read = read
        self.write = write
        self.in_backup = in_backup

    @overload
    def __get__(self, tables: None, owner: Any) -> "RuntimeSetting[Value]": ...
    @overload
    def __get__(self, tables: "RuntimeSettings", owner: Any) -> SettingHere[Value]: ...
    def __get__(self, tables: Any, owner: Any) -> Any:
        return self if tables is None else SettingHere(tables.db, tables.scope, self)


_KEY = [runtime_settings.c.channel, runtime_settings.c.name]


def stored_in(name: str, channel: str) -> ScalarSelect[Any]:
    """Return a setting's value as JSON, to be asked for within another statement. ``channel``: the
    parameter under which that statement is given where it lies."""
    its = runtime_settings.c
    where = its.channel == bindparam(channel, type_=its.channel.type)
    return select(its.value).where(where, its.name == name).scalar_subquery()


_KNOWN: WeakKeyDictionary[AsyncConnection, dict[int, dict[str, Any]]] = WeakKeyDictionary()
"""Transaction -> channel -> what stands in the table: a few dozen short rows, which one statement
brings, where a flow asks for five of them. A change of one forgets them all."""

_OF_CHANNEL = select(runtime_settings.c.name, runtime_settings.c.value).where(
    runtime_settings.c.channel == bindparam("of", type_=runtime_settings.c.channel.type)
)
"""Built once: nearly every flow asks."""


async def _known_of(db: AsyncConnection, channel: int) -> dict[str, Any]:
    known = _KNOWN.setdefault(db, {})
    if channel not in known:
        rows = await db.execute(_OF_CHANNEL, {"of": channel})
        known[channel] = {row.name: row.value for row in rows}
    return known[channel]


def _flag(
    name: str, *, reach: Reach = Reach.CHANNEL, in_backup: bool = False
) -> RuntimeSetting[bool]:
    return RuntimeSetting(name, False, read=bool, reach=reach, in_backup=in_backup)


def _texts(name: str, *, reach: Reach = Reach.CHANNEL) -> RuntimeSetting[Mapping[str, str]]:
    return RuntimeSetting(
        name,
        {},
        read=lambda stored: {str(key): str(value) for key, value in stored.items()},
        write=dict,
        reach=reach,
        in_backup=True,
    )


def _moment(name: str) -> RuntimeSetting[datetime | None]:
    return RuntimeSetting(
        name,
        None,
        read=lambda stored: datetime.fromtimestamp(stored, UTC),
        write=lambda moment: moment.timestamp(),
    )


def _day(name: str) -> RuntimeSetting[date | None]:
    return RuntimeSetting(name, None, read=date.fromisoformat, write=lambda day: day.isoformat())


def _iso(name: str) -> RuntimeSetting[datetime | None]:
    return RuntimeSetting(
        name, None, read=datetime.fromisoformat, write=lambda moment: moment.isoformat()
    )


def _per_day(name: str) -> RuntimeSetting[tuple[date, int] | None]:
    return RuntimeSetting(
        name,
        None,
        read=lambda stored: (date.fromisoformat(stored[0]), int(stored[1])),
        write=lambda counted: [counted[0].isoformat(), counted[1]],
    )


class RuntimeSettings:
    mode = RuntimeSetting[Mode | None]("mode", None, in_backup=True)
    """The mode that overrules SOTTO_MODERATION."""
    paused = _flag("paused", in_backup=True)
    """Whether moderators stopped releases for a while."""
    summary = _flag("summary", reach=Reach.ROOM)
    """Whether moderators hear once a day what waits, and nothing makes a sound."""
    summary_day = _day("summary_day")
    """The last day on which they heard."""

    changed_here = _texts("changed_here")
    """The settings of this channel that moderators voted for, as they would be written."""
    changed_for_all = _texts("changed_for_all", reach=Reach.DEPLOYMENT)
    """The settings of the whole installation that moderators voted for."""
    change_log = RuntimeSetting[tuple[tuple[str, str, str, str], ...]](
        "change_log",
        (),
        read=lambda stored: tuple((str(d), str(w), str(b), str(a)) for d, w, b, a in stored),
        write=lambda kept: [list(each) for each in kept],
        in_backup=True,
    )
    """The changes: the day, what, before and after. Never by whom."""

    next_number = RuntimeSetting[int]("next_number", 1, in_backup=True)
    """The public number of the next whisper; see ``take_numbers``."""
    last_slot = _moment("last_slot")
    """The last slot at which the pool was drawn from."""
    last_batch = _moment("last_batch")
    """The last time at which what waits for moderators got cards."""
    last_care_batch = _moment("last_care_batch")
    """The last time at which who is not well was looked for."""
    release_early = _moment("release_early")
    """The batch time at which moderators let go of what waits."""
    ranked_by = RuntimeSetting[str | None]("ranked_by", None)
    """The fingerprint of the weights by which the scores of its posts were worked out."""
    digest_asked = _day("digest_asked")
    """The local day for which ``sotto digest --now`` asked."""
    week_asked = _day("week_asked")
    """First day of the week for which ``sotto digest --week`` asked."""
    year_asked = _day("year_asked")

    places_rule = RuntimeSetting[str]("places_rule", "off")
    """The rule by which the places stand that posts print."""
    places_slot = _moment("places_slot")
    """The last slot at which they were looked at."""

    reports_slot = _iso("reports_slot")
    """The last time for hiding that was kept."""
    reports_restored = _per_day("reports_restored")
    """A day (UTC), and how many hidden posts were restored on it."""

    reply_reports_slot = _iso("reply_reports_slot")
    """The last time for hiding replies that was kept."""
    reply_reports_restored = _per_day("reply_reports_restored")
    """A day (UTC), and how many hidden replies were restored on it."""

    ban_key = RuntimeSetting[bytes | None](
        "ban_key",
        None,
        read=bytes.fromhex,
        write=lambda key: key.hex(),
        reach=Reach.DEPLOYMENT,
    )
    """This installation's key for the tags of bans. It never leaves, not even in a backup."""
    clean_stop = RuntimeSetting[bool | None]("clean_stop", None, reach=Reach.DEPLOYMENT)
    """Whether the last stop left no debts behind but open drafts. None: nothing has ever run on
    this database."""

    walk_first = RuntimeSetting[int]("walk_first", 0)
    """This database was restored: look what the channel holds before giving numbers. ``True`` until
    the newest message id is learnt, then the id up to which it was looked at."""
    discussion_group = RuntimeSetting[int | None]("discussion_group", None, in_backup=True)
    """The group linked to the channel, in which replies stand as comments; learnt from its copies
    of posts, and from what Telegram says of the channel."""
    discussion_shut = _flag("discussion_shut")
    """Whether that group takes nothing from the bot just now."""
    walk_group_first = RuntimeSetting[int]("walk_group_first", 0)
    """As ``walk_first``, for the group: look which replies it holds before giving ordinals."""
    ordinals_after = RuntimeSetting[tuple[int, int] | None](
        "ordinals_after",
        None,
        read=lambda stored: (int(stored[0]), int(stored[1])),
        write=list,
        in_backup=True,
    )
    """(number, ordinal): threads of whispers up to this number go on after this ordinal, since
    nobody could read which replies the group holds."""
    poster = RuntimeSetting[int | None]("poster", None)
    """The id of the bot that posts in the channel, and knows its pictures by their names."""
    last_mark = RuntimeSetting[int | None]("last_mark", None)
    """The id of our newest silent text in the channel, so that a copy of it is known later."""
    backup = _flag("backup", reach=Reach.DEPLOYMENT)
    """Whether this file was written by ``sotto backup`` and is not a running database."""

    moved_away = _flag("moved_away", reach=Reach.DEPLOYMENT)
    """All of it was moved to another database: no bot starts on this one."""

    feeds_filled = RuntimeSetting[tuple[str, int | None] | None](
        "feeds_filled",
        None,
        read=lambda stored: (str(stored[0]), stored[1]),
        write=list,
    )
    """The edition of the feeds' tables, and the number up to which they are filled; no number: with
    all that stands."""
    feeds_left = _flag("feeds_left", reach=Reach.DEPLOYMENT)
    """Whether a whisper has left the search index since the last move of it began."""
    feeds_moving = _flag("feeds_moving", reach=Reach.DEPLOYMENT)
    """Whether the search index is being moved to its other side."""
    feeds_aside = _flag("feeds_aside", reach=Reach.DEPLOYMENT)
    """Whether new words come into the tables aside, where all others are or are moved to."""

    moderators_chat = RuntimeSetting[int | None]("moderators_chat", None)
    """The chat whose messages the cards' ids mean."""
    moderators_high = RuntimeSetting[int]("moderators_high", 0, read=int, reach=Reach.ROOM)
    """The newest message id known in the moderators' chat."""
    room_topics = RuntimeSetting[Mapping[str, int]](
        "room_topics",
        {},
        read=lambda stored: {str(name): int(number) for name, number in stored.items()},
        write=dict,
        reach=Reach.ROOM,
    )
    """Queue -> its topic in the moderators' chat, and under ``chat`` in which one."""
    moderators_kept = RuntimeSetting[frozenset[int]](
        "moderators_kept", frozenset(), read=frozenset, write=sorted, reach=Reach.ROOM
    )
    """Messages there that stand for good, though no card is behind them."""
    moved_chats = RuntimeSetting[dict[int, int]](
        "moved_chats",
        {},
        read=lambda stored: {int(old): int(new) for old, new in stored.items()},
        write=lambda moved: {str(old): new for old, new in moved.items()},
        reach=Reach.DEPLOYMENT,
    )
    """Old number -> new number of private groups that became supergroups. It wins over the
    settings."""

    def __init__(self, connection: AsyncConnection, scope: Scope) -> None:
        self.db = connection
        self.scope = scope

    async def take_numbers(self, count: int) -> int:
        """Return the first of so many public numbers in a row. Never given twice, gaps are
        allowed."""
        row = self._first_number(1 + count)
        taken = row.on_conflict_do_update(
            index_elements=_KEY,
            set_={"value": _as_value(_as_number(runtime_settings.c.value) + count)},
        )
        after = (await self.db.execute(taken.returning(runtime_settings.c.value))).scalar_one()
        _KNOWN.pop(self.db, None)
        return int(after) - count

    async def numbers_given(self) -> int:
        """How many public numbers are taken, gaps among them."""
        return await self.next_number.get() - 1

    async def skip_numbers(self, used: int) -> None:
        """Skip the numbers up to ``used``, which are in the channel already."""
        await self.db.execute(
            self._first_number(used + 1).on_conflict_do_update(
                index_elements=_KEY,
                set_={"value": used + 1},
                where=_as_number(runtime_settings.c.value) <= used,
            )
        )
        _KNOWN.pop(self.db, None)

    def _first_number(self, number: int) -> Any:
        name = RuntimeSettings.next_number.name
        return insert_into(self.db, runtime_settings).values(
            channel=self.scope.channel, name=name, value=number
        )


def declared() -> tuple[RuntimeSetting[Any], ...]:
    """Return every run-time setting that there is."""
    named = vars(RuntimeSettings).values()
    return tuple(each for each in named if isinstance(each, RuntimeSetting))


def _as_number(value: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(cast(value, Text), BigInteger)


def _as_value(number: ColumnElement[int]) -> ColumnElement[Any]:
    """Return what the column of values holds: JSON, which engines make of text alone."""
    return cast(cast(number, Text), JSON)
