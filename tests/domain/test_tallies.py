"""What the moderators' picture counts, and how coarsely."""

from datetime import date, timedelta

import pytest

from bot.domain.tallies import DAYS, Counted, Wait, WaitingFigures, figures, step_of

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("waited", "step"),
    [
        (timedelta(0), Wait.MINUTES),
        (timedelta(minutes=10), Wait.MINUTES),
        (timedelta(minutes=10, seconds=1), Wait.HOUR),
        (timedelta(hours=6), Wait.HOURS),
        (timedelta(hours=24), Wait.DAY),
        (timedelta(days=9), Wait.LONGER),
    ],
)
def test_a_wait_is_known_in_coarse_steps_only(waited: timedelta, step: Wait) -> None:
    assert step_of(waited) is step


def test_each_day_has_its_place_and_days_without_anything_too() -> None:
    rows = [(TODAY, "released", 4), (TODAY - timedelta(days=2), "released", 1)]
    found = figures(rows, TODAY, WaitingFigures())
    assert len(found.days) == len(found.released) == DAYS
    assert found.released[-3:] == (1, 0, 4)
    assert sum(found.reports) == 0


def test_decisions_and_waits_are_summed_and_older_days_left_out() -> None:
    rows = [
        (TODAY, "approved", 2),
        (TODAY - timedelta(days=DAYS - 1), "approved", 3),
        (TODAY - timedelta(days=DAYS), "approved", 50),
        (TODAY, "wait_1h", 7),
    ]
    found = figures(rows, TODAY, WaitingFigures())
    assert found.decisions[Counted.APPROVED] == 5
    assert found.decisions[Counted.REMOVED] == 0
    assert found.waits == {step: 7 if step is Wait.HOUR else 0 for step in Wait}
