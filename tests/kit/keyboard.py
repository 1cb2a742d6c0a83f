"""Somebody at a terminal: sees what a command prints, types lines, and is counted."""

import asyncio
import os
import pty
import re
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.kit import forkserver
from tests.kit.forkserver import Forked

_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Operator:
    """``questions``: how many prompts there were, as they stand on the screen."""

    def __init__(self, keyboard: int, process: Forked) -> None:
        self._keyboard = keyboard
        self.process = process
        self._raw = b""
        self._looked = 0
        self._news = asyncio.Event()
        asyncio.get_running_loop().add_reader(keyboard, self._read)

    def _read(self) -> None:
        try:
            came = os.read(self._keyboard, 65536)
        except OSError:  # how a terminal says that nobody is left at its other side
            came = b""
        if not came:
            asyncio.get_running_loop().remove_reader(self._keyboard)
        self._raw += came
        self._news.set()

    @property
    def screen(self) -> str:
        return _COLOURS.sub("", self._raw.decode("utf-8", "replace")).replace("\r", "")

    @property
    def questions(self) -> int:
        return self.screen.count("›")

    async def sees(self, text: str, timeout: float = 60.0) -> str:
        """Waits for it behind what was seen before; returns all that was new."""
        try:
            async with asyncio.timeout(timeout):
                while (at := self.screen.find(text, self._looked)) < 0:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise TimeoutError(f"{text!r} never came:\n{self.screen}") from None
        new, self._looked = self.screen[self._looked : at + len(text)], at + len(text)
        return new

    async def asked(self, question: str, answer: str = "") -> str:
        """Waits for a question and answers it; returns what was said before it."""
        said = await self.sees(question)
        await self.sees("›")
        self.types(answer)
        return said

    def types(self, line: str) -> None:
        os.write(self._keyboard, line.encode() + b"\n")

    async def ended(self) -> int:
        async with asyncio.timeout(60):
            return await self.process.wait()


@asynccontextmanager
async def at_terminal(
    *arguments: str, folder: Path, environment: Mapping[str, str]
) -> AsyncIterator[Operator]:
    """``sotto`` with these arguments, in a terminal of its own; ended with the block."""
    keyboard, screen = pty.openpty()
    process = forkserver.start(
        "bot", arguments, folder=folder, out=screen, err=screen, terminal=True,
        environment={**environment, "COLUMNS": "200", "TERM": "xterm"},
    )  # fmt: skip
    os.close(screen)
    operator = Operator(keyboard, process)
    try:
        yield operator
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
            try:
                async with asyncio.timeout(30):
                    await process.wait()
            except TimeoutError:
                process.send_signal(signal.SIGKILL)
                await process.wait()
        asyncio.get_running_loop().remove_reader(keyboard)
        os.close(keyboard)
