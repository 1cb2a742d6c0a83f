"""Updates arrive by polling, or by the webhook when its address is set."""

import asyncio

from bot.botapi.connect import hook, patiently
from bot.botapi.intake import Intake
from bot.botapi.webhook import receiving
from bot.schedule import Schedule
from bot.settings import Settings

HOOK_CHECK = 60.0
"""Seconds between looks whether Telegram still has our webhook (and answers at all)."""


async def take_updates(
    intake: Intake, settings: Settings, schedule: Schedule, stop: asyncio.Event
) -> None:
    """Until ``stop``. Raises AlreadyRunning, TokenRefused, SettingsWrong."""
    if settings.webhook_url is None:
        await intake.poll(stop)
        return
    async with receiving(settings, intake.take):
        await patiently(lambda: hook(intake.bot, settings), stop, server=intake.bot.server)
        schedule.every(HOOK_CHECK, lambda: _check_hook(intake, settings), name="webhook")
        await stop.wait()


async def _check_hook(intake: Intake, settings: Settings) -> None:
    """Somebody may have removed the webhook; and without updates this is how we know that
    Telegram can be reached."""
    held = await intake.bot.get_webhook_info()
    intake.figures.last_poll = intake.clock.now()
    intake.webhook_is(waiting=held.pending_update_count, failed=held.last_error_date)
    if held.url != settings.webhook_url:
        await hook(intake.bot, settings)
