"""The guide's terminal, by Rich. One reader has the keyboard: a line may be waited for beside
something else, and the wait be given up, without a key getting lost."""

import asyncio
import os
import sys
import termios
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.cli.findings import print_findings
from bot.ops.doctor.finding import DoctorFinding
from bot.ops.setup.terminal import Mark

_MARKS: dict[Mark, tuple[str, str]] = {
    "plain": ("", ""),
    "fine": ("✓ ", "green"),
    "warned": ("! ", "yellow"),
    "failed": ("✗ ", "red"),
}


class KeyboardGone(Exception):
    """Ctrl-D, or the terminal was closed."""


class RichTerminal:
    """Open it with ``with``, inside the loop. Every question is a line that ends with ``?``, a
    colon or the default in brackets, and ``›`` after it."""

    def __init__(self) -> None:
        self._console = Console(highlight=False)
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self._typed = b""
        self._steps = 0
        self._keyboard = sys.stdin.fileno()

    def __enter__(self) -> Self:
        asyncio.get_running_loop().add_reader(self._keyboard, self._read)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.get_running_loop().remove_reader(self._keyboard)

    def _read(self) -> None:
        try:
            came = os.read(self._keyboard, 4096)
        except OSError:
            came = b""
        if not came:
            asyncio.get_running_loop().remove_reader(self._keyboard)
            self._lines.put_nowait(None)
        *lines, self._typed = (self._typed + came).split(b"\n")
        for line in lines:
            self._lines.put_nowait(line.decode("utf-8", "replace").strip())

    def title(self, text: str, about: str) -> None:
        self._console.print(Panel(Text(about), title=Text(text, style="bold"), title_align="left"))

    def heading(self, text: str) -> None:
        self._steps += 1
        self._console.print()
        self._console.print(Text(f"{self._steps}. {text}", style="bold"))

    def say(self, text: str, mark: Mark = "plain") -> None:
        sign, style = _MARKS[mark]
        self._console.print(Text.assemble((sign, style), text))

    def show(self, findings: Sequence[DoctorFinding]) -> None:
        print_findings(findings)

    async def ask(self, question: str, default: str = "") -> str:
        self._prompt(question)
        return await self.line() or default

    async def secret(self, question: str) -> str:
        with _unseen(self._keyboard):
            self._prompt(question)
            typed = await self.line()
        self._console.print()
        return typed

    async def line(self) -> str:
        line = await self._lines.get()
        if line is None:
            self._lines.put_nowait(None)
            raise KeyboardGone
        return line

    def _prompt(self, question: str) -> None:
        """Show the question. What was typed before it was asked is no answer, and is dropped."""
        while not self._lines.empty() and (line := self._lines.get_nowait()) is None:
            self._lines.put_nowait(line)
            break
        self._console.print(Text.assemble((question, "bold"), (" › ", "cyan")), end="")


@contextmanager
def _unseen(keyboard: int) -> Iterator[None]:
    """Show nothing of what is typed inside the block."""
    before = termios.tcgetattr(keyboard)
    silent = [*before]
    silent[3] = before[3] & ~termios.ECHO
    termios.tcsetattr(keyboard, termios.TCSADRAIN, silent)
    try:
        yield
    finally:
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
