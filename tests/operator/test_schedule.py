import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.memory.away import MemoryAway
from bot.schedule import Schedule
from storage.errors import StorageBusy


async def eventually(condition, *, within: float = 5.0) -> None:
    async with asyncio.timeout(within):
        while not condition():
            await asyncio.sleep(0.005)


async def test_a_tick_rings_at_the_start_and_again():
    rings = []
    schedule = Schedule()

    async def tick() -> None:
        rings.append(1)

    schedule.every(0.02, tick, name="often")
    schedule.start()
    await eventually(lambda: len(rings) >= 3)
    assert await schedule.stop()
    heard = len(rings)
    await asyncio.sleep(0.1)
    assert len(rings) == heard


async def test_a_slow_tick_never_overlaps_itself_and_holds_up_no_other():
    inside, most, other = 0, 0, []
    go_on = asyncio.Event()
    schedule = Schedule()

    async def slow() -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await go_on.wait()
        inside -= 1

    async def quick() -> None:
        other.append(1)

    schedule.every(0.01, slow, name="slow")
    schedule.every(0.01, quick, name="quick")
    schedule.start()
    await eventually(lambda: len(other) >= 10)
    go_on.set()
    assert await schedule.stop(timedelta(seconds=1))
    assert most == 1


async def test_a_failing_tick_is_logged_without_its_message_and_rings_again(capsys):
    rings = []
    schedule = Schedule()

    async def tick() -> None:
        rings.append(1)
        if len(rings) == 1:
            raise ValueError("the words of somebody")

    schedule.every(0.01, tick, name="release")
    schedule.start()
    await eventually(lambda: len(rings) >= 2)
    await schedule.stop()
    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["event"], said["part"], said["error"]) == ("tick_failed", "release", "ValueError")
    assert "somebody" not in line


@pytest.mark.parametrize(("busy", "told"), [(2, 0), (3, 1), (7, 1)])
async def test_a_busy_database_is_told_only_when_it_lasts(capsys, busy: int, told: int):
    rings = []
    schedule = Schedule()

    async def tick() -> None:
        rings.append(1)
        if len(rings) <= busy:
            raise StorageBusy("another program holds the database")

    schedule.every(0.01, tick, name="release")
    schedule.start()
    await eventually(lambda: len(rings) >= busy + 2)
    await schedule.stop()
    assert [json.loads(line)["error"] for line in capsys.readouterr().err.splitlines()] == [
        "StorageBusy"
    ] * told


async def test_a_memory_that_is_away_is_told_where_it_was_noticed_and_not_again(capsys):
    rings = []
    schedule = Schedule()

    async def tick() -> None:
        rings.append(1)
        raise MemoryAway("ConnectionError")

    schedule.every(0.01, tick, name="delete")
    schedule.start()
    await eventually(lambda: len(rings) >= 5)
    await schedule.stop()
    assert capsys.readouterr().err == ""


async def test_a_bell_rung_during_a_run_runs_once_more():
    """Rung between the tick's look at the table and its end: the new row must not wait."""
    runs = []
    membership = asyncio.Event()
    schedule = Schedule()

    async def tick() -> None:
        runs.append(1)
        await membership.wait()

    schedule.every(3600, tick, name="publish")
    schedule.start()
    await eventually(lambda: runs)
    schedule.ring("publish")
    schedule.ring("publish")
    membership.set()
    await eventually(lambda: len(runs) == 2)
    assert await schedule.stop(timedelta(seconds=1))
    assert len(runs) == 2


async def test_a_clock_set_back_an_hour_does_not_stop_the_bells():
    rings, hour = [], 3600.0
    now = 1_000_000.0
    schedule = Schedule(wall=lambda: now, monotonic=lambda: 0.0, clock_check=0.01)

    async def tick() -> None:
        rings.append(1)

    schedule.every(0.05, tick, name="release")
    schedule.start()
    await eventually(lambda: rings)
    # What a clock set back looks like from inside: the next ring is an hour away.
    job = schedule._scheduler.get_job("release")
    job.modify(next_run_time=datetime.now(UTC) + timedelta(hours=1))
    heard = len(rings)
    await asyncio.sleep(0.1)
    assert len(rings) == heard
    now -= hour
    await eventually(lambda: len(rings) > heard)
    await schedule.stop()


async def test_stopping_cancels_what_outlives_its_grace():
    cancelled = []
    schedule = Schedule()

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(1)
            raise

    schedule.every(1, endless, name="endless")
    schedule.start()
    await asyncio.sleep(0.05)
    assert not await schedule.stop(timedelta(seconds=0.01))
    assert cancelled


def test_two_ticks_of_one_name_are_a_mistake():
    schedule = Schedule()
    schedule.every(1, asyncio.sleep, name="same")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="same"):
        schedule.every(1, asyncio.sleep, name="same")  # type: ignore[arg-type]
