"""Where a waiting reply lies in the database file must not tell when it came (as with whispers, see
``test_order.py``)."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

import storage.replies
from bot.domain.whisper import State
from storage import Storage
from tests.kit.replies import a_reply
from tests.prove.test_order import LATER, RNG, correlation, offsets
from tests.prove.test_order import database as database  # the fixture

POOLS = 60
ENOUGH = 0.25
"""Four standard deviations of the mean of 60 rank correlations of six."""


@dataclass
class Arrived:
    words: bytes
    key: bytes
    receipt_hash: bytes


async def arrive(
    database: Storage, count: int, longest: int, *, state: State, other: int
) -> list[Arrived]:
    """Take in so many replies one by one, to two whispers in turns, so that neither thread tells
    more than the other."""
    arrived = []
    for turn in range(count):
        words = f"<words {RNG.randbytes(8).hex()}>"
        reply = a_reply(
            words + "x" * RNG.randrange(longest // 2, longest),
            1 + turn % other,
            state=state,
            slot=LATER,
        )
        each = Arrived(words.encode(), reply.key, RNG.randbytes(32))
        async with database.transaction() as tables:
            assert await tables.replies.add(
                reply, handle_hash=RNG.randbytes(32), receipt_hash=each.receipt_hash
            )
        arrived.append(each)
    return arrived


async def small_threads(
    database: Storage,
    find: Callable[[Arrived], bytes],
    *,
    longest: int = 200,
    state: State = State.POOL,
    decided: bool = False,
    other: int = 1,
) -> float:
    """Mean rank correlation of arrival and place over 60 times six replies that wait. ``decided``:
    moderators let them in, in the order in which they came."""
    rhos = []
    for _ in range(POOLS):
        arrived = await arrive(database, 6, longest, state=state, other=other)
        for each in arrived if decided else ():
            async with database.transaction() as tables:
                assert await tables.replies.move(
                    each.key, start=(State.REVIEW,), to=State.POOL, slot=LATER
                )
        rhos.append(correlation(offsets(database.path.read_bytes(), [find(e) for e in arrived])))
        async with database.transaction() as tables:
            for each in arrived:
                assert await tables.replies.erase(each.key)
    return sum(rhos) / len(rhos)


@pytest.mark.parametrize(
    ("what", "find", "longest", "other"),
    [
        ("words", lambda each: each.words, 200, 1),
        ("words of two threads", lambda each: each.words, 200, 2),
        ("words that overflow a page", lambda each: each.words, 1200, 1),
        ("the index of receipts", lambda each: each.receipt_hash, 4, 1),
        ("the key", lambda each: each.key, 4, 1),
    ],
)
async def test_replies_that_wait_do_not_lie_as_they_came(
    database, what, find, longest, other, figure
):
    rho = await small_threads(database, find, longest=longest, other=other)
    figure(f"order of 6 replies, {what}", f"{rho:+.3f}")
    assert abs(rho) < ENOUGH


async def test_replies_do_not_lie_as_moderators_decided_them(database, figure):
    rho = await small_threads(
        database, lambda each: each.key, longest=4, state=State.REVIEW, decided=True
    )
    figure("order of 6 replies that were decided", f"{rho:+.3f}")
    assert abs(rho) < ENOUGH


async def test_without_stirring_replies_lie_as_they_came(database, monkeypatch):
    """The tests above can fail."""

    async def leave(*_: object) -> None:
        pass

    monkeypatch.setattr(storage.replies, "shuffle_replies", leave)
    assert abs(await small_threads(database, lambda each: each.receipt_hash, longest=4)) > 0.9
