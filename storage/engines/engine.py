"""An engine holds the database for ``Storage``."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

EVERY_TURN = 0
"""The turn of whoever may write rows of any channel: alone among all."""

Turn = int | None
"""For which channel a writer is alone; ``EVERY_TURN``; None: its statements need nobody's turn."""

Ended = Callable[[int | None], None]
"""Told once a transaction has ended: how many rows this process has ever changed; None: unknown."""


class Engine(Protocol):
    """An open database."""

    writer: AsyncEngine
    reader: AsyncEngine
    shared: bool
    """Processes of several machines may use it at once: who does what is told by leases."""

    def writing(self, turn: Turn, ended: Ended) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction, alone among those that write what ``turn`` says. Leaving with an
        exception rolls everything back."""

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open a transaction that sees one consistent state; writing in it fails."""

    def glancing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Each statement sees its own state, and between two of them nothing is held."""

    def clear_failures(self) -> AbstractContextManager[None]:
        """The engine's temporary failures become ours, without statement or parameters."""

    def even_out_times(self) -> None:
        """Files tell no moment of writing, where they are ours."""

    async def written_elsewhere(self) -> int | None:
        """Another number once something was committed that ``ended`` did not tell; None: it cannot
        be told now."""

    async def close(self) -> None: ...
