"""When reports hide a post."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.reports import Count, Reason, Thresholds, hides, most_hidden, slot

USUAL = Thresholds()


@pytest.mark.parametrize("reason", [r for r in Reason if r.severe])
def test_one_severe_report_hides(reason: Reason) -> None:
    assert hides({reason: Count(1)}, USUAL)


@pytest.mark.parametrize("reason", [r for r in Reason if not r.severe])
def test_of_the_others_it_takes_three(reason: Reason) -> None:
    assert not hides({reason: Count(2)}, USUAL)
    assert hides({reason: Count(3)}, USUAL)


def test_the_others_are_counted_together() -> None:
    assert hides({each: Count(1) for each in (Reason.CRUEL, Reason.SPAM, Reason.OTHER)}, USUAL)


def test_both_figures_can_be_set() -> None:
    strict = Thresholds(severe=2, other=1)
    assert not hides({Reason.VIOLENCE: Count(1)}, strict)
    assert hides({Reason.VIOLENCE: Count(2)}, strict)
    assert hides({Reason.SPAM: Count(1)}, strict)


def test_nothing_hides_nothing() -> None:
    assert not hides({}, USUAL)


def test_who_was_wrong_today_counts_as_any_other_reason() -> None:
    assert not hides({Reason.VIOLENCE: Count(1, light=1)}, USUAL)
    assert hides({Reason.VIOLENCE: Count(2, light=1)}, USUAL)
    assert hides({Reason.VIOLENCE: Count(2, light=2), Reason.SPAM: Count(1)}, USUAL)


def test_what_was_restored_or_is_loved_takes_more() -> None:
    assert USUAL.for_post(restored=False, love=9.5) == USUAL
    assert USUAL.for_post(restored=True, love=0) == Thresholds(2, 6)
    assert USUAL.for_post(restored=False, love=10) == Thresholds(2, 3)
    assert Thresholds(3, 3).for_post(restored=False, love=10) == Thresholds(3, 3)


def test_three_or_a_tenth_may_be_hidden_at_once() -> None:
    assert [most_hidden(posted) for posted in (0, 39, 40, 100)] == [3, 3, 4, 10]


def test_hiding_has_fixed_times() -> None:
    at = datetime(2026, 11, 25, 9, 7, 31, tzinfo=UTC)
    assert slot(at, timedelta(minutes=5)) == datetime(2026, 11, 25, 9, 5, tzinfo=UTC)
    assert slot(at, timedelta(0)) == at
