"""A database as the bot leaves it after years, written in bulk: what ``bench.feeds`` and
``bench.growth`` measure. About a minute for a million whispers, on one core.

One whisper came out every 3.1 seconds up to now, which is all that a channel takes. Each has 24
words that follow Zipf's law over 60,000, mostly a tag, reactions (seven in ten, few of them many)
and, every fourth, a reply. All follows from the number of a whisper: two databases of one size are
alike but for their keys.
"""

import asyncio
import itertools
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.domain.ranking import GRAVITY, USUAL, score
from bot.flows.feeds.index import edition_of
from storage import open_storage
from storage.engines.journal import journal_of
from storage.schema_parts import ROOM
from tests.kit.works import CHAT, START

NOW = START
PACE = timedelta(seconds=3.1)
VOCABULARY, A_WHISPER, TAGS = 60_000, 24, 60
_A_BATCH = 100_000
_LOVED_MOST = 5_000
_SLOTS = 32  # random numbers a whisper
_PLAIN = ("whispers", "posts", "standings")  # whose indexes are made at the end

Numbers = NDArray[np.int64]


def word(rank: int) -> str:
    """Pronounceable, so that beginnings are shared as in a language."""
    found, rest = "", rank * 7919 + 5
    while rest:
        rest, sound = divmod(rest, 75)
        found += "bcdfghjklmnprst"[sound // 5] + "aeiou"[sound % 5]
    return found or "a"


WORDS = [word(rank) for rank in range(VOCABULARY)]


def filled(folder: Path, whispers: int, *, lean: bool = False) -> Path:
    """The file with so many, made if it is not there. ``lean``: half of the words, and private rows
    have no room, which takes 4 KB each: ten million need 15 GB instead of 70."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"filled-{whispers}{'-lean' if lean else ''}.db"
    if not path.exists():
        making = path.with_suffix(".making")
        making.unlink(missing_ok=True)
        asyncio.run(_empty(making))
        fill(making, whispers, lean=lean)
        journal_of(making).unlink(missing_ok=True)
        making.rename(path)
    return path


async def _empty(path: Path) -> None:
    await (await open_storage(f"sqlite+aiosqlite:///{path}")).close()


def fill(path: Path, whispers: int, *, lean: bool = False) -> None:
    room, words = (0, A_WHISPER // 2) if lean else (ROOM, A_WHISPER)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for pragma in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -800000"):
            db.execute(f"PRAGMA {pragma}")
        marks = ", ".join("?" * len(_PLAIN))
        indexes = db.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            f" AND tbl_name IN ({marks})",
            _PLAIN,
        ).fetchall()
        db.execute("BEGIN")
        for name, _ in indexes:
            db.execute(f"DROP INDEX {name}")
        _whispers(db, whispers, room, words)
        for start in range(1, whispers + 1, _A_BATCH):
            _standing(db, np.arange(start, min(whispers + 1, start + _A_BATCH)), whispers)
        _found_by(db, whispers, words)
        _replies(db, whispers, room // 2)
        for name, value in (
            ("next_number", whispers + 1),
            ("feeds_filled", [edition_of(USUAL), None]),
        ):
            db.execute(
                "INSERT OR REPLACE INTO runtime_settings VALUES (1, ?, ?)",
                (name, json.dumps(value)),
            )
        for _, made in indexes:
            db.execute(made)
        db.execute("COMMIT")


def _chance(numbers: Numbers, slot: int | Numbers) -> NDArray[np.float64]:
    """In [0, 1), always the same for a number and a slot: splitmix64."""
    with np.errstate(over="ignore"):
        x = (numbers * _SLOTS + slot).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        x ^= x >> np.uint64(31)
    return (x >> np.uint64(11)).astype(np.float64) / 2.0**53


_WEIGHTS = np.cumsum(1 / (np.arange(VOCABULARY) + 2))


def _ranks(numbers: Numbers, words: int) -> Numbers:
    """[whispers, words of one] by their rank."""
    drawn = _chance(numbers[:, None], np.arange(words)[None, :])
    found = np.searchsorted(_WEIGHTS, drawn * _WEIGHTS[-1])
    return np.minimum(found, VOCABULARY - 1).astype(np.int64)


def _tags(numbers: Numbers) -> Numbers:
    """Which of the tags, the commonest first."""
    steep = (1 - _chance(numbers, A_WHISPER)) ** (-1 / 0.8)
    return np.minimum(TAGS - 1, steep).astype(np.int64)


def _loved(numbers: Numbers) -> Numbers:
    many = np.minimum(_LOVED_MOST, (1 - _chance(numbers, A_WHISPER + 1)) ** (-1 / 1.2))
    return np.where(_chance(numbers, A_WHISPER + 2) < 0.7, many, 0).astype(np.int64)


def posted(number: int, whispers: int) -> datetime:
    return NOW - (whispers - number) * PACE


def _whispers(db: sqlite3.Connection, whispers: int, room: int, words: int) -> None:
    """By their keys, as the table lies; so numbers come in no order."""
    rng = np.random.default_rng()
    keys = np.sort(rng.integers(0, 2**63, whispers, dtype=np.int64))
    order = rng.permutation(whispers).astype(np.int64) + 1
    for start in range(0, whispers, _A_BATCH):
        numbers = order[start : start + _A_BATCH]
        said = (" ".join(WORDS[rank] for rank in row) for row in _ranks(numbers, words).tolist())
        db.executemany(
            "INSERT INTO whispers (key, channel, state, picture, style, cover, findings, number,"
            " receipt_hash, room, words) VALUES"
            f" (?, 1, 'released', x'00000000', 0, 0, '[]', ?, randomblob(32), zeroblob({room}), ?)",
            zip(_keys(keys[start : start + _A_BATCH]), numbers.tolist(), said, strict=True),
        )


def _keys(firsts: Numbers) -> Iterator[bytes]:
    """Of 16 bytes, in the order of their beginnings."""
    ends = np.random.default_rng().integers(0, 2**63, len(firsts), dtype=np.int64)
    data = np.column_stack([firsts, ends]).astype(">i8").tobytes()
    return (data[at : at + 16] for at in range(0, len(data), 16))


_SCORES = [score({"❤": many}) for many in range(_LOVED_MOST + 1)]


def _standing(db: sqlite3.Connection, numbers: Numbers, whispers: int) -> None:
    """Posts, how they are loved, and what feeds know of them."""
    rows: list[dict[str, Any]] = []
    step, last = PACE / timedelta(milliseconds=1), NOW.timestamp() * 1000
    aged = (2 + 24 * _chance(numbers, A_WHISPER + 3)) ** GRAVITY  # when reactions came last
    for number, loved, age in zip(
        numbers.tolist(), _loved(numbers).tolist(), aged.tolist(), strict=True
    ):
        at = int(last - (whispers - number) * step)
        rows.append(
            {
                "n": number,
                "at": at,
                "day": datetime.fromtimestamp(at / 1000, UTC).date().isoformat(),
                "loved": loved,
                "score": _SCORES[loved],
                "hot": _SCORES[loved] / age,
            }
        )
    db.executemany(
        "INSERT INTO posts (chat, message_id, channel, kind, number, first_line, caption, content,"
        f" spoiler, state, posted_at, file, score) SELECT {CHAT}, :n, 1, 'card', :n, '#' || :n,"
        " '<b>#' || :n || '</b>', '{}', 0, 'live', :at, printf('AgAC%020d', :n), :score",
        rows,
    )
    db.executemany(f"INSERT INTO snapshots VALUES ({CHAT}, :n, :at, :score)", rows)
    loved_ones = [row for row in rows if row["loved"]]
    db.executemany(f"INSERT INTO reactions VALUES ({CHAT}, :n, '❤', :loved)", loved_ones)
    db.executemany("INSERT INTO standings VALUES (1, :n, :at, :day, :score, :hot)", rows)


def _found_by(db: sqlite3.Connection, whispers: int, words: int) -> None:
    """Words and tags, each term with all its whispers at once."""
    names = [*WORDS, *(f"#tag{n}" for n in range(TAGS))]
    spelt = sorted(set(names))
    places = {name: place for place, name in enumerate(spelt)}
    place_of = np.array([places[name] for name in names], dtype=np.int64)
    packed = np.empty(whispers * (words + 1), dtype=np.int64)
    for start in range(0, whispers, _A_BATCH):
        numbers = np.arange(start + 1, min(whispers, start + _A_BATCH) + 1)
        ids = np.column_stack([_ranks(numbers, words), VOCABULARY + _tags(numbers)])
        some = (place_of[ids] << 32) | numbers[:, None]
        packed[start * (words + 1) :][: some.size] = some.ravel()
    packed.sort()
    new = np.ones(len(packed), dtype=bool)
    np.not_equal(packed[1:], packed[:-1], out=new[1:])
    packed = packed[new]
    firsts = np.searchsorted(packed, np.arange(len(spelt) + 1, dtype=np.int64) << 32)
    for term, (start, end) in zip(spelt, itertools.pairwise(firsts.tolist()), strict=True):
        for at in range(start, end, _A_BATCH):
            numbers = packed[at : min(end, at + _A_BATCH)] & 0xFFFFFFFF
            db.execute(
                "INSERT INTO terms (term, channel, number) SELECT ?, 1, value FROM json_each(?)",
                (term, json.dumps(numbers.tolist())),
            )
        if term.startswith("#") and end > start:
            db.execute("INSERT INTO tags VALUES (1, ?, ?)", (term, end - start))
    db.execute(
        "INSERT INTO terms_by_number (channel, number, term)"
        " SELECT channel, number, term FROM terms ORDER BY channel, number, term"
    )


def _replies(db: sqlite3.Connection, whispers: int, room: int) -> None:
    many = whispers // 4
    rng = np.random.default_rng()
    order = (rng.permutation(many) + 1) * 4
    keys = np.sort(rng.integers(0, 2**63, many, dtype=np.int64))
    db.executemany(
        "INSERT INTO replies (key, channel, number, ordinal, state, author, findings, room, words)"
        f" VALUES (?, 1, ?, 1, 'released', 0, '[]', zeroblob({room}), 'So do I.')",
        zip(_keys(keys), order.tolist(), strict=True),
    )
