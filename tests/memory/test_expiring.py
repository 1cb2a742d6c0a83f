"""What is kept in memory only goes when its time is over, whatever the clock does."""

from datetime import UTC, datetime, timedelta

from bot.memory.expiring import ExpiringDict

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_each_entry_goes_when_its_life_is_over() -> None:
    memory: ExpiringDict[str, int] = ExpiringDict(2 * HOUR)
    memory.put("old", 1, NOW)
    memory.put("touched", 2, NOW)
    memory.put("touched", 3, NOW + HOUR)
    memory.fade(NOW + 2 * HOUR)
    assert dict(memory.items()) == {"touched": 3}
    memory.put("new", 4, NOW + 3 * HOUR)
    assert dict(memory.items()) == {"new": 4}


def test_above_the_limit_the_oldest_go() -> None:
    memory: ExpiringDict[int, int] = ExpiringDict(HOUR, most=1000)
    for n in range(50_000):
        memory.put(n, n, NOW)
    assert [key for key, _ in memory.items()] == list(range(49_000, 50_000))


def test_a_clock_set_back_keeps_nothing_until_that_time_comes_again() -> None:
    """Started a year ahead; NTP sets it right; then a life passes."""
    memory: ExpiringDict[str, int] = ExpiringDict(HOUR)
    memory.put("from next year", 1, NOW + timedelta(days=365))
    memory.put("since", 2, NOW)
    assert memory.get("from next year") == 1, "nobody's answer is lost by it"
    memory.put("later", 3, NOW + HOUR)
    assert dict(memory.items()) == {"later": 3}
