"""The composition root: settings, storage and a channel become a running application.

Every outside thing is a parameter, and tests call the same function as ``sotto run``.
"""

import asyncio
import contextlib
import random
import secrets
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import handlers
from bot.botapi.alerts import AGAIN, Alerts
from bot.botapi.connect import (
    find_channel,
    introduce,
    make_bot,
    patiently,
    present,
)
from bot.botapi.intake import Intake
from bot.builders import Outside, publisher_of, services_of
from bot.cards.studio import Studio
from bot.clock import Clock, SystemClock
from bot.flows.moderation.group_moves import recall_rooms
from bot.flows.moderation.mode import forget_mode
from bot.jobs import add_jobs
from bot.logs import Event, log
from bot.memory.private_groups import PrivateGroups
from bot.ops import word_lists
from bot.ops.data_folder import hold, open_folder
from bot.running import Running, sweep_delay
from bot.schedule import Schedule
from bot.settings import Settings
from handlers.context import SERVICES
from handlers.dispatch import application, handler
from handlers.incoming.burden import burden_of
from storage import open_storage


async def run(settings: Settings, *, clock: Clock | None = None) -> None:
    """``sotto run``: until SIGINT or SIGTERM. Raises SottoError."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if settings.mixing_rules.instant:
        log(Event.RELEASE_INSTANT)
    async with assembled(settings, stop, clock=clock or SystemClock()) as running:
        if running is not None:
            await running.serve(stop)
    log(Event.STOPPED)


@asynccontextmanager
async def assembled(
    settings: Settings,
    stop: asyncio.Event,
    *,
    clock: Clock,
    rng: random.Random | None = None,
    open_studio: Callable[..., Awaitable[Studio]] = Studio.open,
) -> AsyncIterator[Running | None]:
    """Put everything together and take it apart again. None: ``stop`` came before Telegram
    answered. Raises SottoError."""
    log(Event.STARTING)
    rng = rng or secrets.SystemRandom()
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(hold(open_folder(settings.data)))
        storage = await open_storage(settings.database_address)
        stack.push_async_callback(storage.close)
        bot = make_bot(settings, clock)
        stack.push_async_callback(bot.shutdown)
        await patiently(lambda: introduce(bot), stop, server=bot.server)
        place = await patiently(lambda: find_channel(bot, settings), stop, server=bot.server)
        if place is None:
            yield None
            return
        studio = await open_studio(
            cache=settings.cache_folder,
            pictures=settings.pictures,
            size=settings.card_size,
            progress=_progress,
            complain=_left_out,
        )
        stack.push_async_callback(studio.close)
        await asyncio.to_thread(word_lists.prepare, settings.cache_folder)
        running = await _put_together(
            Outside(settings, bot, place, storage, studio, clock, rng), stack
        )
        running.schedule.start()
        stack.push_async_callback(running.schedule.stop)
        yield running


async def _put_together(outside: Outside, stack: contextlib.AsyncExitStack) -> Running:
    settings, bot, storage = outside.settings, outside.bot, outside.storage
    rooms = PrivateGroups(settings.moderators, settings.staging_chat)
    await recall_rooms(storage=storage, rooms=rooms)
    bot.when_moved(rooms.hear)
    if settings.moderators is None:
        await forget_mode(storage=storage)  # nobody could approve anything
    app = application(bot)
    intake = Intake(bot, handler(app), burden_of, outside.clock)
    services = services_of(outside, intake, rooms, await sweep_delay(storage, settings))
    app.bot_data[SERVICES] = services
    handlers.register(app)
    alerts, schedule = Alerts(bot, settings, rooms), Schedule()
    schedule.every(AGAIN, alerts.say_untold, name="untold")
    press = publisher_of(outside, rooms, alerts.tell)
    running = Running(services, bot, app, intake, schedule, press)
    stack.push_async_callback(services.shared.chats.close)
    await app.initialize()
    stack.push_async_callback(app.shutdown)
    await present(bot)
    await running.settle_in()
    await stack.enter_async_context(running.watched())
    running.follow_moves(add_jobs(schedule, services, press))
    return running


def _left_out(name: str, _reason: str) -> None:
    log(Event.PICTURE_BAD, file=name)  # ``sotto doctor`` tells the reason


def _progress(what: str, share: float) -> None:
    log(Event.PREPARING, part=what, percent=round(share * 100))
