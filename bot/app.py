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
from datetime import timedelta

import handlers
from bot.botapi.connect import introduce, make_bot, patiently
from bot.botapi.intake import Intake
from bot.botapi.menus import present
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
from bot.logs import Event, log
from bot.memory.maker import open_memory
from bot.ops import word_lists
from bot.ops.data_folder import hold, open_folder
from bot.ops.pulse import drop_pulse
from bot.running import Running, sweep_delay
from bot.schedule import Schedule
from bot.settings import Configuration
from handlers.context import CHANNELS
from handlers.dispatch import application, handler
from handlers.incoming.burden import burden_of
from storage import open_storage


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
        async with assembled(
            configuration, stop, clock=clock or SystemClock(), role=Role(role)
        ) as running:
            if running is not None:
                await running.serve(stop)
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
        bot = make_bot(settings, clock)
        stack.push_async_callback(bot.shutdown)
        await patiently(lambda: introduce(bot), stop, server=bot.server)
        if stop.is_set():
            yield None
            return
        studio = await (open_studio or Studio.open)(
            cache=settings.cache_folder,
            pictures=settings.pictures,
            size=settings.card_size,
            shapes=tuple(each.settings.card_size for each in configuration.taking_whispers),
            progress=_progress,
            complain=_left_out,
        )
        stack.push_async_callback(studio.close)
        await asyncio.to_thread(word_lists.prepare, settings.cache_folder)
        if storage.shared:
            drop_pulse(settings.data)
        leases = await stack.enter_async_context(leases_of(storage, role))
        right: Lease | None = leases.here  # publishers begin at once: each channel has a lease
        if role.takes_updates:
            right = await leases.first(polling(bot.id), stop)
        configuration = await as_changed(configuration, storage=storage)
        found = None
        if right is not None:
            found = await find_channels(bot, configuration, storage, stop)
        if found is None or right is None:
            yield None
            return
        anew = asyncio.Event()
        outside = Outside(
            configuration.settings, bot, storage, studio, clock, rng, anew.set, memory
        )
        running = await _put_together(outside, found, stack, anew, Work(role, leases), right)
        running.schedule.start()
        stack.push_async_callback(running.schedule.stop)
        yield running


async def _put_together(
    outside: Outside,
    found: Sequence[FoundChannel],
    stack: contextlib.AsyncExitStack,
    anew: asyncio.Event,
    work: Work,
    right: Lease,
) -> Running:
    bot, takes_updates = outside.bot, work.role.takes_updates
    app = application(bot)
    intake = Intake(bot, handler(app), burden_of, outside.clock, outside.memory.ready)
    sweep_after = timedelta(0)
    if takes_updates:
        sweep_after = await sweep_delay(outside.storage, outside.settings)
    channels = channels_of(outside, found, intake, sweep_after)
    bot.when_moved(channels.hear_of_move)
    app.bot_data[CHANNELS] = channels
    handlers.register(app)
    running = Running(channels, bot, app, intake, Schedule(), anew, work, right)
    for each in channels.all:
        await running.recall(each)
    stack.push_async_callback(channels.first.shared.chats.close)
    await app.initialize()
    stack.push_async_callback(app.shutdown)
    if takes_updates:
        presenting = asyncio.create_task(present(bot, places=channels.print_places))
        stack.push_async_callback(_let_go, presenting)  # nobody waits for dozens of calls
        await running.settle_in()
    await stack.enter_async_context(running.watched())
    add_jobs(channels, running.schedule, running.mover, work)
    return running


async def _let_go(task: asyncio.Task[None]) -> None:
    """Raises what went wrong in it."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def _left_out(name: str, _reason: str) -> None:
    log(Event.PICTURE_BAD, file=name)  # ``sotto doctor`` tells the reason


def _progress(what: str, share: float) -> None:
    log(Event.PREPARING, part=what, percent=round(share * 100))
