"""What it costs to ask the memory of people, of this process and of a server that several share.

    python -m bench.shared_memory [--updates 2000] [--socket /run/valkey/valkey.sock]

Without a socket a server is started for the while (Debian: redis-server or valkey-server). Each
update asks as one with words does: route, language, allowance, newest message, a deletion, a word
said once. Then as publishing does: limit, fingerprints, author, receipt. Times are of this process
and of the server together, one update after another; a busy machine makes them longer.
"""

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from bot.clock import SystemClock
from bot.domain.whisper import WhisperKey
from bot.memory.deletions import Erased
from bot.memory.identity import Purpose
from bot.memory.maker import LocalMemory, MemoryMaker
from bot.memory.shared.maker import SharedMemory
from bot.memory.shared.store import SharedStore, client_of
from tests.servers import valkey

_FIRST = 7_000_000_000
_DAY = timedelta(days=1)
_BOT = 1


class _Eraser:
    async def erase(self, _route: object, message_ids: Collection[int]) -> Erased:
        return Erased(gone=frozenset(message_ids))

    sweep = erase


def asking(make: MemoryMaker) -> tuple[Callable[[int], Awaitable[Any]], ...]:
    """What an update with words, and one that publishes, ask; each of another person."""
    routes, allowance = make.routes(), make.allowance(3)
    deletions = make.deletions(_BOT, _Eraser(), SystemClock())
    unseen = make.unseen(_BOT, deletions, _DAY, _DAY)
    said, receipts = make.kept("said", _DAY), make.kept("receipts", _DAY)
    limit, near = make.tally("published", most=3, within=_DAY), make.near_duplicates("whispers")
    authors = make.authors(life=_DAY, bannable=_DAY)

    async def words(n: int) -> None:
        now = datetime.now(UTC)
        route = await routes.issue(_FIRST + n, now)
        await routes.chosen(route, now)
        tag = routes.tag(route, Purpose.ALLOWANCE)
        await allowance.ask(tag, n, now, draft=True, picture=False)
        await unseen.saw(route, n)
        await routes.resolve(route, now)
        await deletions.schedule(route, (n, n + 1), after=_DAY)
        await said.add((route, "care"), True, now)

    async def publishes(n: int) -> None:
        now = datetime.now(UTC)
        route = await routes.issue(_FIRST + n, now)
        tag = routes.tag(route, Purpose.PUBLISHED)
        text = f"{n * 7919} words that nobody else has written of {n * 104729} things"
        await near.look(text, tag, now)
        await authors.note(WhisperKey(n.to_bytes(16, "big")), route, now)
        await limit.take(tag, now)
        await near.note(text, tag, now)
        await receipts.put(n.to_bytes(32, "big"), True, now)
        await deletions.delete_now(route, (n, n + 1))

    return words, publishes


async def measured(name: str, make: MemoryMaker, updates: int) -> None:
    for what, ask in zip(("words", "publish"), asking(make), strict=True):
        begin, cpu = time.perf_counter(), time.process_time()
        for n in range(updates):
            await ask(n)
        seconds, used = time.perf_counter() - begin, time.process_time() - cpu
        each = f"{seconds / updates * 1000:8.3f} | {used / updates * 1000:8.3f}"
        print(f"| {name} | {what} | {each} |")


async def main(updates: int, socket: str | None) -> None:
    print("| memory | update | ms | of these ms of this process's processor |\n|---|---|--:|--:|")
    await measured("this process", LocalMemory(), updates)
    found = valkey() if socket is None else nullcontext(SimpleNamespace(address=f"unix://{socket}"))
    with found as server:
        store = SharedStore(server.address)
        await store.open()
        client = client_of(server.address)
        before = (await client.info("memory"))["used_memory"]
        routes = SharedMemory(store).routes()
        for n in range(updates):
            await routes.issue(_FIRST + n, datetime.now(UTC))
        held = (await client.info("memory"))["used_memory"] - before
        await measured("shared", SharedMemory(store), updates)
        whole = (await client.info("memory"))["used_memory"] - before
        await client.aclose()
        await store.close()
    print(f"\nA route takes {held / updates:.0f} bytes of the server, all that is remembered of")
    print(f"somebody who publishes once {whole / updates:.0f}.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--updates", type=int, default=2_000)
    parser.add_argument("--socket")
    given = parser.parse_args()
    asyncio.run(main(given.updates, given.socket))
