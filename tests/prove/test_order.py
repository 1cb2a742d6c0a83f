"""Where a whisper lies in the database file must not tell when it came.

Random keys alone do not do it: inside a page SQLite lays cells down in order of arrival, in the
table and in its indexes, and what has pages of its own (words, photos) goes to the end of the
file. So the real file is read byte by byte here, while whispers wait in it.
"""

import random
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import pytest

import storage.whispers
from bot.domain.whisper import OWN_PHOTO, Look, PictureId, State, Whisper, WhisperKey
from storage import Storage, open_storage
from storage.engines import sqlite
from tests.kit.database import prepared

LATER = datetime(2026, 11, 26, tzinfo=UTC)
PAGE = re.compile(rb"SQLite format 3\0(..)", re.DOTALL)
RNG = random.Random(20261125)


@dataclass
class Arrived:
    """The bytes by which one whisper is found in the file."""

    words: bytes
    photo: bytes
    key: WhisperKey
    receipt_hash: bytes


@pytest.fixture
async def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Storage]:
    """Waits for no disk: where bytes lie does not depend on it."""
    hasty = tuple(
        ("synchronous", "OFF", 0) if pragma[0] == "synchronous" else pragma
        for pragma in sqlite._PRAGMAS
    )
    monkeypatch.setattr(sqlite, "_PRAGMAS", hasty)
    opened = await open_storage(prepared(tmp_path / "sotto.db"))
    yield opened
    await opened.close()


async def arrive(
    database: Storage, count: int, *, longest: int, photos: bool, reviewed: bool = False
) -> list[Arrived]:
    """Take in so many whispers one by one, in this order; ``reviewed``: moderators let them into
    the pool afterwards, in the same order."""
    arrived = []
    for _ in range(count):
        each = Arrived(
            b"<words %s>" % RNG.randbytes(8).hex().encode(),
            b"<photo %s>" % RNG.randbytes(8).hex().encode(),
            WhisperKey(RNG.randbytes(16)),
            RNG.randbytes(32),
        )
        whisper = Whisper(
            each.key,
            State.REVIEW if reviewed else State.POOL,
            each.words.decode() + "x" * RNG.randrange(longest // 2, longest),
            Look(OWN_PHOTO if photos else PictureId(b"abcd"), 1),
            photo=each.photo + RNG.randbytes(9000) if photos else None,
            deadline=LATER,
        )
        async with database.transaction() as tables:
            await tables.whispers.add(
                whisper, handle_hash=RNG.randbytes(32), receipt_hash=each.receipt_hash
            )
        arrived.append(each)
    for each in arrived if reviewed else ():
        async with database.transaction() as tables:
            await tables.whispers.set_deadline(each.key, LATER)
            await tables.whispers.move(each.key, start=(State.REVIEW,), to=State.POOL)
    return arrived


def offsets(data: bytes, needles: list[bytes]) -> list[int]:
    found = [data.rfind(needle) for needle in needles]
    assert min(found) > 0, "every whisper must be in the file"
    return found


def correlation(places: list[int]) -> float:
    """Spearman's rank correlation between arrival and place."""
    count = len(places)
    ranks = {place: rank for rank, place in enumerate(sorted(places))}
    unlike = sum((arrival - ranks[place]) ** 2 for arrival, place in enumerate(places))
    return 1 - 6 * unlike / (count * (count**2 - 1))


def in_order(places: list[int], page: int) -> list[bool]:
    """For each two that lie in the same page: do they lie as they came?"""
    return [one < other for one, other in combinations(places, 2) if one // page == other // page]


async def test_arrival_and_place_in_the_file_are_unrelated_over_1000_whispers(database, figure):
    arrived = await arrive(database, 1000, longest=300, photos=False)
    data = database.path.read_bytes()
    places = offsets(data, [each.words for each in arrived])
    rho = correlation(places)
    rows = offsets(data, [each.receipt_hash for each in arrived])
    pairs = in_order(rows, int.from_bytes(PAGE.match(data)[1], "big"))
    share = sum(pairs) / len(pairs)
    figure("order: rank correlation over 1,000 whispers", f"{rho:+.3f}")
    figure("order: pairs within a page that lie as they came", f"{share:.1%} of {len(pairs)}")
    assert abs(rho) < 0.13  # four standard deviations
    assert abs(share - 0.5) < 0.04


async def small_pools(
    database: Storage,
    find: Callable[[Arrived], bytes],
    *,
    longest: int = 200,
    photos: bool = False,
    reviewed: bool = False,
) -> float:
    """Mean rank correlation of 60 pools of 6 whispers, each read from the file while it waits.

    With no relation its standard deviation is 1/sqrt(5 * 60) = 0.06."""
    rhos = []
    for _ in range(60):
        arrived = await arrive(database, 6, longest=longest, photos=photos, reviewed=reviewed)
        rhos.append(correlation(offsets(database.path.read_bytes(), [find(e) for e in arrived])))
        async with database.transaction() as tables:
            for each in arrived:
                await tables.whispers.erase(each.key)
    return sum(rhos) / len(rhos)


@pytest.mark.parametrize(
    ("what", "find", "longest", "photos"),
    [
        ("words", lambda each: each.words, 200, False),
        ("words that overflow a page", lambda each: each.words, 2400, False),
        ("the index of receipts", lambda each: each.receipt_hash, 2, False),
        ("the index of states", lambda each: each.key, 2, False),
        ("photos", lambda each: each.photo, 200, True),
    ],
)
async def test_a_small_pool_does_not_lie_as_it_came(database, what, find, longest, photos, figure):
    rho = await small_pools(database, find, longest=longest, photos=photos)
    figure(f"order in pools of 6, {what}", f"{rho:+.3f}")
    assert abs(rho) < 0.25  # four standard deviations


async def test_a_reviewed_pool_does_not_lie_as_it_was_decided(database, figure):
    """Decisions move rows from one place of the index to another, in the order of arrival here."""
    rho = await small_pools(database, lambda each: each.key, longest=2, reviewed=True)
    figure("order in reviewed pools of 6, the index of states", f"{rho:+.3f}")
    assert abs(rho) < 0.25  # four standard deviations


async def test_without_stirring_a_small_pool_lies_as_it_came(database, monkeypatch):
    """The tests above can fail: random keys alone leave the order of arrival in the bytes."""

    async def leave(*_: object) -> None:
        pass

    monkeypatch.setattr(storage.whispers, "shuffle", leave)
    assert abs(await small_pools(database, lambda each: each.receipt_hash, longest=2)) > 0.9
