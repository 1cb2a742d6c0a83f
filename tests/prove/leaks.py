"""Ways in which a careless or dishonest change would give authors away.

``python -m tests.prove.leaks NAME run`` is ``sotto run`` with one of them built in; the proofs
must catch each (``test_broken_builds.py``). Imports are where the real program would have them.
"""

import asyncio
import json
import os
import pickle
import random
import sqlite3
import struct
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import Application

from tests.kit import plain

LEAKS: dict[str, Callable[[], None]] = {}
Leak = Callable[[], None]


def _leak(make: Leak) -> Leak:
    LEAKS[make.__name__] = make
    return make


def _on_each_update(what: Callable[[Any, Update], Any]) -> None:
    original = Application.process_update

    async def process(self: Any, update: object) -> None:
        if isinstance(update, Update) and update.effective_user is not None:
            done = what(self, update)
            if done is not None:
                await done
        await original(self, update)

    Application.process_update = process  # type: ignore[method-assign]


def _write(line: str) -> None:
    sys.stderr.write(line + "\n")


def _stored_with(change: Callable[[Any], Any]) -> None:
    from storage.whispers import Whispers

    original = Whispers.add

    async def add(self: Any, whisper: Any, **rest: Any) -> Any:
        return await original(self, change(whisper), **rest)

    Whispers.add = add  # type: ignore[method-assign]


@_leak
def store_user_id() -> None:
    last: list[int] = []
    _on_each_update(lambda _app, update: last.append(update.effective_user.id))  # type: ignore[union-attr]
    _stored_with(lambda whisper: replace(whisper, reason=f"by {last[-1]}"))


@_leak
def log_an_update() -> None:
    _on_each_update(lambda _app, update: _write(update.to_json()))


@_leak
def log_a_query() -> None:
    from handlers.incoming.query import Query

    original = Query.__init__

    def made(self: Query, words: str) -> None:
        original(self, words)
        _write(words)

    Query.__init__ = made  # type: ignore[method-assign]


@_leak
def send_by_file_id() -> None:
    from bot.botapi.channel import TelegramChannel

    last: list[str] = []

    def remember(_app: Any, update: Update) -> None:
        message = update.message
        if message is not None and message.photo:
            last.append(message.photo[-1].file_id)

    original = TelegramChannel.send_photo

    async def send_photo(self: Any, photo: Any, caption: str, **rest: Any) -> Any:
        return await original(self, last[-1] if last else photo, caption, **rest)

    _on_each_update(remember)
    TelegramChannel.send_photo = send_photo  # type: ignore[method-assign]


@_leak
def forward_to_moderators() -> None:
    async def forward(app: Any, update: Update) -> None:
        message = update.message
        if message is not None and message.chat.type == "private":
            moderators = int(os.environ["SOTTO_MODERATORS"])
            await app.bot.forward_message(moderators, message.chat.id, message.message_id)

    _on_each_update(forward)


@_leak
def store_created_at() -> None:
    _stored_with(lambda whisper: replace(whisper, reason=datetime.now(UTC).isoformat()))


@_leak
def leave_the_wal() -> None:
    from storage.engines import sqlite

    sqlite._PRAGMAS = tuple(
        ("journal_mode", "wal", "wal") if name == "journal_mode" else (name, value, wanted)
        for name, value, wanted in sqlite._PRAGMAS
    )


@_leak
def journal_left() -> None:
    from storage.engines import sqlite

    sqlite.overwrite = lambda _journal: 0


@_leak
def file_times() -> None:
    from storage import Storage

    Storage.even_out_times = lambda _self: None  # type: ignore[method-assign]


@_leak
def pickle_persistence() -> None:
    known: dict[int, dict[str, str]] = {}

    def dump(_app: Any, update: Update) -> None:
        known[update.effective_user.id] = {"draft": "…"}  # type: ignore[union-attr]
        Path(os.environ["SOTTO_DATA"], "persistence").write_bytes(pickle.dumps(known))

    _on_each_update(dump)


@_leak
def token_in_a_log_line() -> None:
    def tell(app: Any, _update: Update) -> None:
        _write(json.dumps({"event": "called", "url": app.bot.base_url}))

    _on_each_update(tell)


@_leak
def release_at_once() -> None:
    from bot.domain.mixing import Mixing

    def draw(
        _self: Mixing, pool: Any, _now: datetime, _rng: random.Random, _author_of: Any, **_: Any
    ) -> tuple[Any, ...]:
        return tuple(key for key, _deadline in pool)

    Mixing.draw = draw  # type: ignore[method-assign]


