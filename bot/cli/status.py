"""``sotto status`` and ``sotto doctor``, printed for a person or as JSON for a program."""

import asyncio
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli.data import can_be_read, opened_storage
from bot.errors import SettingsWrong
from bot.ops.data_folder import is_held
from bot.ops.known_channels import crowds, known_channels
from bot.ops.overview import overview
from bot.ops.pulse import read_pulse
from bot.ops.status import Facts, Status, judge
from bot.ops.status_text import SetGroup, tell_status
from bot.settings import Configuration, load_configuration
from storage.inspect import inspect

if TYPE_CHECKING:
    from rich.table import Table

    from bot.ops.doctor import DoctorFinding

_MARKS = {"fine": ("✓", "green"), "warned": ("!", "yellow"), "failed": ("✗", "red")}


def print_doctor(*, as_json: bool) -> int:
    """Exit status: 0 when nothing failed, else 1."""
    from bot.ops import doctor  # loads all that draws

    try:
        configuration = load_configuration()
        crowds = asyncio.run(_crowds(configuration))
        now = datetime.now(UTC)
        findings = asyncio.run(doctor.examine(configuration, now, crowds=crowds))
    except SettingsWrong as wrong:
        findings = doctor.unreadable_settings(wrong)
    if as_json:
        print(json.dumps(doctor.as_json(findings), ensure_ascii=False, indent=2))
    else:
        _print_findings(findings)
    return 0 if doctor.healthy(findings) else 1


async def _crowds(configuration: Configuration) -> Mapping[str, float | None]:
    """Whispers a day of each channel, where several divide them and there are tables that can be
    read as they are: the doctor changes nothing. What is wrong with them it tells elsewhere."""
    settings = configuration.settings
    if len(configuration.taking_whispers) < 2 or not can_be_read(settings):
        return {}
    async with opened_storage(settings) as storage:
        return await crowds(storage, configuration, datetime.now(UTC))


def _print_findings(findings: "Sequence[DoctorFinding]") -> None:
    """What concerns all channels, then a block for each channel; with one, one block."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for channel in dict.fromkeys(["", *(finding.channel for finding in findings)]):
        if channel:
            console.print()
            console.print(Text(channel, style="bold"))
        console.print(_block(finding for finding in findings if finding.channel == channel))


def _block(findings: "Iterable[DoctorFinding]") -> "Table":
    from rich.table import Table
    from rich.text import Text

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
    return table


def print_status(*, as_json: bool) -> int:
    """What the tables say, and the running bot's pulse. Exit status: 1 when down, else 0."""
    configuration = load_configuration()
    settings = configuration.settings
    status = asyncio.run(_look(configuration))
    return tell_status(status, settings.timezone, _groups(configuration), as_json=as_json)


def _groups(configuration: Configuration) -> Iterator[SetGroup]:
    for channel in configuration.channels:
        for setting in ("moderators", "staging"):
            number = getattr(channel.settings, setting)
            if isinstance(number, int):
                in_file = channel.place_of(setting) == channel.file
                written = channel.line_of(setting, "").removesuffix('""')
                yield SetGroup(number, written, channel.file if in_file else None)


async def _look(configuration: Configuration) -> Status:
    settings = configuration.settings
    if inspect(settings.database_address)[0] == "absent":
        return judge(Facts(at=datetime.now(UTC), mode=settings.moderation_mode))
    async with opened_storage(settings) as storage:
        channels = await known_channels(storage, configuration)
        return await overview(
            channels=[each.look for each in channels],
            now=datetime.now(UTC),
            pulse=read_pulse(settings.data) if is_held(settings.data) else None,
        )
