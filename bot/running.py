"""A running bot: its parts, its start and its end in good order."""

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import timedelta

import handlers
from bot.botapi.client import RawBot
from bot.botapi.connect import (
    present_at_moderators,
)
from bot.botapi.intake import Intake
from bot.botapi.receive import take_updates
from bot.flows.publishing.publisher import Publisher
from bot.logs import Event, log
from bot.schedule import Schedule
from bot.services import Services
from bot.settings import Settings
from handlers.context import App
from storage import Storage


@dataclass(slots=True)
class Running:
    """The whole bot, put together and not yet fetching updates."""

    services: Services
    bot: RawBot
    app: App
    intake: Intake
    schedule: Schedule
    press: Publisher

    async def settle_in(self) -> None:
        """Offer the moderators' commands in their chat."""
        services = self.services
        language = services.settings.language
        await present_at_moderators(
            self.bot, services.rooms, language, handlers.moderators.commands.HELP
        )

    async def serve(self, stop: asyncio.Event) -> None:
        """Fetch and handle updates until ``stop``, then end in good order within the grace."""
        settings = self.services.settings
        log(Event.STARTED)
        try:
            await take_updates(self.intake, settings, self.schedule, stop)
        finally:
            log(Event.STOPPING)
            grace = settings.stop_grace.total_seconds()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(grace):
                    await self._end(grace)

    async def _end(self, grace: float) -> None:
        services = self.services
        await self.intake.finish(grace / 2)
        await self.schedule.stop(timedelta(seconds=grace / 2))
        owed = await services.deletions.finish()
        async with services.storage.transaction() as tables:
            await tables.runtime_settings.clean_stop.put(owed == 0)


async def _sweep_delay(storage: Storage, settings: Settings) -> timedelta:
    """How soon what precedes a chat's first update is swept: at once unless the last stop was
    clean. From now on, until the next clean stop, it was not."""
    async with storage.transaction() as tables:
        clean = await tables.runtime_settings.clean_stop.get()
        await tables.runtime_settings.clean_stop.put(False)
    return settings.draft_ttl if clean else timedelta(0)
