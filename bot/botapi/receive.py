"""Updates arrive by polling, or by the webhook when its address is set."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from bot.botapi.connect import hook, patiently
from bot.botapi.intake import Intake, pause_unless
from bot.botapi.webhook import receiving
from bot.errors import AlreadyRunning, TokenRefused
from bot.logs import Event, log
from bot.schedule import Schedule
from bot.settings import Settings

HOOK_CHECK = 60.0
"""The seconds between looks whether Telegram still has our webhook (and answers at all)."""


class Right(Protocol):
    """The right to take a bot's updates, which only one process has at a time."""

    @property
    def taken(self) -> asyncio.Event:
        """Set once another process has it that was ours."""

    @property
    def is_held(self) -> bool: ...

    @property
    def patience(self) -> float:
        """The seconds for which one that has lost it may still be in its last call."""

    async def changed(self, held: bool, stop: asyncio.Event) -> None:
        """Wait until it is held, or is not; or until ``stop``."""


@dataclass(frozen=True, slots=True)
class Station:
    """Where the updates of one bot arrive, and the right to take them. ``name``: the bot's in
    ``sotto.toml``; None: it is the only one."""

    name: str | None
    intake: Intake
    right: Right
    taken_over: Callable[[], None] = lambda: None
    """Called when the right comes to this process while it runs: another one had it."""

    def job(self, name: str) -> str:
        """Return the name of a job of this bot: ``webhook``, ``webhook first``."""
        return name if self.name is None else f"{name} {self.name}"


async def take_updates(
    stations: Sequence[Station], settings: Settings, schedule: Schedule, stop: asyncio.Event
) -> None:
    """Take the updates of all bots until ``stop``; polling pauses while the right to it could not
    be renewed. Raises AlreadyRunning, TokenRefused, SettingsWrong. One of several bots whose token
    Telegram refuses, or whose updates another program takes, is tried again each minute: it holds
    up no other."""
    if settings.webhook_url is None:
        alone = len(stations) == 1
        await together(
            _poll(each.intake, stop, each.right) if alone else _poll_patiently(each, stop)
            for each in stations
        )
        return
    takes = {urlsplit(_address(each, settings)).path or "/": each.intake.take for each in stations}
    async with receiving(settings, takes):
        await together(_hooked(each, settings, schedule, stop) for each in stations)
        await stop.wait()


def _address(station: Station, settings: Settings) -> str:
    return settings.webhook_for(station.name) or ""


async def _hooked(
    station: Station, settings: Settings, schedule: Schedule, stop: asyncio.Event
) -> None:
    bot, address = station.intake.bot, _address(station, settings)
    await patiently(lambda: hook(bot, settings, address), stop, server=bot.server)
    schedule.every(
        HOOK_CHECK,
        lambda: _check_hook(station.intake, settings, address),
        name=station.job("webhook"),
    )


async def _poll_patiently(station: Station, stop: asyncio.Event) -> None:
    if not station.right.is_held:
        await station.right.changed(True, stop)
        station.taken_over()
    while not stop.is_set():
        try:
            await _poll(station.intake, stop, station.right)
        except (AlreadyRunning, TokenRefused) as refused:
            log(Event.BOT_REFUSED, part=station.name, error=type(refused).__name__)
            await pause_unless(stop, HOOK_CHECK)


async def together(calls: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Wait for all of them. What one raises ends the others, and is raised as it is."""
    tasks = [asyncio.ensure_future(call) for call in calls]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


class _Pause(asyncio.Event):
    """Set, too, from the moment on at which the right is over: a process that was stopped must not
    ask once more before it notices, since whoever asks takes the updates from the other one."""

    def __init__(self, right: Right) -> None:
        super().__init__()
        self._right = right

    def is_set(self) -> bool:
        return super().is_set() or not self._right.is_held


async def _poll(intake: Intake, stop: asyncio.Event, right: Right) -> None:
    loop = asyncio.get_running_loop()
    refused: float | None = None  # since when
    while not stop.is_set():
        rounds = intake.rounds()
        try:
            await _poll_while(right, intake, stop)
        except AlreadyRunning:
            if refused is None or intake.rounds() > rounds:
                refused = loop.time()
            if right.is_held and loop.time() - refused >= right.patience:
                raise
            await pause_unless(stop, 1.0)
        await right.changed(True, stop)


async def _poll_while(right: Right, intake: Intake, stop: asyncio.Event) -> None:
    pause = _Pause(right)

    async def watch() -> None:
        await right.changed(False, stop)
        pause.set()

    watching = asyncio.create_task(watch())
    try:
        await intake.poll(pause)
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def keep_in_touch(
    stations: Sequence[Station], schedule: Schedule, stop: asyncio.Event
) -> None:
    """Ask Telegram now and then: this is how a process that takes no updates knows that Telegram
    can be reached."""

    async def ask() -> None:
        for each in stations:
            await each.intake.bot.get_me()
            each.intake.figures.last_poll = each.intake.clock.now()

    schedule.every(HOOK_CHECK, ask, name="touch")
    await stop.wait()


async def _check_hook(intake: Intake, settings: Settings, address: str) -> None:
    """Look whether somebody has removed the webhook; without updates, this is also how we know that
    Telegram can be reached."""
    held = await intake.bot.get_webhook_info()
    intake.figures.last_poll = intake.clock.now()
    intake.webhook_is(waiting=held.pending_update_count, failed=held.last_error_date)
    if held.url != address:
        await hook(intake.bot, settings, address)
