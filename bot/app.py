"""The composition root: settings, storage and channels become a running application.

Every outside thing is a parameter, and tests call the same function as ``sotto run``.
"""

import asyncio
import contextlib
import random
import secrets
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial

import handlers
from bot.botapi.connect import introduce, make_bot, patiently
from bot.botapi.intake import Intake, pause_unless
from bot.botapi.menus import presenting
from bot.botapi.receive import Station
from bot.builders.channels import channels_of
from bot.builders.find_channels import find_channels
from bot.builders.outside import FoundChannel, Outside
from bot.cards.studio import Studio
from bot.clock import Clock, SystemClock
from bot.flows.moderation.changes import as_changed
from bot.flows.move_database import refuse_if_moved
from bot.jobs.leases import Lease, leases_of, polling
from bot.jobs.roles import Role
from bot.jobs.shared import Work, add_jobs
from bot.logs import Event, log, report
from bot.memory.maker import open_memory
from bot.ops import word_lists
from bot.ops.data_folder import hold, open_folder
from bot.ops.pulse import drop_pulse
from bot.renderers.opening import left_out, studio_of, told
from bot.running import Running, sweep_delay
from bot.schedule import Schedule
from bot.settings import Configuration
from handlers.context import CHANNELS
from handlers.dispatch import application, handler
from handlers.incoming.burden import burden_of
from storage import StorageUnavailable, open_storage
from storage.errors import DiskFull

_BUSY = 1.0
"""The seconds until the next try to start, where the database could not be had for a moment."""


async def run(
    configuration: Configuration, *, clock: Clock | None = None, role: str = Role.ALL
) -> None:
    """Run the bot, as ``sotto run`` does, until SIGINT or SIGTERM. Raises SottoError."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if any(each.settings.mixing_rules.instant for each in configuration.taking_whispers):
        log(Event.RELEASE_INSTANT)
    while not stop.is_set():  # a changed setting, or a successor, has it put together anew
        try:
            async with assembled(
                configuration, stop, clock=clock or SystemClock(), role=Role(role)
            ) as running:
                if running is not None:
                    await running.serve(stop)
        except StorageUnavailable as failure:  # others write, or its server starts again
            if isinstance(failure, DiskFull):
                raise
            report(failure, Event.DATABASE_WAITS)
            await pause_unless(stop, _BUSY)
    log(Event.STOPPED)


@asynccontextmanager
async def assembled(
    configuration: Configuration,
    stop: asyncio.Event,
    *,
    clock: Clock,
    rng: random.Random | None = None,
    open_studio: Callable[..., Awaitable[Studio]] | None = None,
    role: Role = Role.ALL,
) -> AsyncIterator[Running | None]:
    """Put everything together and take it apart again. Where another process of the same database
    does it, stand by until that ends. None: ``stop`` came before Telegram answered, or before.
    Raises SottoError."""
    log(Event.STARTING)
    settings = configuration.settings  # as deployed: enough for where things are
    rng = rng or secrets.SystemRandom()
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(hold(open_folder(settings.data)))
        storage = await open_storage(settings.database_address)
        stack.push_async_callback(storage.close)
        async with storage.reading() as tables:
            await refuse_if_moved(tables)
        memory = await open_memory(settings)
        stack.push_async_callback(memory.close)
        bots = {each.name: make_bot(each.token, settings, clock) for each in configuration.bots}
        for name, bot in bots.items():
            stack.push_async_callback(bot.shutdown)
            known_as = name if len(bots) > 1 else None
            await patiently(partial(introduce, bot, known_as), stop, server=bot.server)
        if stop.is_set():
            yield None
            return
        studio = await (open_studio or studio_of(settings))(
            cache=settings.cache_folder,
            pictures=settings.pictures,
            size=settings.card_size,
            shapes=tuple(each.settings.card_size for each in configuration.taking_whispers),
            progress=told,
            complain=left_out,
        )
        stack.push_async_callback(studio.close)
        await asyncio.to_thread(word_lists.prepare, settings.cache_folder)
        if storage.shared:
            drop_pulse(settings.data)
        leases = await stack.enter_async_context(leases_of(storage, role))
        # publishers begin at once: each channel has a lease; and whoever is called by a balancer
        # answers, where what one hears is known to all
        rights = [leases.here for _ in bots]
        if role.takes_updates and not (memory.shared and settings.webhook_url is not None):
            rights = await leases.any_of([polling(bot.id) for bot in bots.values()], stop)
        configuration = await as_changed(configuration, storage=storage)
        found = None
        if not stop.is_set():
            found = await find_channels(bots, configuration, storage, stop)
        if found is None:
            yield None
            return
        anew = asyncio.Event()
        outside = Outside(
            configuration.settings, bots, storage, studio, clock, rng, anew.set, memory
        )
        running = await _put_together(outside, found, stack, anew, Work(role, leases), rights)
        running.schedule.start()
        stack.push_async_callback(running.schedule.stop)
        yield running


async def _put_together(
    outside: Outside,
    found: Sequence[FoundChannel],
    stack: contextlib.AsyncExitStack,
    anew: asyncio.Event,
    work: Work,
    rights: Sequence[Lease],
) -> Running:
    bots, takes_updates = outside.bots, work.role.takes_updates
    apps = {bot.id: application(bot) for bot in bots.values()}
    intakes = {
        bot.id: Intake(bot, handler(apps[bot.id]), burden_of, outside.clock, outside.memory.ready)
        for bot in bots.values()
    }
    sweep_after = None
    if takes_updates:
        sweep_after = await sweep_delay(outside.storage, outside.settings)
    channels = channels_of(outside, found, intakes, sweep_after)
    running = Running(
        channels.all,
        tuple(
            Station(
                name if len(bots) > 1 else None,
                intakes[bot.id],
                right,
                channels.by_bot[bot.id].first.shared.unseen.begin_anew,
            )
            for (name, bot), right in zip(bots.items(), rights, strict=True)
        ),
        Schedule(),
        anew,
        work,
    )
    for each in channels.all.all:
        await running.recall(each)
    stack.push_async_callback(channels.all.first.shared.chats.close)
    for bot in bots.values():
        app, seen = apps[bot.id], channels.by_bot[bot.id]
        bot.when_moved(channels.all.hear_of_move)
        app.bot_data[CHANNELS] = seen
        handlers.register(app)
        await app.initialize()
        stack.push_async_callback(app.shutdown)
        if takes_updates:
            await stack.enter_async_context(presenting(bot, places=seen.print_places))
    if takes_updates:
        await running.settle_in()
    await stack.enter_async_context(running.watched())
    add_jobs(channels.all, running.schedule, running.mover, work)
    return running
