"""``sotto doctor``: look at all that the bot needs, and say how to mend what is not right.

It changes nothing here and may run beside the bot. At Telegram it sends one silent picture into
each private chat and deletes it at once: only what was tried is known. ``machine`` looks at this
side, ``remote`` at Telegram's.
"""

from datetime import datetime

import httpx

from bot.errors import SettingsWrong
from bot.ops.doctor.client import BotApi
from bot.ops.doctor.finding import DoctorFinding, as_json, failed, healthy
from bot.ops.doctor.machine import examine_machine
from bot.ops.doctor.remote import examine_remote
from bot.settings import Settings

__all__ = ["DoctorFinding", "as_json", "examine", "healthy", "unreadable_settings"]


async def examine(
    settings: Settings, now: datetime, *, transport: httpx.AsyncBaseTransport | None = None
) -> list[DoctorFinding]:
    """Every check, in the order in which to mend them."""
    findings = await examine_machine(settings, now)
    async with BotApi(
        settings.bot_api, settings.token.get_secret_value(), transport=transport
    ) as api:
        findings += await examine_remote(settings, api, now)
    return findings


def unreadable_settings(wrong: SettingsWrong) -> list[DoctorFinding]:
    """All that can be said when the settings cannot be read."""
    mend = "Mend it in .env or in the environment; .env.example explains each setting."
    return [failed("settings", problem, mend) for problem in wrong.problems]
