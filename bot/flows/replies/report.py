"""A reader reports a reply: counted without who, and weighed at fixed times as posts are.

A reply that is reported enough leaves the thread and the discussion group and waits on a sheet,
with its place kept. What the brake leaves standing stays due, and goes as soon as there is room.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.reports import Reason, Thresholds, hides
from bot.domain.tallies import Counted
from bot.domain.whisper import State
from bot.flows.moderation.hide import counts_of
from bot.flows.moderation.hide_at_times import hide_at_times
from bot.flows.moderation.hiding_limit import room_for_replies
from bot.flows.moderation.report import Reported, Stand, stand_in
from bot.flows.replies.posts import take_reply_post_down
from bot.memory.reporters import GivenReply, ReporterBook
from storage import Storage, Tables
from storage.runtime import SettingHere


async def stand_of_reply(*, storage: Storage, number: int, ordinal: int) -> Stand:
    async with storage.reading() as tables:
        return await _stand(tables, number, ordinal)


async def _stand(tables: Tables, number: int, ordinal: int) -> Stand:
    whispers = await stand_in(tables, number)
    if whispers is not Stand.LIVE:
        return whispers
    reply = await tables.replies.by_ordinal(number, ordinal)
    if reply is None:
        return Stand.UNKNOWN
    if reply.state is State.RELEASED:
        return Stand.LIVE
    return Stand.HIDDEN if reply.state in (State.REVIEW, State.HELD) else Stand.GONE


async def report_reply(
    *,
    storage: Storage,
    number: int,
    ordinal: int,
    reason: Reason,
    light: bool,
    refusal: Callable[[], Awaitable[Reported | None]],
    day: date,
) -> Reported | Stand:
    """Count it; what follows from it comes later. ``refusal`` knows, from memory, whether this
    person may report it; a reply that does not stand is not counted."""
    if (no := await refusal()) is not None:
        return no
    async with storage.transaction() as tables:
        stand = await _stand(tables, number, ordinal)
        if stand is not Stand.LIVE:
            return stand
        counted = await tables.reply_reports.add(number, ordinal, reason, light=light)
        await tables.daily_counts.count(day, Counted.REPORTS)
    return Reported.LOOKED_AT if counted.immune else Reported.COUNTED


async def hide_replies_due(
    *,
    storage: Storage,
    chat: int,
    thresholds: Thresholds,
    reporters: ReporterBook,
    every: timedelta,
    now: datetime,
) -> int:
    """A tick: hide replies that were reported enough. Return how many."""
    replies = _Replies(chat, thresholds, reporters)
    return await hide_at_times(replies, storage=storage, reporters=reporters, every=every, now=now)


@dataclass(frozen=True, slots=True)
class _Replies:
    """The replies, as what is reported; each is named by the number of the whisper and its own."""

    chat: int
    thresholds: Thresholds
    reporters: ReporterBook

    def kept(self, tables: Tables) -> SettingHere[datetime | None]:
        return tables.runtime_settings.reply_reports_slot

    async def undecided(self, now: datetime) -> Sequence[GivenReply]:
        return await self.reporters.undecided_replies(now)

    async def let_stand(self, tables: Tables, told: GivenReply) -> bool:
        number, ordinal, reason = told
        reports = await tables.reply_reports.of(number, ordinal)
        return any(each.reason == reason and each.immune for each in reports)

    async def due(self, tables: Tables) -> list[tuple[int, int]]:
        found = []
        for number, ordinal in await tables.reply_reports.undecided():
            reply = await tables.replies.by_ordinal(number, ordinal)
            if reply is None or reply.state is not State.RELEASED:
                continue
            reports = await tables.reply_reports.of(number, ordinal)
            restored = any(each.immune for each in reports)
            if hides(counts_of(reports), self.thresholds.for_post(restored=restored, love=0)):
                found.append((-sum(each.times for each in reports), number, ordinal))
        return [(number, ordinal) for _people, number, ordinal in sorted(found)]

    async def room(self, tables: Tables, now: datetime) -> int:
        return await room_for_replies(tables, self.chat, now)

    async def hide(self, tables: Tables, what: tuple[int, int], now: datetime) -> None:
        reply = await tables.replies.by_ordinal(*what)
        hidden = None if reply is None else await tables.replies.hide(reply.key)
        if hidden is not None:
            await take_reply_post_down(tables, hidden, now)

    async def brake(self, tables: Tables, what: tuple[int, int]) -> None:
        """Do nothing: it stays due, and goes as soon as there is room."""

    def number(self, what: tuple[int, int]) -> int:
        return what[0]
