"""The retry policy as a table: how a send ended, and what follows."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.outcome import Delivered, Outcome, Refused, TryLater, Unknown
from bot.domain.retry import LONGEST, Fate, backoff, decide, look_due

LATER = TryLater(timedelta(seconds=17), "429")


@pytest.mark.parametrize(
    ("outcome", "post", "fate", "at_least", "at_most", "failed"),
    [
        (Delivered(1), True, Fate.DONE, None, None, False),
        (Delivered(1), False, Fate.DONE, None, None, False),
        (LATER, True, Fate.AGAIN, 17, 18, True),
        (LATER, False, Fate.AGAIN, 17, 18, True),
        (TryLater(None, "ConnectError"), True, Fate.AGAIN, 0.5, 1, True),
        (TryLater(None, "ConnectError"), False, Fate.AGAIN, 0.5, 1, True),
        (Refused("kicked", chat_unusable=True), True, Fate.AGAIN, 15, 30, True),
        (Refused("kicked", chat_unusable=True), False, Fate.AGAIN, 15, 30, True),
        (Refused("bad photo"), True, Fate.REFUSED, None, None, False),
        (Refused("can't be edited"), False, Fate.REFUSED, None, None, False),
        (Refused("not found", gone=True), False, Fate.GONE, None, None, False),
        (Refused("not found", gone=True), True, Fate.REFUSED, None, None, False),
        (Unknown("ReadTimeout"), True, Fate.LOST, None, None, True),
        (Unknown("ReadTimeout"), False, Fate.AGAIN, 0.5, 1, True),
    ],
)
def test_each_end_has_one_consequence(
    outcome: Outcome,
    post: bool,
    fate: Fate,
    at_least: float | None,
    at_most: float | None,
    failed: bool,
) -> None:
    verdict = decide(outcome, makes_a_post=post, failures=0, rng=random.Random(3))
    assert (verdict.fate, verdict.failed) == (fate, failed)
    if at_least is None or at_most is None:
        assert verdict.pause is None
    else:
        assert verdict.pause is not None
        assert at_least <= verdict.pause.total_seconds() <= at_most


@given(st.integers(0, 10_000), st.integers())
def test_pauses_grow_to_a_minute_and_are_never_the_same_for_all(failures: int, seed: int) -> None:
    pause = backoff(failures, random.Random(seed))
    grown = min(timedelta(seconds=2 ** min(failures, 6)), LONGEST)
    assert grown / 2 <= pause <= grown


@pytest.mark.parametrize(
    ("looks", "resends", "since", "due"),
    [
        (0, 0, 0, True),
        (1, 0, 119, False),
        (1, 0, 120, True),
        (1, 1, 239, False),
        (1, 1, 240, True),
        (1, 9, 959, False),
        (1, 9, 960, True),
    ],
)
def test_the_second_look_waits_for_what_is_late(
    looks: int, resends: int, since: int, due: bool
) -> None:
    assert look_due(looks, resends, timedelta(seconds=since), timedelta(seconds=120)) == due
