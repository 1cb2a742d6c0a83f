"""An engine holds the database for ``Storage``."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

EVERY_TURN = 0
"""The turn of whoever may write rows of any channel: alone among all."""

Turn = int | None
"""The channel for which a writer is alone; ``EVERY_TURN``; None: its statements need nobody's
turn."""

Ended = Callable[[int | None], None]
"""Told once a transaction has ended: how many rows this process has ever changed; None: unknown."""


class Engine(Protocol):
    """An open database."""

    writer: AsyncEngine
    reader: AsyncEngine
    shared: bool
    """Whether processes of several machines may use it at once: who does what is told by leases."""

    def writing(self, turn: Turn, ended: Ended) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open a transaction, alone among those that write what ``turn`` says. Leaving with an
        exception rolls everything back."""

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open a transaction that sees one consistent state; writing in it fails."""

    def glancing(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open a connection on which each statement sees its own state, and between two of them
        nothing is held."""

    async def let_writers_pass(self) -> None:
        """Wait for who writes at this moment, and for those in line behind, but for nobody who
        comes later."""

    def clear_failures(self) -> AbstractContextManager[None]:
        """Turn the engine's temporary failures into ours, without statement or parameters."""

    def even_out_times(self) -> None:
        """Let files tell no moment of writing, where they are ours."""

    async def written_elsewhere(self) -> int | None:
        """Return another number once something was committed that ``ended`` did not tell. None: it
        cannot be told now."""

    async def close(self) -> None: ...
