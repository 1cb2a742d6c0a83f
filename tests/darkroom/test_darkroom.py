"""The darkroom: what a stranger's bytes do to their own process, they do to nothing else."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.darkroom.door import Darkroom, DarkroomBusy
from bot.darkroom.headers import PhotoRefused
from tests.darkroom.hostile import HEIC, HOSTILE, deadly_heic, file, large_avif, scene
from tests.darkroom.mutants import mutants

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
PATIENCE = 60.0


@pytest.fixture
async def darkroom() -> AsyncIterator[Darkroom]:
    darkroom = Darkroom(at_once=2)
    yield darkroom
    await darkroom.close()


def good() -> bytes:
    return file(scene(), "JPEG")


async def refusal(darkroom: Darkroom, data: bytes) -> str:
    with pytest.raises(PhotoRefused) as refused:
        await darkroom.adopt(data)
    return refused.value.reason


async def outcome_of(darkroom: Darkroom, data: bytes) -> bytes | str:
    """The JPEG, or why there is none; any other exception is a failure."""
    try:
        return await darkroom.adopt(data)
    except PhotoRefused as refused:
        return refused.reason


def keeper_of(darkroom: Darkroom) -> int:
    assert darkroom.keeper is not None
    return darkroom.keeper


def children_of(process: int) -> list[int]:
    return [
        int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()
    ]


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.01)


async def test_a_good_picture_comes_back_clean_from_a_process_that_is_gone_then(
    darkroom: Darkroom,
) -> None:
    for data in (good(), HEIC, file(scene(), "WEBP"), file(scene(), "AVIF"), file(scene(), "PNG")):
        assert (await darkroom.adopt(data)).startswith(b"\xff\xd8")
    await until(lambda: not children_of(keeper_of(darkroom)))


async def test_every_hostile_file_is_refused_and_the_next_good_one_is_taken(
    darkroom: Darkroom,
) -> None:
    await darkroom.adopt(good())
    first = keeper_of(darkroom)
    for make, why in HOSTILE.values():
        assert await refusal(darkroom, make()) == why
    assert await darkroom.adopt(good())
    assert keeper_of(darkroom) == first


async def test_a_file_that_kills_its_decoder_is_a_damaged_picture(darkroom: Darkroom) -> None:
    assert await refusal(darkroom, deadly_heic()) == "broken"
    assert await darkroom.adopt(HEIC)


async def test_a_head_that_lies_about_its_size_costs_no_more_than_its_process_may(
    darkroom: Darkroom,
) -> None:
    outcome = await outcome_of(darkroom, large_avif())
    assert outcome == "broken" or len(outcome) < 100_000
    assert await darkroom.adopt(good())


@pytest.fixture
async def troubled() -> AsyncIterator[Darkroom]:
    """With a decoder that does as the file says, and shorter limits."""
    darkroom = Darkroom(module="tests.darkroom.troubled")
    yield darkroom
    await darkroom.close()


@pytest.mark.parametrize("trouble", ["loop", "sleep", "ask for everything", "hoard", "crash"])
async def test_what_takes_too_long_or_too_much_is_a_damaged_picture(
    trouble: str, troubled: Darkroom
) -> None:
    started = time.monotonic()
    assert await refusal(troubled, trouble.encode()) == "broken"
    assert time.monotonic() - started < 20
    await until(lambda: not children_of(keeper_of(troubled)))


async def test_a_decoder_can_open_no_file_and_knows_no_setting(
    troubled: Darkroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOTTO_TOKEN", "12345:secret")
    assert await troubled.adopt(b"try to open a file") == b"Too many open files"
    environment = await troubled.adopt(b"tell the environment")
    assert b"PYTHONPATH" in environment
    assert b"SOTTO" not in environment


async def test_whoever_hangs_up_ends_the_decoder(troubled: Darkroom) -> None:
    asked = asyncio.create_task(troubled.adopt(b"loop"))
    await until(lambda: troubled.keeper and children_of(keeper_of(troubled)))
    await asyncio.sleep(0.3)  # it is in its loop
    (child,) = children_of(keeper_of(troubled))
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert time_used(child) < 0.9, "its own limit was nearer"
    await until(lambda: not children_of(keeper_of(troubled)))


def time_used(process: int) -> float:
    """Seconds of the processor; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def test_a_keeper_that_was_killed_is_replaced_and_its_picture_taken(
    darkroom: Darkroom,
) -> None:
    await darkroom.adopt(good())
    first = keeper_of(darkroom)
    os.kill(first, signal.SIGKILL)
    assert await darkroom.adopt(good())
    assert keeper_of(darkroom) != first


async def test_without_any_keeper_the_darkroom_is_busy_and_the_picture_not_damaged() -> None:
    darkroom = Darkroom(module="tests.darkroom.no_such_module")
    try:
        with pytest.raises(DarkroomBusy):
            await darkroom.adopt(good())
    finally:
        await darkroom.close()


async def test_when_no_process_can_be_started_the_darkroom_is_busy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(DarkroomBusy):
        await Darkroom().adopt(good())


async def test_the_keeper_and_what_it_decodes_end_with_the_bot() -> None:
    owner = await asyncio.create_subprocess_exec(
        sys.executable, "-c", OWNER, stdout=asyncio.subprocess.PIPE
    )
    assert owner.stdout is not None
    here = int(await owner.stdout.readline())
    await until(lambda: children_of(here))
    (child,) = children_of(here)
    owner.kill()
    await owner.wait()
    await until(lambda: not alive(here) and not alive(child))


OWNER = """
import asyncio
from bot.darkroom.door import Darkroom

async def main():
    darkroom = Darkroom(module="tests.darkroom.troubled")
    darkroom.open()
    print(darkroom.keeper, flush=True)
    await darkroom.adopt(b"loop")

asyncio.run(main())
"""


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


async def test_a_hundred_mutants_leave_the_keeper_as_it_was(darkroom: Darkroom) -> None:
    await darkroom.adopt(good())
    before, first = memory(keeper_of(darkroom)), keeper_of(darkroom)
    for _, data in mutants(seed=7, count=100):
        assert await outcome_of(darkroom, data)
    assert keeper_of(darkroom) == first
    assert memory(first) - before < 2_000


def memory(process: int) -> int:
    """KB."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    raise AssertionError("the process is gone")


def test_1200_mutants_of_every_kind_neither_kill_nor_swell_nor_delay() -> None:
    """Without the keeper's limits. Of HEIC some do kill their process: that is what it is for."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.darkroom.mutants", "1", "1200"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert sum(told["ended"].values()) == 1200
    assert told["ended"]["taken"] > 50, "the mutants never get as far as the pixels"
    assert "HEIC over 2 s" not in told["ended"]
    assert told["longest"] < 2.0
    assert told["grown"] < 30
    assert told["heic_largest"] < 200
