"""An engine holds the database for ``Storage``."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

Ended = Callable[[int | None], None]
"""Told once a transaction has ended: how many rows this process has ever changed; None: unknown."""


class Engine(Protocol):
    """An open database."""

    writer: AsyncEngine
    reader: AsyncEngine

    def writing(
        self, channel: int | None, ended: Ended
    ) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction, alone among those that write. ``channel``: it writes rows of this channel
        alone, so that those of other channels need not wait. Leaving with an exception rolls
        everything back."""

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """One consistent state; writing on it fails."""

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