@_leak
def id_in_callback_data() -> None:
    from handlers.author import keyboards, preview_buttons

    last: list[int] = []
    encode, decode = keyboards.encode, preview_buttons.decode
    _on_each_update(lambda _app, update: last.append(update.effective_user.id))  # type: ignore[union-attr]
    keyboards.encode = lambda verb, state: f"{encode(verb, state)}.{last[-1]:x}"
    preview_buttons.decode = lambda data: decode((data or "").partition(".")[0])


@_leak
def receipt_in_clear() -> None:
    from bot.flows.authors import receipts as flow
    from bot.flows.authors import submit
    from handlers.author import receipts as handler
    from handlers.author import withdrawal

    for module in (flow, submit, handler, withdrawal):
        module.receipt_hash = lambda code: code.encode()  # type: ignore[attr-defined]


@_leak
def keep_cancelled_words() -> None:
    def keep(_app: Any, update: Update) -> None:
        if update.message is not None and update.message.text:
            with Path(os.environ["SOTTO_DATA"], "drafts").open("a") as drafts:
                drafts.write(update.message.text)

    _on_each_update(keep)


@_leak
def words_tappable() -> None:
    from bot.domain import captions

    captions.inert = lambda words: words


@_leak
def live_figure() -> None:
    from sqlalchemy import func, select

    from bot.domain.whisper import State
    from storage.review_cards import ReviewCardRows
    from storage.schema import whispers

    async def open_cards(self: Any) -> int:
        query = select(func.count()).where(whispers.c.state == State.REVIEW)
        return int(await self._db.scalar(query) or 0)

    ReviewCardRows.open_cards = open_cards  # type: ignore[method-assign]


@_leak
def batch_of_one() -> None:
    from bot.settings import Settings

    rules = Settings.review_rules
    Settings.review_rules = property(  # type: ignore[assignment, method-assign]
        lambda settings: replace(rules.fget(settings), keep=0)
    )


@_leak
def ban_told() -> None:
    from bot.flows.moderation import carry_out_ban as ban

    given: list[Any] = []
    banish, carried_out = ban.banish, ban.CarryOutBan.__call__

    async def noted(**asked: Any) -> Any:
        given.append(await banish(**asked))
        return given[-1]

    async def told(self: Any, each: Any) -> str | None:
        said = await carried_out(self, each)
        return f"{said} until {given[-1].until}" if given and said else said

    ban.banish = noted
    ban.CarryOutBan.__call__ = told  # type: ignore[method-assign]


def _told_of_arrivals(what: Callable[[int], None]) -> None:
    """By the channel's id alone: no scan for people would find it."""
    from bot.memory.arrivals import Arrivals

    original = Arrivals.came

    async def came(self: Any, route: Any, channel: int, now: datetime) -> None:
        await asyncio.to_thread(what, channel)  # a write waits for the bot's own, which must go on
        await original(self, route, channel, now)

    Arrivals.came = came  # type: ignore[method-assign]


@_leak
def arrival_in_settings() -> None:
    def store(channel: int) -> None:
        database = Path(os.environ["SOTTO_DATA"], "sotto.db")
        with closing(sqlite3.connect(database, timeout=60)) as tables, tables:
            tables.execute(
                "INSERT OR REPLACE INTO runtime_settings (channel, name, value) VALUES (?, ?, ?)",
                (0, "last_arrival", json.dumps(channel)),
            )

    _told_of_arrivals(store)


@_leak
def arrival_in_a_log_line() -> None:
    _told_of_arrivals(lambda channel: _write(json.dumps({"event": "came", "channel": channel})))


def _positions(what: Callable[[float, float], None]) -> None:
    def look(_app: Any, update: Update) -> None:
        message = update.message
        if message is not None and message.location is not None:
            what(message.location.latitude, message.location.longitude)

    _on_each_update(look)


@_leak
def store_position() -> None:
    last: list[str] = []
    _positions(lambda latitude, longitude: last.append(f"{latitude:.4f} {longitude:.4f}"))
    _stored_with(lambda whisper: replace(whisper, reason=last[-1] if last else None))


@_leak
def log_position() -> None:
    _positions(lambda latitude, longitude: _write(struct.pack("<dd", latitude, longitude).hex()))


@_leak
def position_to_moderators() -> None:
    async def tell(app: Any, update: Update) -> None:
        message = update.message
        if message is not None and message.location is not None:
            where = f"{message.location.latitude:.3f}, {message.location.longitude:.3f}"
            await app.bot.send_message(int(os.environ["SOTTO_MODERATORS"]), where)

    _on_each_update(tell)


def run_one_of(leaks: Mapping[str, Leak]) -> None:
    """``sotto`` with the leak that the first argument names."""
    plain.install()
    from bot.cli.main import main as sotto

    leaks[sys.argv.pop(1)]()
    sotto()


if __name__ == "__main__":
    run_one_of(LEAKS)
