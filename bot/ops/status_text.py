"""How the bot is doing, as ``sotto status`` prints it. Imports nothing that is slow to load."""

import json
import sys
from collections.abc import Mapping
from datetime import datetime, tzinfo

from bot.ops.status import ChannelFacts, Status, state_of

_PROBLEMS = {
    "not_running": "No bot is running on this data folder. Start it: sotto run",
    "poller_silent": "Telegram has not answered for five minutes. Look: sotto doctor",
    "updates_repeated": "Telegram brings the same updates again and again. Look: sotto doctor",
    "updates_stuck": "No update could be confirmed for five minutes. Look: sotto doctor",
    "storage_silent": "The database could not be read for five minutes. Look: sotto doctor",
    "moderators_stuck": "The moderators' chat has taken nothing for five minutes. "
    "Look: sotto doctor",
    "channel_stuck": "Nothing could be posted for five minutes. Look: sotto doctor",
    "set_aside": "Posts wait for your decision. Look: sotto outbox",
    "paused": "Publishing is paused by a moderator.",
}


def tell_status(
    status: Status, zone: tzinfo, groups: Mapping[str, int | None], *, as_json: bool
) -> int:
    """``groups``: the settings that name private groups, with their numbers. Exit status: 0 when
    all is well or it works all the same, 1 when down."""
    if as_json:
        _say(json.dumps(status.as_json(), indent=2))
    else:
        rows = status_rows(status, zone, groups)
        wide = max(len(name) for name, _ in rows)
        for name, value in rows:
            _say(f"{name:<{wide}}  {value}")
        for problem in status.problems:
            _say(_bold(f"→ {_PROBLEMS[problem]}"))
    return 1 if status.health == "down" else 0


def status_rows(
    status: Status, zone: tzinfo, groups: Mapping[str, int | None]
) -> list[tuple[str, str]]:
    """(what, how it is), line by line. Moments are told in ``zone``."""
    facts = status.facts

    def when(moment: datetime | None) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M:%S %Z}" if moment else "–"

    rows = [
        ("health", status.health),
        ("running since", when(facts.started)),
        ("last answer of Telegram", when(facts.last_poll)),
        ("moderation", f"{facts.mode}{', paused' if facts.paused else ''}"),
        ("waiting for moderators", str(facts.in_review)),
        ("pool", f"{facts.pool} waiting to be mixed"),
        ("next slot", when(facts.next_slot)),
        ("to be posted", f"{facts.backlog}{_since(facts.oldest_due, facts.at)}"),
        ("set aside", str(facts.set_aside)),
        ("published", str(facts.published)),
    ]
    for name, number in groups.items():
        if number is not None and number in facts.moved:
            rows.append(("moved", f"write {name}={facts.moved[number]}: it is a supergroup now"))
    for channel in facts.channels:
        state = state_of(channel, facts.at)
        detail = f" until {when(channel.not_before)}" if state in ("waiting", "stuck") else ""
        named = f"channel {channel.name}".strip()
        rows.append((named, f"{state}{detail if channel.not_before else ''}"))
    rows += [(each.name, _of_channel(each, facts.at)) for each in facts.by_channel]
    if facts.handled is not None:
        counts = f"{facts.handled} handled, {facts.failed} given up, {facts.unreadable} unreadable"
        rows.append(("updates", counts))
        rows.append(("still to be deleted", f"{facts.undeleted} private messages"))
    return rows


def _of_channel(facts: ChannelFacts, now: datetime) -> str:
    """One of several channels in a line."""
    parts = [
        f"{facts.mode}{', paused' if facts.paused else ''}",
        f"{facts.in_review} with moderators",
        f"{facts.pool} in the pool",
        f"{facts.backlog} to be posted{_since(facts.oldest_due, now)}",
        f"{facts.set_aside} set aside",
        f"{facts.published} published",
        f"a crowd of {facts.a_day:.1f} a day",
    ]
    return " · ".join(parts)


def _since(moment: datetime | None, now: datetime) -> str:
    return f", the oldest since {int((now - moment).total_seconds())} s" if moment else ""


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _bold(line: str) -> str:
    return f"\x1b[1m{line}\x1b[0m" if sys.stdout.isatty() else line
