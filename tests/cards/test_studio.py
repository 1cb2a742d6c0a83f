"""The studio: drawn elsewhere, bounded, and gone when its owner is gone."""

import asyncio
import io
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from PIL import Image

from bot.botapi import intake
from bot.cards import CannotSet, CardOrder, Imprint
from bot.cards import studio as bot_studio
from bot.cards.studio import Studio, StudioBusy
from bot.darkroom import keeper
from bot.darkroom.headers import PhotoRefused
from bot.domain.whisper import PictureId
from bot.memory import own_pictures


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest_asyncio.fixture
async def studio(cache: Path) -> AsyncIterator[Studio]:
    studio = await Studio.open(cache=cache, pictures=None, workers=1)
    yield studio
    await studio.close()


def order(words: str) -> CardOrder:
    return CardOrder(words, PictureId(b"\1\2\3\4"), None, 1, Imprint("@sotto_voce", 12))


async def test_the_same_order_gives_the_same_bytes(studio: Studio) -> None:
    first = await studio.card(order("I still water her plants."))
    assert first == await studio.card(order("I still water her plants."))
    assert Image.open(io.BytesIO(first)).size == (1080, 1080)


async def test_a_file_that_is_no_picture_is_refused_by_name(studio: Studio) -> None:
    with pytest.raises(PhotoRefused) as refused:
        await studio.adopt(b"not a picture")
    assert refused.value.reason == "unsupported"


async def test_words_that_cannot_be_set_are_refused_with_their_signs(studio: Studio) -> None:
    with pytest.raises(CannotSet) as refused:
        await studio.card(order("secret \ue000"))
    assert (refused.value.reason, refused.value.clusters) == ("uncovered", ("\ue000",))


async def in_hand() -> None:
    """The order given last has reached its process, and its time runs."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_an_order_survives_the_death_of_its_process(studio: Studio) -> None:
    expected = await studio.card(order("Still here."))
    for process in processes(studio):
        process.kill()
    assert await studio.card(order("Still here.")) == expected


async def test_a_process_that_hangs_is_replaced_alone_and_its_order_given_up(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else's order is killed with it, and it is not tried again."""
    monkeypatch.setattr("bot.cards.studio.PATIENCE", 3.0)
    studio = await Studio.open(cache=cache, pictures=None, workers=2)
    try:
        hanging = asyncio.create_task(studio._do(time.sleep, 600))
        await in_hand()
        for bound in ("PATIENCE", "LONGEST"):  # whatever else this machine does
            monkeypatch.setattr(f"bot.cards.studio.{bound}", 300.0)
        before = {process.pid for process in processes(studio)}
        cards = [await studio.card(order(f"Meanwhile, {n}.")) for n in range(3)]
        assert all(cards)
        with pytest.raises(StudioBusy):
            await hanging
        after = {process.pid for process in processes(studio)}
        assert len(before & after) == 1
        assert all(await asyncio.gather(*(studio.card(order(f"Later, {n}.")) for n in range(4))))
    finally:
        await studio.close()


async def test_a_process_whose_order_nobody_waits_for_any_more_is_replaced(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cards.studio._GRACE", 0.1)
    hanging = asyncio.create_task(studio._do(time.sleep, 600))
    await asyncio.sleep(0.1)
    hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging
    async with asyncio.timeout(60):
        assert await studio.card(order("Still answered."))


async def test_an_order_that_waits_too_long_is_given_up(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cards.studio.LONGEST", 1.0)
    hanging = asyncio.create_task(studio._do(time.sleep, 5))
    await asyncio.sleep(0)
    with pytest.raises(StudioBusy):
        await studio.card(order("In line."))
    with pytest.raises(StudioBusy):
        await hanging


def test_what_is_waited_for_inside_ends_well_before_the_update_is_given_up() -> None:
    """A picture is fetched and decoded, then its card is drawn; else the outer limit would cancel
    the inner one, and whoever wrote would get no answer."""
    assert own_pictures.PATIENCE + bot_studio.LONGEST < intake.LONGEST - 5
    assert keeper.WALL_SECONDS < own_pictures.PATIENCE
    assert bot_studio.PATIENCE < bot_studio.LONGEST


async def test_a_strangers_picture_is_decoded_in_no_process_that_draws(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are handed the clean JPEG that was made of it, to cut and to draw; of one that is
    refused they hear nothing."""
    handed: list[object] = []
    do = studio._do

    async def watched(work: Any, *args: Any) -> Any:
        handed.extend(args)
        return await do(work, *args)

    monkeypatch.setattr(studio, "_do", watched)
    picture = io.BytesIO()
    Image.new("RGB", (600, 600), "teal").save(picture, "PNG")
    assert await studio.adopt(picture.getvalue())
    [clean] = [each for each in handed if isinstance(each, bytes)]
    assert clean != picture.getvalue()
    assert clean.startswith(b"\xff\xd8")
    before = await used_at_rest(studio)
    handed.clear()
    with pytest.raises(PhotoRefused):
        await studio.adopt(picture.getvalue()[:-200])
    assert await used_at_rest(studio) == before
    assert handed == []


async def used_at_rest(studio: Studio) -> list[tuple[str, int, int]]:
    """What each process that draws has used, once all of them sleep: one that has answered may have
    to tidy up."""
    async with asyncio.timeout(60):
        while True:
            found = [used(process.pid) for process in processes(studio)]
            await asyncio.sleep(0.05)
            again = [used(process.pid) for process in processes(studio)]
            if again == found and all(state == "S" for state, *_ in found):
                return found


def used(process: int) -> tuple[str, int, int]:
    """Its state, ticks of the processor and faults of memory: they stand still while it sleeps."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return fields[0], int(fields[11]) + int(fields[12]), int(fields[7])


def processes(studio: Studio) -> list[Any]:
    return [each for artist in studio._artists for each in (artist._processes or {}).values()]


async def test_orders_beyond_the_line_are_turned_away(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cards.studio.WAITING", 3)
    asked = [studio.card(order(f"number {n}")) for n in range(6)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(answer, StudioBusy) for answer in answers) == 3
    assert sum(isinstance(answer, bytes) for answer in answers) == 3


async def test_the_loop_keeps_turning_while_cards_are_drawn(studio: Studio) -> None:
    turns = 0
    drawing = asyncio.ensure_future(studio.poster("Top", "", [], channel="@c"))
    while not drawing.done():
        turns += 1
        await asyncio.sleep(0)
    assert turns > 10
    assert drawing.result()


def test_the_processes_end_when_their_owner_is_killed(cache: Path) -> None:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(cache)], stdout=subprocess.PIPE, text=True
    )
    with owner:
        assert owner.stdout is not None
        worker = int(owner.stdout.readline())
        owner.kill()
    deadline = time.monotonic() + 20
    while alive(worker):
        assert time.monotonic() < deadline, "a process outlived its owner"
        time.sleep(0.02)


OWNER = """
import asyncio, pathlib, sys, time
from bot.cards.studio import Studio, StudioBusy

async def main():
    studio = await Studio.open(cache=pathlib.Path(sys.argv[1]), pictures=None, workers=1)
    print(*(each for artist in studio._artists for each in artist._processes), flush=True)
    time.sleep(60)

if __name__ == "__main__":
    asyncio.run(main())
"""


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
