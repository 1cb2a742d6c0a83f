"""Dates and times as managers type them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.campaigns.times import read_time, written

PARIS = ZoneInfo("Europe/Paris")
SIX = datetime(2026, 12, 1, 17, 0, tzinfo=UTC)  # 18:00 in Paris


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01 18:00",
        "1.12.2026 18:00",
        "01/12/2026 18h00",
        " 2026-12-1  18:00 ",
        "2026-12-01, 18:00",
    ],
)
def test_the_day_and_the_hour_are_read_in_the_channels_zone(text: str) -> None:
    assert read_time(text, PARIS) == SIX
    assert read_time(written(SIX, PARIS), PARIS) == SIX


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2026-12-01", "18:00", "2026-13-01 18:00", "31.2.2026 18:00", "1 2 3"]
)
def test_what_is_no_date_and_time_is_not_guessed(text: str) -> None:
    assert read_time(text, PARIS) is None


def test_an_end_without_an_hour_is_the_end_of_that_day() -> None:
    assert read_time("2026-12-01", PARIS, last=True) == datetime(2026, 12, 1, 22, 59, tzinfo=UTC)
