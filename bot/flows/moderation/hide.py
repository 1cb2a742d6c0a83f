"""Hiding posts that were reported enough. What the brake leaves standing goes to the moderators as
it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.ranking import Weights
from bot.domain.reports import Count, Reason, Thresholds, hides
from bot.domain.states import PostState
from bot.flows.moderation.hide_at_times import hide_at_times
from bot.flows.moderation.hiding_limit import room
from bot.flows.moderation.remove import hide
from bot.memory.reporters import Given, ReporterBook
from storage import Storage, Tables
from storage.reply_reports import ReplyReport
from storage.reports import Report
from storage.runtime import SettingHere


async def hide_due(
    *,
    storage: Storage,
    chat: int,
    thresholds: Thresholds,
    weights: Weights,
    reporters: ReporterBook,
    every: timedelta,
    now: datetime,
) -> int:
    """A tick: hide posts that were reported enough. Return how many."""
    posts = _Posts(chat, thresholds, weights, reporters)
    return await hide_at_times(posts, storage=storage, reporters=reporters, every=every, now=now)


@dataclass(frozen=True, slots=True)
class _Posts:
    """The posts, as what is reported; each is named by the number of its whisper."""

    chat: int
    thresholds: Thresholds
    weights: Weights
    reporters: ReporterBook

    def kept(self, tables: Tables) -> SettingHere[datetime | None]:
        return tables.runtime_settings.reports_slot

    async def undecided(self, now: datetime) -> Sequence[Given]:
        return await self.reporters.undecided(now)

    async def let_stand(self, tables: Tables, told: Given) -> bool:
        number, reason = told
        reports = await tables.reports.of(number)
        return any(each.reason == reason and each.immune for each in reports)

    async def due(self, tables: Tables) -> list[int]:
        known = {case.number for case in await tables.hidden_posts.all() if case.standing}
        found = []
        for number in await tables.reports.undecided():
            post = await tables.posts.by_number(number)
            if post is None or post.state is not PostState.LIVE or number in known:
                continue
            reports = await tables.reports.of(number)
            counts = await tables.reactions.of(post.chat, post.message_id)
            love, _mockery = self.weights.votes(counts)
            restored = any(each.immune for each in reports)
            if hides(counts_of(reports), self.thresholds.for_post(restored=restored, love=love)):
                found.append((-sum(each.times for each in reports), number))
        return [number for _people, number in sorted(found)]

    async def room(self, tables: Tables, now: datetime) -> int:
        return await room(tables, self.chat, now)

    async def hide(self, tables: Tables, what: int, now: datetime) -> None:
        await hide(tables, what, now)

    async def brake(self, tables: Tables, what: int) -> None:
        await tables.hidden_posts.open_standing(what)

    def number(self, what: int) -> int:
        return what


def counts_of(reports: Iterable[Report | ReplyReport]) -> dict[Reason, Count]:
    """Return reason -> count, without the reasons that moderators have looked at."""
    return {
        Reason(each.reason): Count(each.times, each.light) for each in reports if not each.immune
    }
