"""The observer of bench/answers.py: sees everybody write to the bot, and each slot of replies."""

import random
from math import exp, sqrt

import pytest

from bench.answers import observe

ANSWERS = 6000
A_QUARTER = 4
"""People who write to the bot in an hour: one a quarter of an hour."""


def near(expected: float) -> object:
    """Four standard deviations of a share."""
    return pytest.approx(expected, abs=4 * sqrt(expected * (1 - expected) / ANSWERS))


def one_of(company: float) -> float:
    """The mean of 1/(n + 1) for so many others in the mean (Poisson)."""
    return (1 - exp(-company)) / company


def test_when_an_author_answered_tells_its_slot_in_one_of_three_cases(figure):
    seen = observe(A_QUARTER, ANSWERS, random.Random(1), author=True)
    figure("replies: slot of an author's answer guessed", f"{seen.moment:.1%}")
    # the greatest of three equal shares: a little above a third
    assert seen.moment == near(1 / 3)


def test_where_one_person_a_quarter_writes_an_author_is_named_in_one_of_three_cases(figure):
    seen = observe(A_QUARTER, ANSWERS, random.Random(2), author=True)
    figure("replies: author named, 4 people an hour", f"{seen.best:.1%} of {seen.crowd:.1f}")
    assert seen.best == near(one_of(3))
    assert one_of(3) <= 1 / 3


def test_an_ordinary_reply_hides_among_those_of_its_quarter_of_an_hour(figure):
    seen = observe(5 * A_QUARTER, ANSWERS, random.Random(3), author=False)
    figure("replies: anybody named, 20 people an hour", f"{seen.best:.1%} of {seen.crowd:.1f}")
    assert seen.moment == 1
    assert seen.best == near(one_of(5))


def test_an_author_whose_answer_took_the_next_slot_would_hide_among_fewer():
    """The tests above can fail."""
    as_anybody = observe(A_QUARTER, ANSWERS, random.Random(4), author=False)
    assert as_anybody.moment == 1
    assert as_anybody.best > 0.5
