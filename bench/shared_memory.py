"""What it costs to ask the memory of people, of this process and of a server that several share.

    python -m bench.shared_memory [--updates 2000] [--socket /run/valkey/valkey.sock]

Without a socket a server is started for the while (Debian: redis-server or valkey-server). Each
update asks as one with words does: route, language, allowance, newest message, what is open in the
chat, a deletion, a word said once, and at last the draft. Then as an edit does, as a press of
another style, and as publishing: limit, fingerprints, author, receipt, the draft's end. Times are
of this process and of the server together, one update after another; a busy machine makes them
longer. Counted are the questions to the server, and those of them about what is open.
"""

import argparse
import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from bot.clock import SystemClock
from bot.domain.draft import DraftState
from bot.domain.whisper import Look, PictureId, WhisperKey
from bot.memory.deletions import Erased
from bot.memory.drafts import OpenDraft
from bot.memory.identity import Purpose, Route
from bot.memory.maker import LocalMemory, MemoryMaker
from bot.memory.shared import slate_scripts
from bot.memory.shared.maker import SharedMemory
from bot.memory.shared.store import Script, SharedStore, client_of
from tests.servers import valkey

_FIRST = 7_000_000_000
_DAY = timedelta(days=1)
_BOT = 1


class _Eraser:
    async def erase(self, _route: object, message_ids: Collection[int]) -> Erased:
        return Erased(gone=frozenset(message_ids))

    sweep = erase


_UPDATES = ("words", "edit", "style", "publish")
_STATE = DraftState(bytes(12), bytes(4), Look(PictureId(1), 1))


class _Counted(SharedStore):
    """Counts what is asked."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.asked = self.about_slates = 0

    async def run(
        self, script: Script, keys: Sequence[bytes] = (), args: Sequence[bytes | int | str] = ()
    ) -> Any:
        self.asked += 1
        self.about_slates += script in vars(slate_scripts).values()
        return await super().run(script, keys, args)


def asking(make: MemoryMaker) -> tuple[Callable[[int], Awaitable[Any]], ...]:
    """What updates with words, an edit, a press and Publish ask; each of another person."""
    routes, allowance = make.routes(), make.allowance(3)
    deletions = make.deletions(_BOT, _Eraser(), SystemClock())
    unseen = make.unseen(_BOT, deletions, _DAY, _DAY)
    said, receipts = make.kept("said", _DAY), make.kept("receipts", _DAY)
    limit, near = make.tally("published", most=3, within=_DAY), make.near_duplicates("whispers")
    authors = make.authors(life=_DAY, bannable=_DAY)
    slates = make.slates(waits=_DAY, forget=lambda _route, _message: None)

    async def known(n: int, now: datetime) -> Route:
        route = await routes.issue(_FIRST + n, now)
        await routes.chosen(route, now)
        await unseen.saw(route, n)
        return route

    async def shown(n: int, route: Route, now: datetime) -> None:
        await slates.put(route, OpenDraft(n, n + 1, _STATE, now))
        await deletions.schedule(route, (n, n + 1), after=_DAY)
        await deletions.postpone(route, (n, n + 1), after=_DAY)

    async def edits(n: int) -> None:
        now = datetime.now(UTC)
        route = await known(n, now)
        await slates.of(route, now, messages=(n,))
        await said.add((route, "care"), True, now)
        await shown(n, route, now)

    async def presses(n: int) -> None:
        now = datetime.now(UTC)
        route = await known(n, now)
        await slates.of(route, now, messages=(n,))
        await shown(n, route, now)

    async def words(n: int) -> None:
        now = datetime.now(UTC)
        route = await known(n, now)
        tag = routes.tag(route, Purpose.ALLOWANCE)
        await allowance.ask(tag, n, now, draft=True, picture=False)
        await slates.of(route, now)
        await said.add((route, "care"), True, now)
        await deletions.schedule(route, (n,), after=_DAY)
        await routes.resolve(route, now)
        await unseen.sent(route, n + 1)
        await deletions.schedule(route, (n, n + 1), after=_DAY)
        await slates.put(route, OpenDraft(n, n + 1, _STATE, now), yields=True)

    async def publishes(n: int) -> None:
        now = datetime.now(UTC)
        route = await known(n, now)
        await slates.of(route, now, messages=(n,))
        tag = routes.tag(route, Purpose.PUBLISHED)
        text = f"{n * 7919} words that nobody else has written of {n * 104729} things"
        await near.look(text, tag, now)
        await authors.note(WhisperKey(n.to_bytes(16, "big")), route, now)
        await limit.take(tag, now)
        await near.note(text, tag, now)
        await receipts.put(n.to_bytes(32, "big"), True, now)
        await slates.end(route, n, now)
        await deletions.delete_now(route, (n, n + 1))

    return words, edits, presses, publishes


async def measured(
    name: str, make: MemoryMaker, updates: int, store: _Counted | None = None
) -> None:
    for what, ask in zip(_UPDATES, asking(make), strict=True):
        if store is not None:
            store.asked = store.about_slates = 0
        begin, cpu = time.perf_counter(), time.process_time()
        for n in range(updates):
            await ask(n)
        seconds, used = time.perf_counter() - begin, time.process_time() - cpu
        each = f"{seconds / updates * 1000:8.3f} | {used / updates * 1000:8.3f}"
        asked = "| |"
        if store is not None:
            asked = f"| {store.asked / updates:.1f} | {store.about_slates / updates:.1f}"
        print(f"| {name} | {what} | {each} {asked} |")


async def main(updates: int, socket: str | None) -> None:
    print("| memory | update | ms | of these ms of this process's processor | questions", end="")
    print(" | of these about what is open |\n|---|---|--:|--:|--:|--:|")
    await measured("this process", LocalMemory(), updates)
    found = valkey() if socket is None else nullcontext(SimpleNamespace(address=f"unix://{socket}"))
    with found as server:
        store = _Counted(server.address)
        await store.open()
        client = client_of(server.address)
        before = (await client.info("memory"))["used_memory"]
        routes = SharedMemory(store).routes()
        for n in range(updates):
            await routes.issue(_FIRST + n, datetime.now(UTC))
        held = (await client.info("memory"))["used_memory"] - before
        await measured("shared", SharedMemory(store), updates, store)
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
