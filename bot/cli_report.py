"""``sotto status`` and ``sotto doctor``, printed for a person or as JSON for a program."""

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import doctor
from bot.cli_database import opened_storage
from bot.doctor import Finding
from bot.errors import SettingsWrong
from bot.flows.overview import overview
from bot.lock import is_held
from bot.pulse import read_pulse
from bot.settings import Settings, load_settings
from bot.status import Facts, Status, judge, lane_state
from storage.peek import peek

_MARKS = {"fine": ("✓", "green"), "warned": ("!", "yellow"), "failed": ("✗", "red")}

_PROBLEMS = {
    "not_running": "No bot is running on this data folder. Start it: sotto run",
    "poller_silent": "Telegram has not answered for five minutes. Look: sotto doctor",
    "updates_repeated": "Telegram brings the same updates again and again. Look: sotto doctor",
    "updates_stuck": "No update could be confirmed for five minutes. Look: sotto doctor",
    "storage_silent": "The database could not be read for five minutes. Look: sotto doctor",
    "desk_stuck": "The moderators' chat has taken nothing for five minutes. Look: sotto doctor",
    "lane_stuck": "Nothing could be posted for five minutes. Look: sotto doctor",
    "set_aside": "Posts wait for your decision. Look: sotto outbox",
    "paused": "Publishing is paused by a moderator.",
}


def print_doctor(*, as_json: bool) -> int:
    """Exit status: 0 when nothing failed, else 1."""
    try:
        findings = asyncio.run(doctor.examine(load_settings(), datetime.now(UTC)))
    except SettingsWrong as wrong:
        findings = doctor.unreadable_settings(wrong)
    if as_json:
        print(json.dumps(doctor.as_json(findings), ensure_ascii=False, indent=2))
    else:
        _print_findings(findings)
    return 0 if doctor.healthy(findings) else 1


def _print_findings(findings: Sequence[Finding]) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        mark, colour = _MARKS[finding.state]
        said = Text(finding.said)
        if finding.mend:
            said.append(f"\n→ {finding.mend}", style="bold")
        table.add_row(Text(mark, style=colour), finding.check, said)
    Console(highlight=False).print(table)


def print_status(*, as_json: bool) -> int:
    """Exit status: 0 when all is well or it works all the same, 1 when down."""
    settings = load_settings()
    status = asyncio.run(_look(settings))
    if as_json:
        print(json.dumps(status.as_json(), indent=2))
    else:
        _print_status(status, settings)
    return 1 if status.health == "down" else 0


async def _look(settings: Settings) -> Status:
    if peek(settings.database_address)[0] == "absent":
        return judge(Facts(at=datetime.now(UTC), mode=settings.moderation_mode))
    async with opened_storage(settings) as storage:
        return await overview(
            storage=storage,
            mixing=settings.mixing_rules,
            now=datetime.now(UTC),
            pulse=read_pulse(settings.data) if is_held(settings.data) else None,
            mode=settings.moderation_mode,
        )


def _print_status(status: Status, settings: Settings) -> None:
    facts = status.facts

    def when(moment: datetime | None) -> str:
        if moment is None:
            return "–"
        return f"{moment.astimezone(settings.timezone):%Y-%m-%d %H:%M:%S %Z}"

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
    for name, number in (
        ("SOTTO_MODERATORS", settings.moderators),
        ("SOTTO_STAGING", settings.staging),
    ):
        if number is not None and number in facts.moved:
            rows.append(("moved", f"write {name}={facts.moved[number]}: it is a supergroup now"))
    for lane in facts.lanes:
        state = lane_state(lane, facts.at)
        detail = f" until {when(lane.not_before)}" if state in ("waiting", "stuck") else ""
        rows.append(("lane", f"{state}{detail if lane.not_before else ''}"))
    if facts.handled is not None:
        rows.append(
            (
                "updates",
                f"{facts.handled} handled, {facts.failed} given up, {facts.unreadable} unreadable",
            )
        )
        rows.append(("still to be deleted", f"{facts.unburnt} private messages"))
    table = Table.grid(padding=(0, 2))
    for name, value in rows:
        table.add_row(Text(name, style="dim"), Text(value))
    console = Console(highlight=False)
    console.print(table)
    for problem in status.problems:
        console.print(Text(f"→ {_PROBLEMS[problem]}", style="bold"))


def _since(moment: datetime | None, now: datetime) -> str:
    return f", the oldest since {int((now - moment).total_seconds())} s" if moment else ""
