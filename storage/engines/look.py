"""Look at a server's database without opening it for work: no migration, no write, no refusal."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.errors import DatabaseUnusable
from storage.engines.postgresql import reached
from storage.engines.server_rules import ServerFacts, ask_server, doubts, refusals
from storage.leases import Leases, LeasesNow
from storage.revisions import DatabaseState, judge

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ServerLook:
    state: DatabaseState
    revision: str | None = None
    server: ServerFacts | None = None
    why: str = ""
    """The reason why it cannot be reached."""
    leases: LeasesNow | None = None
    """The leases. None: there are no tables of ours, or older ones."""

    @property
    def refusals(self) -> tuple[str, ...]:
        """The reasons that keep it from being used, each with what mends it."""
        return () if self.server is None else tuple(refusals(self.server))

    @property
    def doubts(self) -> tuple[tuple[str, str], ...]:
        """The pairs (what is not as well as it could be, what mends it)."""
        return () if self.server is None else tuple(doubts(self.server))


async def look(address: str) -> ServerLook:
    try:
        async with reached(address) as connection:
            server = await ask_server(connection)
            state, revision = await connection.run_sync(judge)
            leases = await Leases(connection).all() if state == "current" else None
    except DatabaseUnusable as failure:
        return ServerLook("unreachable", why=str(failure))
    return ServerLook(state, revision, server, leases=leases)


def look_at_once(address: str) -> ServerLook:
    """Look, for callers that may themselves run in a loop: the look has one of its own."""
    return _apart(look(address))


def _apart(work: Coroutine[Any, Any, T]) -> T:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
