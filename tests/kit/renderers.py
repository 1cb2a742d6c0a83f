"""Renderers for tests: ``sotto render`` in a process of its own, and one in this process that draws
what it is told to."""

import asyncio
import os
import signal
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.cards import CardOrder, Imprint
from bot.cards.pictures import LIBRARY
from bot.ops.http import listening
from bot.renderers.answering import Draw, RendererStatus, Renders
from bot.renderers.likeness import Likeness, likeness_of
from tests.kit import forkserver
from tests.kit.cache import prepared
from tests.kit.forkserver import Forked

ROOT = Path(__file__).parents[2]
SHELF: Any = SimpleNamespace(infos=LIBRARY)
"""As much of a shelf as decides which pictures there are."""
SECRET = "hush-hush-hush-hush"
CARD = b"\xff\xd8 a card \xff\xd9"
START = 120.0


def order(words: str = "I still water her plants.", **more: Any) -> CardOrder:
    plain = CardOrder(words, LIBRARY[3].id, None, 1, Imprint("@sotto_voce", 12))
    return replace(plain, **more)


@dataclass
class RendererProcess:
    """``sotto render``; all its folders lie in ``folder``, but for its socket and its cache."""

    folder: Path
    socket: Path
    running: Forked

    @property
    def address(self) -> str:
        return f"unix://{self.socket}"

    @property
    def printed(self) -> bytes:
        return (self.folder / "printed").read_bytes()

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        if self.running.returncode is None:
            self.running.send_signal(how)
        async with asyncio.timeout(30):
            return await self.running.wait()


@asynccontextmanager
async def renderer_process(
    folder: Path, *, program: Sequence[str] = ("bot",), **settings: str
) -> AsyncIterator[RendererProcess]:
    """It draws already. Its cache is the one that all tests share. ``program``: a module that is
    run in its place, and its arguments."""
    module, *rest = program
    for name in ("home", "tmp", "cwd"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as short, (folder / "printed").open("wb") as printed:
        socket = Path(short) / "render.sock"
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "tmp"),
            "PYTHONPATH": str(ROOT),
            "SOTTO_CACHE": str(prepared()),
            "SOTTO_RENDER_LISTEN": f"unix://{socket}",
            "SOTTO_LOG_LEVEL": "DEBUG",
            **settings,
        }
        running = forkserver.start(
            module, [*rest, "render"], folder=folder / "cwd", environment=environment,
            out=printed.fileno(), err=printed.fileno(),
        )  # fmt: skip
        process = RendererProcess(folder, socket, running)
        try:
            async with asyncio.timeout(START):
                while b"renderer_ready" not in process.printed:
                    assert running.returncode is None, process.printed.decode()
                    await asyncio.sleep(0.01)
            yield process
        finally:
            await process.end(signal.SIGKILL)


@dataclass
class Standing:
    """A renderer in this process; ``likeness`` may be changed meanwhile."""

    port: int
    status: RendererStatus
    likeness: Likeness

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def standing(
    draw: Draw, *, secret: str | None = None, at_once: int = 16, port: int = 0
) -> AsyncIterator[Standing]:
    made = Standing(port, RendererStatus(at_once), likeness_of(LIBRARY))
    renders = Renders(draw, lambda: made.likeness, secret, ("square",), made.status)
    async with listening(renders.app(), ("127.0.0.1", port), setting="SOTTO_RENDER_LISTEN") as port:
        made.port = port
        yield made
