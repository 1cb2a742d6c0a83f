"""``sotto status`` and ``sotto doctor``, printed for a person or as JSON for a program."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

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


def print_doctor(*, as_json: bool) -> int:
    """Print what the doctor found. Exit status: 0 when nothing failed, else 1."""
    from bot.cli.findings import print_findings
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
        print_findings(findings)
    return 0 if doctor.healthy(findings) else 1


async def _crowds(configuration: Configuration) -> Mapping[str, float | None]:
    """Return whispers a day of each channel, where several divide them and there are tables that
    can be read as they are: the doctor changes nothing. What is wrong with them it tells
    elsewhere."""
    settings = configuration.settings
    if len(configuration.taking_whispers) < 2 or not can_be_read(settings):
        return {}
    async with opened_storage(settings) as storage:
        return await crowds(storage, configuration, datetime.now(UTC))


def print_status(*, as_json: bool) -> int:
    """Print what the tables say, and the running bot's pulse. Exit status: 1 when down, else 0."""
    configuration = load_configuration()
    settings = configuration.settings
    status = asyncio.run(_look(configuration))
    return tell_status(status, settings.timezone, _groups(configuration), as_json=as_json)


def _groups(configuration: Configuration) -> Iterator[SetGroup]:
    for channel in configuration.channels:
        for setting in ("moderators", "staging", "campaigns"):
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
        held = is_held(settings.data)
        pulse = read_pulse(settings.data) if held else None
        return await overview(
            channels=[each.look for each in channels],
            now=datetime.now(UTC),
            pulse=pulse,
            stands_by=held and pulse is None and storage.shared,
        )
