"""``sotto run``, ``render`` and ``demo``: a process that lives until it is told to stop."""

import asyncio
import gc
import importlib
import signal
from contextlib import suppress
from typing import Any

from bot import logs
from bot.ops import word_lists
from bot.settings import Configuration, Settings, load_configuration, load_without_bot


def run_bot(role: str) -> None:
    """Run the bot until a signal ends it; raises SottoError for what a person must mend."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # until the application listens
    with suppress(KeyboardInterrupt):  # an end like any other
        configuration = load_configuration()
        logs.configure(configuration.settings.log_level)
        asyncio.run(_watched(configuration, role))


async def _watched(configuration: Configuration, role: str) -> None:
    logs.watch_loop(asyncio.get_running_loop())
    gc.disable()  # what is loaded stays: to look through it again and again takes a tenth of all
    # before the application loads what uses them
    word_lists.recall(configuration.settings.cache_folder)
    application: Any = importlib.import_module("bot.app")
    gc.freeze()
    gc.enable()
    await application.run(configuration, role=role)


def run_renderer() -> None:
    """Draw for other processes until a signal ends it; raises SettingsWrong for what a person must
    mend. It needs neither token nor channel."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # until the application listens
    with suppress(KeyboardInterrupt):  # an end like any other
        settings = load_without_bot()
        logs.configure(settings.log_level)
        asyncio.run(_rendered(settings))


async def _rendered(settings: Settings) -> None:
    logs.watch_loop(asyncio.get_running_loop())
    rendering: Any = importlib.import_module("bot.rendering")
    gc.freeze()
    await rendering.render(settings)


def run_demo(**asked: Any) -> int:
    """Run the demo. Exit status: 0 when it was played to its end or stopped by Ctrl-C."""
    demo: Any = importlib.import_module("bot.demo.script")
    try:
        return int(demo.main(**asked) or 0)
    except KeyboardInterrupt:
        return 0
