"""``sotto demo`` with a terminal: the page, until Ctrl-C."""

import asyncio
import os
import signal
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path

from rich.console import Console

from bot.demo.page.scene import furnish, make_scene, running
from bot.demo.page.server import serve_page
from bot.errors import SettingsWrong
from bot.sandbox.server import serve


async def show(
    folder: Path,
    stop: asyncio.Event,
    *,
    port: int,
    announce: Callable[[str], None],
    channels: int = 1,
) -> None:
    """Show the page until ``stop``. The page is there first (``announce`` hears its address); the
    bot starts behind it and the channel fills while it is looked at. Raises SettingsWrong for the
    port."""
    scene = make_scene(channels)
    async with serve(scene.world) as server:
        furnish(scene, server, folder)
        async with AsyncExitStack() as stack:
            try:
                page, address = await stack.enter_async_context(serve_page(scene, port))
            except OSError as error:
                why = error.strerror or "cannot be used"
                raise SettingsWrong([f"--port {port}: {why}"]) from None
            announce(address)
            async with running(scene, stop):
                page.crowd.fill()
                await stop.wait()
                await page.close()
                scene.world.faults.recover()  # a bot cut off from Telegram would wait for it


def has_screen(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a browser could open a window. Browsers for terminals would take this one over."""
    screens = ("DISPLAY", "WAYLAND_DISPLAY")
    return platform in ("darwin", "win32") or any(environment.get(name) for name in screens)


def main(*, port: int, browser: bool, channels: int = 1) -> int:
    """Show the page; return the exit status."""
    console = Console()

    def announce(address: str) -> None:
        console.print(f"Sotto is at [bold]{address}[/bold]  (Ctrl-C ends it)")
        console.print("[dim]Everything stays on this machine and vanishes at the end.[/dim]")
        if browser and has_screen(sys.platform, os.environ):
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    async def until_stopped(folder: Path) -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        await show(folder, stop, port=port, announce=announce, channels=channels)

    with tempfile.TemporaryDirectory(prefix="sotto-demo-") as folder:
        asyncio.run(until_stopped(Path(folder)))
    return 0
