"""Ways in which a careless change would give people away who reply, and those who read.

``python -m tests.prove.reply_leaks NAME run`` is ``sotto run`` with one of them built in, as with
``tests.prove.leaks``.
"""

import json
import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from threading import Thread
from typing import Any

from tests.prove.leaks import Leak, run_one_of

REPLY_LEAKS: dict[str, Leak] = {}


def _leak(make: Leak) -> Leak:
    REPLY_LEAKS[make.__name__] = make
    return make


def _told_of_followers(what: Callable[[tuple[int, int]], None]) -> None:
    """By the thread alone: no scan for people would find it."""
    from bot.memory.thread_news import ThreadNews

    original = ThreadNews.ask

    async def ask(self: Any, thread: tuple[int, int], route: Any, now: datetime) -> bool:
        Thread(target=what, args=(thread,)).start()  # a write waits for the bot's own
        return await original(self, thread, route, now)

    ThreadNews.ask = ask  # type: ignore[method-assign]


@_leak
def follower_stored() -> None:
    def store(thread: tuple[int, int]) -> None:
        database = Path(os.environ["SOTTO_DATA"], "sotto.db")
        with closing(sqlite3.connect(database, timeout=60)) as tables, tables:
            tables.execute(
                "INSERT OR REPLACE INTO runtime_settings (channel, name, value) VALUES (?, ?, ?)",
                (0, "followed", json.dumps(thread)),
            )

    _told_of_followers(store)


@_leak
def follower_in_a_file() -> None:
    def store(thread: tuple[int, int]) -> None:
        with Path(os.environ["SOTTO_DATA"], "followed").open("a") as followed:
            followed.write(f"{thread[1]}\n")

    _told_of_followers(store)


@_leak
def mask_by_chat_id() -> None:
    """Whoever has the ids can try them."""
    from bot.memory.identity import MemoryRoutes, Purpose

    original = MemoryRoutes.tag

    def tag(self: Any, route: Any, purpose: Purpose, number: int | None = None) -> bytes:
        if purpose is not Purpose.MASK:
            return original(self, route, purpose, number)
        chat = self._chats.get(route.tag)
        return blake2b(f"{chat} {number}".encode(), digest_size=16).digest()

    MemoryRoutes.tag = tag  # type: ignore[method-assign]


@_leak
def reply_at_once() -> None:
    from bot.domain.replies.slots import ReplySlots

    def slot_for(_self: Any, now: datetime, _rng: random.Random, **_: Any) -> datetime:
        return now

    ReplySlots.slot_for = slot_for  # type: ignore[method-assign, assignment]


@_leak
def reply_by_user_id() -> None:
    """Stored with who wrote it, in a field that is empty as a rule."""
    from bot.flows.replies import send as flow
    from storage.replies import Replies

    chats: list[int | None] = []
    original_send, original_add = flow._take_in, Replies.add

    async def take_in(tables: Any, key: Any, route: Any, *rest: Any) -> Any:
        routes, now = rest[3].routes, rest[4]
        chats.append(await routes.resolve(route, now))
        return await original_send(tables, key, route, *rest)

    async def add(self: Any, reply: Any, **rest: Any) -> bool:
        return await original_add(self, replace(reply, reason=f"by {chats[-1]}"), **rest)

    flow._take_in = take_in
    Replies.add = add  # type: ignore[method-assign]


if __name__ == "__main__":
    run_one_of(REPLY_LEAKS)
