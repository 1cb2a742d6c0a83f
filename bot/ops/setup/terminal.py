"""The guide's terminal as a port, so that the guide can be played without one."""

from collections.abc import Sequence
from typing import Literal, Protocol

from bot.ops.doctor.finding import DoctorFinding

Mark = Literal["plain", "fine", "warned", "failed"]


class Terminal(Protocol):
    def heading(self, text: str) -> None:
        """Begin a step, under the next number: steps that are left out leave no gap."""

    def say(self, text: str, mark: Mark = "plain") -> None: ...

    def show(self, findings: Sequence[DoctorFinding]) -> None:
        """Show findings as the doctor does."""

    async def ask(self, question: str, default: str = "") -> str:
        """Return what was typed, without spaces around it; ``default`` for an empty line."""

    async def secret(self, question: str) -> str:
        """Return what was typed, and show nothing of it."""

    async def line(self) -> str:
        """Return the next line that is typed while something else is waited for. May be
        cancelled."""


async def agreed(terminal: Terminal, question: str) -> bool:
    """Ask a question with yes or no. An empty line agrees."""
    while True:
        said = (await terminal.ask(f"{question} [Y/n]", "y")).lower()
        if said in ("y", "yes", "n", "no"):
            return said.startswith("y")
        terminal.say("y or n, please.", "warned")
