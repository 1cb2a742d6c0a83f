"""The status as ``sotto status`` prints it. Imports nothing that is slow to load."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.domain.counted import counted
from bot.ops.status import ChannelFacts, ChannelStatus, Facts, Status, state_of
from bot.renderers import IN_USE

_PROBLEMS = {
    "not_running": "No bot is running on this data folder. Start it: sotto run",
    "poller_silent": "Telegram hasn't answered for five minutes. See: sotto doctor",
    "updates_repeated": "Telegram keeps sending the same updates. See: sotto doctor",
    "updates_stuck": "No update could be confirmed for five minutes. See: sotto doctor",
    "storage_silent": "The database couldn't be read for five minutes. See: sotto doctor",
    "moderators_stuck": "Nothing could be posted in the moderators' chat for five minutes. "
    "See: sotto doctor",
    "channel_stuck": "Nothing could be posted for five minutes. See: sotto doctor",
    "set_aside": "Posts are waiting for your decision. See: sotto outbox",
    "paused": "Publishing is paused by a moderator.",
    "renderer_left": "A renderer isn't used; its cards are drawn elsewhere. See: sotto doctor",
}


_COLUMNS = (
    "channel", "moderation", "review", "pool", "to post", "set aside", "published", "a day",
    "posting",
)  # fmt: skip
_FIGURES = range(2, 8)


@dataclass(frozen=True, slots=True)
class SetGroup:
    """A line of the settings that names a private group."""

    number: int
    written: str  # up to the number: ``SOTTO_MODERATORS=``, ``moderators = ``
    file: str | None = None  # None: in the environment or in .env

    def now(self, number: int) -> str:
        """Return what to write instead."""
        return f"{self.written}{number}{f' into {self.file}' if self.file else ''}"


def tell_status(status: Status, zone: tzinfo, groups: Iterable[SetGroup], *, as_json: bool) -> int:
    """Print the status. Return the exit status: 0 when all is well or it works all the same, 1 when
    down."""
    if as_json:
        _say(json.dumps(status.as_json(), indent=2))
    else:
        rows = status_rows(status, zone, groups)
        wide = max(len(name) for name, _ in rows)
        for name, value in rows:
            _say(f"{name:<{wide}}  {value}")
        for line in (*_table(status.facts, zone), *_workers(status.facts, zone)):
            _say(line)
        for problem in status.problems:
            _say(_bold(f"→ {_PROBLEMS[problem]}"))
    return 1 if status.health == "down" else 0


def _campaigns(facts: Facts) -> list[tuple[str, str]]:
    """Return the line about campaigns; nothing where there are none."""
    if not facts.campaigns and not facts.campaigns_asked:
        return []
    asked = f", {facts.campaigns_asked} with moderators" if facts.campaigns_asked else ""
    return [("campaigns", f"{facts.campaigns} approved{asked}")]


def status_rows(status: Status, zone: tzinfo, groups: Iterable[SetGroup]) -> list[tuple[str, str]]:
    """Return (what, how it is), line by line; of several channels together. Moments are told in
    ``zone``."""
    facts = status.facts
    when = _moments(zone)
    rows = [
        ("health", status.health),
        ("running since", "it stands by" if facts.stands_by else when(facts.started)),
        ("last answer from Telegram", when(facts.last_poll)),
        ("moderation", _moderation(facts)),
        ("waiting for moderators", str(facts.in_review)),
        ("pool", f"{facts.pool} waiting to be mixed"),
        ("next slot", when(facts.next_slot)),
        ("to be posted", f"{facts.backlog}{_since(facts.oldest_due, facts.at)}"),
        *([("replies on their way", str(facts.unsent_replies))] if facts.unsent_replies else []),
        *_campaigns(facts),
        ("set aside", str(facts.set_aside)),
        ("published", str(facts.published)),
    ]
    for line in dict.fromkeys(
        group.now(facts.moved[group.number]) for group in groups if group.number in facts.moved
    ):
        rows.append(("moved", f"write {line}: it is a supergroup now"))
    if facts.by_channel:  # each has a line of its own
        rows = [row for row in rows if row[0] != "moderation"]
    else:
        rows += [("channel", _posting(way, facts.at, when)) for way in facts.channels]
    if facts.handled is not None:
        counts = f"{facts.handled} handled, {facts.failed} dropped, {facts.unreadable} unreadable"
        rows.append(("updates", counts))
        owed = counted(facts.undeleted or 0, "private message", "private messages")
        rows.append(("still to be deleted", owed))
    if facts.renderers:
        rows.append(("renderers", _renderers(facts)))
    return rows


def _renderers(facts: Facts) -> str:
    """Return ``1 in use, 1 not (version); 812 drawn there, 3 here``."""
    left = {state: count for state, count in facts.renderers.items() if state != IN_USE}
    why = f", {sum(left.values())} not ({', '.join(sorted(left))})" if left else ""
    drawn = f"{facts.drawn_elsewhere} drawn there, {facts.drawn_here} here"
    return f"{facts.renderers.get(IN_USE, 0)} in use{why}; {drawn}"


def _table(facts: Facts, zone: tzinfo) -> Iterator[str]:
    """Yield a line for each of several channels, under a heading; numbers stand to the right."""
    if not facts.by_channel:
        return
    ways = {way.name: way for way in facts.channels}
    rows = [
        _COLUMNS,
        *(_of_channel(each, ways.get(each.name), facts.at, zone) for each in facts.by_channel),
    ]
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield ""
    for row in rows:
        cells = (
            cell.rjust(width) if place in _FIGURES else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, wide, strict=True))
        )
        yield "  ".join(cells).rstrip()
    yield ""


def _workers(facts: Facts, zone: tzinfo) -> Iterator[str]:
    """Yield a line for each process on the same database, and below it what it alone does."""
    when = _moments(zone)
    if facts.workers:
        yield ""
    for worker in facts.workers:
        rest = "" if worker.leases else ", stands by"
        yield (
            f"{worker.holder}  {worker.role}, version {worker.version}, since "
            f"{when(worker.since)}{rest}"
        )
        for lease in worker.leases:
            yield f"    {lease.name}  since {when(lease.since)}"


def _of_channel(
    facts: ChannelFacts, way: ChannelStatus | None, now: datetime, zone: tzinfo
) -> Sequence[str]:
    figures = (facts.in_review, facts.pool, facts.backlog, facts.set_aside, facts.published)
    return (
        facts.name,
        _moderation(facts),
        *map(str, figures),
        "new" if facts.a_day is None else f"{facts.a_day:.1f}",
        _posting(way or ChannelStatus(), now, _moments(zone, "%H:%M")),
    )


def _moderation(facts: Facts | ChannelFacts) -> str:
    if isinstance(facts, ChannelFacts) and facts.kind != "whispers":
        return facts.kind
    return f"{facts.mode}{', paused' if facts.paused else ''}"


def _posting(way: ChannelStatus, now: datetime, when: Callable[[datetime | None], str]) -> str:
    state = state_of(way, now)
    until = way.not_before if state in ("waiting", "stuck") else None
    return f"{state} until {when(until)}" if until else state


def _moments(zone: tzinfo, form: str = "%Y-%m-%d %H:%M:%S %Z") -> Callable[[datetime | None], str]:
    return lambda moment: moment.astimezone(zone).strftime(form) if moment else "–"


def _since(moment: datetime | None, now: datetime) -> str:
    return f", the oldest since {int((now - moment).total_seconds())} s" if moment else ""


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _bold(line: str) -> str:
    return f"\x1b[1m{line}\x1b[0m" if sys.stdout.isatty() else line
