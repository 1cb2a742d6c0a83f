"""Where a whisper lies in the database file must not tell when it came.

Random keys alone do not do it: inside a page SQLite lays cells down in order of arrival, and what
overflows a page is put at the end of the file. So the real file is read byte by byte here.
"""

import random
import re
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from bot.domain.whisper import OWN_PHOTO, Look, PictureId, State, Whisper, WhisperKey
from storage import open_storage

LATER = datetime(2026, 11, 26, tzinfo=UTC)
PAGE = re.compile(rb"SQLite format 3\0(..)", re.DOTALL)


def marker(arrival: int) -> str:
    return f"<whisper {arrival:04} here>"


async def fill(folder: Path, count: int, rng: random.Random, *, photos: bool, long: bool) -> bytes:
    """A database that took in ``count`` whispers one by one -> its bytes while it is open."""
    path = folder / "sotto.db"
    path.unlink(missing_ok=True)
    storage = await open_storage(f"sqlite+aiosqlite:///{path}")
    for arrival in range(count):
        words = marker(arrival) + "x" * (rng.randrange(1200, 2200) if long else rng.randrange(300))
        photo = marker(arrival + 5000).encode() + rng.randbytes(6000) if photos else None
        look = Look(OWN_PHOTO if photos else PictureId(b"abcd"), 1)
        async with storage.transaction() as tables:
            await tables.whispers.add(
                Whisper(WhisperKey(rng.randbytes(16)), State.POOL, words, look, photo=photo,
                        deadline=LATER),
                handle_hash=rng.randbytes(32),
                receipt_hash=rng.randbytes(32),
            )
    data = path.read_bytes()
    await storage.close()
    return data


def offsets(data: bytes, count: int, first: int = 0) -> list[int]:
    """Offset of each arrival's marker in the file, in order of arrival."""
    found = [data.find(marker(first + arrival).encode()) for arrival in range(count)]
    assert min(found) > 0, "every whisper must be in the file"
    return found


def correlation(places: list[int]) -> float:
    """Spearman's rank correlation between arrival and place."""
    count = len(places)
    ranks = {place: rank for rank, place in enumerate(sorted(places))}
    unlike = sum((arrival - ranks[place]) ** 2 for arrival, place in enumerate(places))
    return 1 - 6 * unlike / (count * (count**2 - 1))


def concordant(places: list[int], page: int | None = None) -> tuple[int, int]:
    """(pairs that lie in order of arrival, pairs), among those of one page."""
    pairs = [
        (first < second)
        for first, second in combinations(places, 2)
        if page is None or first // page == second // page
    ]
    return sum(pairs), len(pairs)


async def test_arrival_and_place_in_the_file_are_unrelated_over_1000_whispers(tmp_path, figure):
    data = await fill(tmp_path, 1000, random.Random(1), photos=False, long=False)
    places = offsets(data, 1000)
    rho = correlation(places)
    page = int.from_bytes(PAGE.match(data)[1], "big")
    in_order, pairs = concordant(places, page)
    figure("order: rank correlation over 1,000 whispers", f"{rho:+.3f}")
    figure("order: pairs of one page that lie as they came", f"{in_order / pairs:.1%} of {pairs}")
    assert abs(rho) < 0.1  # three standard deviations
    assert abs(in_order / pairs - 0.5) < 0.04
