"""The status of the bot as one value: for /healthz, /metrics, ``sotto status`` and the moderators.

Pure: facts and the moment in, judgement out. Nothing in it says who or what.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.renderers import IN_USE

SILENT = timedelta(minutes=5)
"""A poller without an answer, or a channel without a success, for this long is a problem."""

AGAIN_AND_AGAIN = 3
"""An update that comes so often in a row, though it was handled and confirmed, is a problem."""

Health = Literal["ok", "degraded", "down"]
Kind = Literal["whispers", "digest", "closed"]
"""The purpose of a channel: whispers, others' most loved, or nothing new."""


@dataclass(frozen=True, slots=True)
class ChannelStatus:
    """The state of the way to one channel."""

    name: str | None = None  # None: it is the only one
    failures: int = 0  # in a row
    failing_since: datetime | None = None
    not_before: datetime | None = None  # Telegram asked to wait, or the pace does


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """The state of one of several channels."""

    name: str
    kind: Kind = "whispers"
    with_moderators: int = 0
    pool: int = 0
    in_review: int = 0
    next_slot: datetime | None = None
    backlog: int = 0
    unsent_replies: int = 0
    campaigns: int = 0
    campaigns_asked: int = 0
    oldest_due: datetime | None = None
    set_aside: int = 0
    published: int = 0
    mode: str = "post"
    paused: bool = False
    a_day: float | None = None  # came out on each of the last days, on average; None: it is new


@dataclass(frozen=True, slots=True)
class LeaseFacts:
    """A lease: something that this process does and no other may."""

    name: str  # bot:…, channel:…, channel-jobs:…, hourly
    since: datetime


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """A process that works on this database, as others may too."""

    holder: str  # machine:process:letters
    role: str
    version: str
    since: datetime
    leases: Sequence[LeaseFacts] = ()  # none: it stands by


@dataclass(frozen=True, slots=True)
class Facts:
    """The state of the bot at one moment. None: not known here (another process's memory)."""

    at: datetime
    started: datetime | None = None  # when the running bot was started; None: none runs
    last_poll: datetime | None = None
    handled: int | None = None  # updates since the start
    failed: int | None = None
    unreadable: int | None = None
    undeleted: int | None = None  # private messages still to be deleted
    again: int = 0  # how often in a row Telegram brought what was confirmed before
    stuck_since: datetime | None = None  # nothing could be confirmed since, though something waits
    moderators_refused_since: datetime | None = None  # the moderators' chat has taken nothing since
    with_moderators: int = 0  # whispers and posts that wait to be shown, or emptied, there
    loop_lag: float | None = None  # seconds that 99 % of the loop's timers were not later than
    loop_lag_longest: float | None = None  # within the last minute
    tasks: int | None = None  # of the event loop
    renderers: Mapping[str, int] = field(default_factory=dict)
    """How many are in use, and how many are not for which reason; empty where none are set."""
    drawing: int | None = None  # orders for cards and their like that are in hand or wait
    drawn_elsewhere: int = 0  # orders for cards and their like since the start
    drawn_here: int = 0
    tables_at: datetime | None = None  # when the tables were last read; None: this moment
    pool: int = 0
    in_review: int = 0
    next_slot: datetime | None = None
    backlog: int = 0  # parcels whose time has come
    unsent_replies: int = 0  # on their way into discussion groups
    campaigns: int = 0  # approved, and not over
    campaigns_asked: int = 0  # wait for moderators
    oldest_due: datetime | None = None
    set_aside: int = 0  # parcels that wait for a person
    published: int = 0
    mode: str = "post"
    paused: bool = False
    channels: Sequence[ChannelStatus] = ()
    by_channel: Sequence[ChannelFacts] = ()  # empty where there is only one
    workers: Sequence[WorkerFacts] = ()  # empty where the database is a file
    stands_by: bool = False  # another process does the work
    moved: Mapping[int, int] = field(default_factory=dict)
    """Groups that became supergroups: old number -> new number."""


