"""Plates kept as files: the same pixels, no trust in what lies there, never an author's photo."""

import asyncio
import io
import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.cards import STYLES, CardOrder, Imprint, plates, render, worker
from bot.cards.draw import shading
from bot.cards.draw.background import Plate, make
from bot.cards.pictures import LIBRARY, open_shelf
from bot.cards.pictures.edition import PLATES
from bot.cards.plates import PlateFolder
from bot.cards.preparing import sizes_of
from bot.cards.studio import Studio
from bot.domain.whisper import OWN_PHOTO, PictureId

SIZE = (1080, 1080)
SOME = PictureId(b"some")
AMBER = next(info for info in LIBRARY if info.name == "amber-evening")  # quickly painted


def noise(seed: int = 1) -> Plate:
    """Busy enough to have a soft plane."""
    pixels = np.random.default_rng(seed).integers(0, 256, (1080, 1080, 3), dtype=np.uint8)
    return make(Image.fromarray(pixels), SIZE)


@pytest.fixture(scope="module")
def busy() -> Plate:
    return noise()


@pytest.fixture(autouse=True)
def unfurnished(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test sets up here is not met by the next."""
    monkeypatch.setattr(worker, "_here", worker._Furniture())


def never() -> Plate:
    raise AssertionError("it was prepared again")


def no_shade(*_: object, **__: object) -> None:
    raise AssertionError("a shade was worked out that the file holds")


def card(plate: Plate) -> list[bytes]:
    imprint = Imprint("@sotto_voce", 12)
    return [render("Still here. 🎂", plate, s, size="square", imprint=imprint) for s in STYLES]


def files(cache: Path) -> list[Path]:
    return sorted((cache / "plates").iterdir())


def test_a_mapped_plate_gives_the_same_cards_and_is_prepared_once_for_all(
    tmp_path: Path, busy: Plate, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = card(busy)
    assert PlateFolder(tmp_path).keep(SOME, SIZE, lambda: busy)
    mapped = PlateFolder(tmp_path).plate(SOME, SIZE, never)
    monkeypatch.setattr(shading, "spread", no_shade)
    assert card(mapped) == expected
    assert mapped.luma.readonly
    [file] = files(tmp_path)
    assert file.stat().st_mode & 0o077 == 0


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut in its head": lambda data: data[:20],
    "cut": lambda data: data[:-1],
    "grown": lambda data: data + b"\0",
    "a bit turned": lambda data: data[:900_000] + bytes([data[900_000] ^ 1]) + data[900_001:],
    "a bit of its head turned": lambda data: data[:26] + bytes([data[26] ^ 1]) + data[27:],
    "of another edition": lambda data: data[:8] + b"00000000" + data[16:],
    "something else": lambda data: b"\xff\xd8" * (len(data) // 2),
    "of another size": lambda data: _other(),
}


def _other() -> bytes:
    return b"".join(plates._written(make(Image.new("RGB", (540, 540), "teal"), (540, 540))))


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_file_is_noticed_and_made_anew(tmp_path: Path, how: str) -> None:
    plain = make(Image.new("RGB", SIZE, "teal"), SIZE)
    whole = b"".join(plates._written(plain))
    folder = PlateFolder(tmp_path)
    path = folder._path(SOME, SIZE)
    path.write_bytes(SPOILT[how](whole))
    assert folder.plate(SOME, SIZE, lambda: plain) is plain
    assert not folder.has(SOME, SIZE)
    path.write_bytes(SPOILT[how](whole))
    assert folder.keep(SOME, SIZE, lambda: plain)
    assert path.read_bytes() == whole


def test_an_authors_photo_never_becomes_a_file(tmp_path: Path) -> None:
    photo = io.BytesIO()
    Image.new("RGB", (900, 900), "orange").save(photo, "JPEG")
    worker.furnish(tmp_path, None)
    before = sorted(tmp_path.rglob("*"))
    order = CardOrder("Mine.", OWN_PHOTO, photo.getvalue(), 1, Imprint("@c"))
    assert worker.card(order)
    assert worker.poster("Top", "", (worker.PosterEntry(1, 2, "Mine.", OWN_PHOTO, 1),), "story", "")
    assert sorted(tmp_path.rglob("*")) == before
    for ask in (PlateFolder(tmp_path).plate, PlateFolder(tmp_path).keep):
        with pytest.raises(ValueError, match="not kept"):
            ask(OWN_PHOTO, SIZE, never)


def test_nothing_in_the_cache_tells_when_a_card_was_drawn(tmp_path: Path) -> None:
    def times() -> dict[Path, tuple[int, int, int]]:
        stats = {path: path.stat() for path in tmp_path.rglob("*") if path.is_file()}
        return {p: (s.st_atime_ns, s.st_mtime_ns, s.st_ctime_ns) for p, s in stats.items()}

    worker.furnish(tmp_path, None)
    assert worker.keep(AMBER.id, [SIZE])
    for path in files(tmp_path):  # read long ago: the next read would be noted
        os.utime(path, (time.time() - 200_000,) * 2)
    before = times()
    worker.furnish(tmp_path, None)
    assert worker.card(CardOrder("Hi.", AMBER.id, None, 1, Imprint("@c")))
    assert worker.card(CardOrder("Hi.", AMBER.id, None, 1, Imprint("@c"), "tile"))
    assert times() == before


@contextmanager
def no_file_above(most: int) -> Iterator[None]:
    """Writing more than ``most`` bytes fails in the middle, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_costs_the_file_and_not_the_card(tmp_path: Path, busy: Plate) -> None:
    with no_file_above(400_000):
        with pytest.raises(OSError, match="too large"):
            PlateFolder(tmp_path).keep(SOME, SIZE, lambda: busy)
        assert PlateFolder(tmp_path).plate(SOME, SIZE, lambda: busy) is busy
    assert files(tmp_path) == []


def test_a_nearly_full_disk_is_left_to_the_database(
    tmp_path: Path, busy: Plate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cards.plates._SPARE", 2**62)
    assert not PlateFolder(tmp_path).keep(SOME, SIZE, lambda: busy)
    assert files(tmp_path) == []


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """A file stands where the folders would be: that stops even root."""
    for name in ("plates", "pictures"):
        (tmp_path / name).write_text("in the way")
    shelf = worker.prepare(tmp_path, None)
    worker.furnish(tmp_path, None)
    assert len(shelf.infos) == len(LIBRARY)
    assert worker.card(CardOrder("Hi.", AMBER.id, None, 1, Imprint("@c")))


def test_plates_take_so_much_room_and_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = make(Image.new("RGB", (64, 64), "teal"), (64, 64))
    monkeypatch.setattr("bot.cards.plates.MOST_BYTES", 20_000)
    folder = PlateFolder(tmp_path)
    asked = [PictureId(b"%04d" % turn) for turn in range(8)]
    room = [folder.keep(picture, (64, 64), lambda: small) for picture in asked]
    assert room == sorted(room, reverse=True)
    assert room[0]
    assert not room[-1]
    assert folder.keep(asked[0], (64, 64), never), "what is there already needs no room"
    assert sum(path.stat().st_size for path in files(tmp_path)) < 30_000


def test_many_who_prepare_the_same_plate_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    plain = make(Image.new("RGB", SIZE, "teal"), SIZE)
    folders = [PlateFolder(tmp_path) for _ in range(8)]
    with ThreadPoolExecutor(8) as together:
        assert all(together.map(lambda each: each.keep(SOME, SIZE, lambda: plain), folders))
    [file] = files(tmp_path)
    alone = tmp_path / "alone"
    PlateFolder(alone).keep(SOME, SIZE, lambda: plain)
    assert file.read_bytes() == files(alone)[0].read_bytes()


def test_earlier_editions_and_what_killed_processes_left_are_swept_away(tmp_path: Path) -> None:
    folder = PlateFolder(tmp_path)
    old, new, left, fresh = (
        folder.folder / name
        for name in ("61-64x64-0.plate", f"61-64x64-{PLATES}.plate", "abc.tmp", "now.tmp")
    )
    for path in (old, new, left, fresh):
        path.write_bytes(b"x")
    os.utime(left, (time.time() - 7200,) * 2)
    folder.sweep()
    assert files(tmp_path) == sorted((new, fresh))


def test_a_stand_in_is_not_kept_in_the_name_of_the_picture_that_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would stay when the operators bring their picture back."""
    teal = Image.new("RGB", (1080, 1350), "teal")
    monkeypatch.setattr("bot.cards.pictures.shelf.painted", lambda _: teal)
    folder = tmp_path / "own"
    folder.mkdir()
    Image.new("RGB", (800, 800), "red").save(folder / "ours.sea.png")
    cache = tmp_path / "cache"
    info = open_shelf(cache, folder, lazy=True).infos[len(LIBRARY)]
    aside = (folder / "ours.sea.png").rename(tmp_path / "aside.png")
    (cache / "pictures" / f"own-{info.id.hex()}.jpg").unlink()
    worker.furnish(cache, folder)
    assert worker.keep(info.id, [(64, 64)])
    assert worker.ground(info.id, None, (64, 64)).accent[0] < 150
    aside.rename(folder / "ours.sea.png")
    worker.furnish(cache, folder)
    assert worker.ground(info.id, None, (64, 64)).accent[0] > 150


async def test_no_start_waits_for_pictures_and_the_rest_is_prepared_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cards.preparing._SLOW", {"city-behind-glass"})  # the first, and quick
    told = asyncio.Queue[str]()
    studio = await Studio.open(
        cache=tmp_path, pictures=None, workers=1, progress=lambda name, _: told.put_nowait(name)
    )
    assert await studio.card(CardOrder("First.", AMBER.id, None, 1, Imprint("@c")))
    assert told.qsize() < len(LIBRARY) / 2
    async with asyncio.timeout(60):
        name = await told.get()
    await studio.close()
    first = next(info for info in LIBRARY if info.name == name)
    folder = PlateFolder(tmp_path)
    assert all(folder.has(first.id, size) for size in sizes_of(("square",)))
    async with asyncio.timeout(60):
        while multiprocessing.active_children():
            await asyncio.sleep(0.02)
