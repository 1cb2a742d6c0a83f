"""Updates arrive by polling, or by the webhook when its address is set."""

import asyncio
from typing import Protocol

from bot.botapi.connect import hook, patiently
from bot.botapi.intake import Intake, pause_unless
from bot.botapi.webhook import receiving
from bot.errors import AlreadyRunning
from bot.schedule import Schedule
from bot.settings import Settings

HOOK_CHECK = 60.0
"""The seconds between looks whether Telegram still has our webhook (and answers at all)."""


class Right(Protocol):
    """The right to take a bot's updates, which only one process has at a time."""

    @property
    def is_held(self) -> bool: ...

    @property
    def patience(self) -> float:
        """The seconds for which one that has lost it may still be in its last call."""

    async def changed(self, held: bool, stop: asyncio.Event) -> None:
        """Wait until it is held, or is not; or until ``stop``."""


async def take_updates(
    intake: Intake, settings: Settings, schedule: Schedule, stop: asyncio.Event, right: Right
) -> None:
    """Take updates until ``stop``; polling pauses while the right to it could not be renewed.
    Raises AlreadyRunning, TokenRefused, SettingsWrong."""
    if settings.webhook_url is None:
        await _poll(intake, stop, right)
        return
    async with receiving(settings, intake.take):
        await patiently(lambda: hook(intake.bot, settings), stop, server=intake.bot.server)
        schedule.every(HOOK_CHECK, lambda: _check_hook(intake, settings), name="webhook")
        await stop.wait()


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


async def keep_in_touch(intake: Intake, schedule: Schedule, stop: asyncio.Event) -> None:
    """Ask Telegram now and then: this is how a process that takes no updates knows that Telegram
    can be reached."""

    async def ask() -> None:
        await intake.bot.get_me()
        intake.figures.last_poll = intake.clock.now()

    schedule.every(HOOK_CHECK, ask, name="touch")
    await stop.wait()


async def _check_hook(intake: Intake, settings: Settings) -> None:
    """Look whether somebody has removed the webhook; without updates, this is also how we know that
    Telegram can be reached."""
    held = await intake.bot.get_webhook_info()
    intake.figures.last_poll = intake.clock.now()
    intake.webhook_is(waiting=held.pending_update_count, failed=held.last_error_date)
    if held.url != settings.webhook_url:
        await hook(intake.bot, settings)