@dataclass(frozen=True, slots=True)
class Status:
    """Facts with a judgement. ``problems`` are short codes; the sentences are in ``SENTENCES``."""

    facts: Facts
    health: Health
    problems: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        facts = self.facts
        return {
            "health": self.health,
            "problems": list(self.problems),
            "at": _written(facts.at),
            "running_since": _written(facts.started),
            "last_poll": _written(facts.last_poll),
            "last_poll_age_seconds": _age(facts.at, facts.last_poll),
            "updates": {
                "handled": facts.handled,
                "failed": facts.failed,
                "unreadable": facts.unreadable,
            },
            "updates_again": facts.again,
            "updates_stuck_since": _written(facts.stuck_since),
            "loop_lag_seconds": facts.loop_lag,
            "renderers": dict(facts.renderers),
            "drawing": facts.drawing,
            "drawn_elsewhere": facts.drawn_elsewhere,
            "drawn_here": facts.drawn_here,
            "undeleted": facts.undeleted,
            "pool": facts.pool,
            "in_review": facts.in_review,
            "waiting_for_moderators": facts.with_moderators,
            "moderators_refused_since": _written(facts.moderators_refused_since),
            "next_slot": _written(facts.next_slot),
            "backlog": facts.backlog,
            "unsent_replies": facts.unsent_replies,
            "campaigns": facts.campaigns,
            "campaigns_asked": facts.campaigns_asked,
            "backlog_age_seconds": _age(facts.at, facts.oldest_due) or 0,
            "set_aside": facts.set_aside,
            "published": facts.published,
            "mode": facts.mode,
            "paused": facts.paused,
            "stands_by": facts.stands_by,
            "workers": [
                {
                    "holder": worker.holder,
                    "role": worker.role,
                    "version": worker.version,
                    "since": _written(worker.since),
                    "leases": {each.name: _written(each.since) for each in worker.leases},
                }
                for worker in facts.workers
            ],
            "moved": {str(old): new for old, new in facts.moved.items()},
            "channels": [
                {
                    "name": channel.name,
                    "state": state_of(channel, facts.at),
                    "failures": channel.failures,
                    "failing_since": _written(channel.failing_since),
                    "not_before": _written(channel.not_before),
                }
                for channel in facts.channels
            ],
            "by_channel": [
                {
                    "name": each.name,
                    "kind": each.kind,
                    "pool": each.pool,
                    "in_review": each.in_review,
                    "waiting_for_moderators": each.with_moderators,
                    "next_slot": _written(each.next_slot),
                    "backlog": each.backlog,
                    "unsent_replies": each.unsent_replies,
                    "campaigns": each.campaigns,
                    "campaigns_asked": each.campaigns_asked,
                    "backlog_age_seconds": _age(facts.at, each.oldest_due) or 0,
                    "set_aside": each.set_aside,
                    "published": each.published,
                    "mode": each.mode,
                    "paused": each.paused,
                    "released_a_day": each.a_day,
                }
                for each in facts.by_channel
            ],
        }

    def gauges(self) -> Iterator[tuple[str, str, float]]:
        """Yield (name, description, value) of everything known; ``_total`` names only ever grow."""
        facts = self.facts
        silence = _age(facts.at, facts.last_poll)
        delay = _age(facts.at, facts.oldest_due) or 0
        fleet = facts.workers or None
        drawing = facts.renderers or None
        in_use = facts.renderers.get(IN_USE, 0)
        versions = len({each.version for each in facts.workers})
        held = sum(len(each.leases) for each in facts.workers)
        known: tuple[tuple[str, str, float | None], ...] = (
            ("up", "1 when the bot does its work, 0 when it is down.", self.health != "down"),
            ("last_poll_age_seconds", "Since Telegram last answered.", silence),
            ("updates_handled_total", "Updates handled since the start.", facts.handled),
            ("updates_failed_total", "Updates dropped since the start.", facts.failed),
            ("updates_unreadable_total", "Updates that could not be parsed.", facts.unreadable),
            ("updates_again", "How often in a row a confirmed update came again.", facts.again),
            ("loop_lag_seconds", "Lateness of 99 % of the last minute's timers, at most.",
             facts.loop_lag),
            ("loop_lag_longest_seconds", "Lateness of the latest of these.",
             facts.loop_lag_longest),
            ("loop_tasks", "Tasks of the event loop.", facts.tasks),
            ("drawing_orders", "Orders for cards that are drawn or wait.", facts.drawing),
            ("renderers_in_use", "Renderers that draw for this bot.", drawing and in_use),
            ("renderers_left", "Renderers that are not used now.",
             drawing and sum(drawing.values()) - in_use),
            ("drawn_elsewhere_total", "Orders that renderers drew.",
             drawing and facts.drawn_elsewhere),
            ("drawn_here_total", "Orders drawn on this machine.", drawing and facts.drawn_here),
            ("undeleted_messages", "Private messages still to be deleted.", facts.undeleted),
            ("pool_whispers", "Whispers waiting to be mixed.", facts.pool),
            ("review_whispers", "Whispers waiting for a moderator.", facts.in_review),
            ("moderators_waiting", "Messages waiting for the moderators' "
                "chat.", facts.with_moderators),
            ("backlog_parcels", "Parcels whose time has come.", facts.backlog),
            ("backlog_age_seconds", "Age of the oldest of these.", delay),
            ("unsent_replies", "Replies on their way into discussion groups.",
             facts.unsent_replies),
            ("set_aside_parcels", "Parcels waiting for a person.", facts.set_aside),
            ("published_whispers", "Whispers that have a number.", facts.published),
            ("paused", "1 while the operator has paused publishing.", facts.paused),
            ("workers", "Processes that work on this database.", fleet and len(fleet)),
            ("worker_versions", "Different versions among them.", fleet and versions),
            ("leases_held", "Leases that one of them holds.", fleet and held),
            ("channel_failures", "Failures in a row, of the worst channel.",
             max((channel.failures for channel in facts.channels), default=0)),
            ("channels_stuck", "Channels without a success for five minutes.",
             sum(state_of(channel, facts.at) == "stuck" for channel in facts.channels)),
        )  # fmt: skip
        for name, description, value in known:
            if value is not None:
                yield name, description, float(value)


