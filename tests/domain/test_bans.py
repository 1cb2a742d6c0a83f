"""The ladder of bans."""

from datetime import date

import pytest

from bot.domain.bans import end_of, next_step

TODAY = date(2026, 11, 25)


def test_each_ban_is_a_step_longer_and_the_last_step_stays():
    assert next_step(None) == 0
    assert [next_step(step) for step in (0, 1, 2)] == [1, 2, 2]


@pytest.mark.parametrize(
    ("step", "free"), [(0, date(2026, 11, 27)), (1, date(2026, 12, 3)), (2, date(2027, 2, 24))]
)
def test_a_ban_lasts_whole_days_and_today_is_none_of_them(step, free):
    assert end_of(step, TODAY) == free
