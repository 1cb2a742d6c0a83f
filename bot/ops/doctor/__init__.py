"""``sotto doctor``: look at all that the bot needs, and say how to mend what is not right.

It changes nothing here and may run beside the bot. At Telegram it sends one silent picture into
each private chat and deletes it at once: only what was tried is known. ``machine`` looks at this
side, ``renderers`` at who draws for it, ``remote`` at Telegram's, ``rules``, ``visits`` and
``crowd`` at each channel.
"""

from datetime import datetime
from types import MappingProxyType

import httpx

from bot.errors import SettingsWrong
from bot.ops.doctor.bot_api import BotApi
from bot.ops.doctor.channel_settings import examine_channel_settings
from bot.ops.doctor.crowd import Crowds, examine_crowds
from bot.ops.doctor.finding import DoctorFinding, as_json, failed, healthy, of_bot, of_channel
from bot.ops.doctor.machine import examine_machine
from bot.ops.doctor.renderers import examine_renderers
from bot.ops.doctor.telegram import examine_telegram
from bot.settings import Configuration
from bot.settings.environment import no_file_hint
from bot.settings.whole import PREFIX

__all__ = ["DoctorFinding", "as_json", "examine", "healthy", "unreadable_settings"]


async def examine(
    configuration: Configuration,
    now: datetime,
    *,
    crowds: Crowds = MappingProxyType({}),
    transport: httpx.AsyncBaseTransport | None = None,
) -> list[DoctorFinding]:
    """Make every check; return the findings in the order in which to mend them."""
    settings = configuration.settings
    rules = [
        finding
        for channel in configuration.channels
        for finding in of_channel(configuration, channel, examine_channel_settings(channel, now))
    ]
    findings = [
        *await examine_machine(settings, now, rules),
        *await examine_renderers(configuration),
        *examine_crowds(configuration, crowds),
    ]
    seen: dict[int, str] = {}
    for bot in configuration.bots:
        async with BotApi(
            settings.bot_api, bot.token.get_secret_value(), transport=transport
        ) as api:
            found = await examine_telegram(configuration, bot, api, now, seen)
        findings += of_bot(configuration, bot, found)
    return findings


def unreadable_settings(wrong: SettingsWrong) -> list[DoctorFinding]:
    """Return all that can be said when the settings cannot be read."""
    return [failed("settings", problem, _mend(problem)) for problem in wrong.problems]


def _mend(problem: str) -> str:
    if problem == no_file_hint():
        return "Run: sotto setup"
    if problem.startswith(PREFIX):
        return "Fix it in .env or in the environment; .env.example explains each setting."
    return "Fix it in that line; docs/channels.md explains the file."