def state_of(
    channel: ChannelStatus, now: datetime
) -> Literal["ready", "waiting", "failing", "stuck"]:
    wait = (channel.not_before or now) - now
    if channel.failing_since is not None:
        return "stuck" if now - channel.failing_since >= SILENT or wait >= SILENT else "failing"
    return "stuck" if wait >= SILENT else "waiting" if wait > timedelta(0) else "ready"


def judge(facts: Facts) -> Status:
    """Return the status with its problems in the order of their weight. Down: nothing new can come
    in or go out."""
    problems = []
    if facts.started is None:
        problems += [] if facts.stands_by else ["not_running"]
    elif facts.at - (facts.last_poll or facts.started) >= SILENT:
        problems.append("poller_silent")
    if facts.again >= AGAIN_AND_AGAIN:
        problems.append("updates_repeated")
    if _lasts(facts.stuck_since, facts.at):
        problems.append("updates_stuck")
    if any(state_of(channel, facts.at) == "stuck" for channel in facts.channels):
        problems.append("channel_stuck")
    if facts.tables_at is not None and facts.at - facts.tables_at > SILENT:
        problems.append("storage_silent")
    if facts.with_moderators and _lasts(facts.moderators_refused_since, facts.at):
        problems.append("moderators_stuck")
    down = bool(problems)
    if facts.set_aside:
        problems.append("set_aside")
    if facts.paused:
        problems.append("paused")
    if any(state != IN_USE for state in facts.renderers):
        problems.append("renderer_left")
    return Status(facts, "down" if down else "degraded" if problems else "ok", tuple(problems))


def _lasts(since: datetime | None, now: datetime) -> bool:
    return since is not None and now - since >= SILENT


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _age(now: datetime, then: datetime | None) -> float | None:
    return max(0.0, round((now - then).total_seconds(), 1)) if then else None
