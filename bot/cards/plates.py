"""Plates kept as files: prepared once for all processes, then mapped into memory.

A plate is the same for everybody and for ever, so that it lies beside the pictures in the cache
folder: its planes as they are drawn on, its cells, and its shade for each of the styles. Mapped,
it costs a process a tenth of a millisecond and no memory of its own.

Files are written by ``preparing`` alone, when the bot starts or a picture is added, and read
without a trace: the times in the folder tell nothing of when somebody wrote. An author's photo
never becomes a file: it is refused here.

A file whose length or checksum is wrong, or of another edition, counts as missing and is made anew.
What has no file, on a full disk or in a read-only folder, is prepared in memory.
"""

import contextlib
import mmap
import os
import shutil
import struct
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from bot.cards.draw.background import Plate
from bot.cards.draw.card import bounds
from bot.cards.draw.shading import CELL
from bot.cards.pictures import aside
from bot.cards.pictures.edition import PLATES
from bot.domain.whisper import OWN_PHOTO, PictureId

MOST_BYTES = 1000 * 2**20
"""The most bytes of all plates together. What finds no room is prepared in memory, in each
process."""

_SPARE = 256 * 2**20
"""The bytes that are left free on the disk: the database needs them more than a card does."""

_KEPT = 10
"""The number of plates that a process has at hand: 2 to 5 MB each, were they not mapped."""

_ENDING = ".plate"
_HEAD = struct.Struct("<8s8sIHHBB3sB4x")
"""Magic, edition, checksum of all that follows it, width, height, whether there is a soft plane and
whether it is bright, accent, number of shades. The shades' bounds come next, then what is in
them."""

_MAGIC = b"sotto\0\0\2"
_SUMMED = 20
"""The bytes of the head before what the checksum is of."""

_BOUND = struct.Struct("<d")

Size = tuple[int, int]


class PlateFolder:
    """Plates by picture and size, in one folder that processes share."""

    def __init__(self, cache: Path) -> None:
        self.folder = cache / "plates"
        with contextlib.suppress(OSError):  # a read-only cache: plates are made in memory
            self.folder.mkdir(parents=True, exist_ok=True)
        self._whole: set[tuple[int, int, int]] = set()
        self._kept: OrderedDict[tuple[PictureId, Size], Plate] = OrderedDict()

    def plate(self, picture: PictureId, size: Size, make: Callable[[], Plate]) -> Plate:
        """Return the plate from its file, or else made now. Raises ValueError for an author's
        photo."""
        if picture == OWN_PHOTO:
            raise ValueError("an author's photo is not kept")
        plate = self._kept.pop((picture, size), None) or self._read(picture, size) or make()
        self._kept[picture, size] = plate
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return plate

    def has(self, picture: PictureId, size: Size) -> bool:
        """Whether there is a file, sound or not."""
        return self._path(picture, size).exists()

    def keep(self, picture: PictureId, size: Size, make: Callable[[], Plate]) -> bool:
        """Make the file, unless there is a sound one. False when there is no room for more.

        Raises OSError, and ValueError for an author's photo."""
        if picture == OWN_PHOTO:
            raise ValueError("an author's photo is not kept")
        if self._read(picture, size) is not None:
            return True
        if shutil.disk_usage(self.folder).free < _SPARE or self._held() > MOST_BYTES:
            return False
        aside.put(self._path(picture, size), _written(make()))
        return True

    def sweep(self) -> None:
        """Drop plates of an earlier edition, and what killed processes left."""
        aside.sweep(self.folder)
        for path in self.folder.glob(f"*{_ENDING}"):
            if not path.name.endswith(f"-{PLATES}{_ENDING}"):
                with contextlib.suppress(OSError):
                    path.unlink()

    def _path(self, picture: PictureId, size: Size) -> Path:
        return self.folder / f"{picture.hex()}-{size[0]}x{size[1]}-{PLATES}{_ENDING}"

    def _held(self) -> int:
        held = 0
        for path in self.folder.glob(f"*{_ENDING}"):
            with contextlib.suppress(OSError):  # it went meanwhile
                held += path.stat().st_size
        return held

    def _read(self, picture: PictureId, size: Size) -> Plate | None:
        path = self._path(picture, size)
        try:
            with aside.opened(path) as file:
                found = os.fstat(file.fileno())
                mark = found.st_ino, found.st_size, found.st_mtime_ns
                if found.st_size >= _HEAD.size:
                    data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
                else:
                    data = memoryview(b"")
        except OSError:
            return None
        if mark in self._whole or _is_whole(data):
            plate = _plate_in(data, size)
            if plate is not None:
                self._whole.add(mark)
                return plate
        with contextlib.suppress(OSError):  # spoilt: the next look of ``preparing`` misses it
            path.unlink(missing_ok=True)
        return None


def _written(plate: Plate) -> Iterator[bytes]:
    """Yield what stands in the file of a plate."""
    shades = {bound: plate.shade(bound) for bound in bounds(plate.accent, bright=plate.bright)}
    planes = [plate.luma, plate.blue, plate.red, *([plate.soft] if plate.soft else [])]
    body = [_BOUND.pack(bound) for bound in shades]
    body += [each.tobytes() for each in planes]
    body += [plate.cells.tobytes(), *(shade.tobytes() for shade in shades.values())]
    edition = PLATES.encode()
    accent = bytes(plate.accent)
    rest = (*plate.size, plate.soft is not None, plate.bright, accent, len(shades))
    head = _HEAD.pack(_MAGIC, edition, 0, *rest)
    summed = zlib.crc32(head[_SUMMED:])
    for part in body:
        summed = zlib.crc32(part, summed)
    yield _HEAD.pack(_MAGIC, edition, summed, *rest)
    yield from body


def _is_whole(data: memoryview) -> bool:
    if len(data) < _HEAD.size:
        return False
    magic, edition, summed, *_ = _HEAD.unpack_from(data)
    known = magic == _MAGIC and edition == PLATES.encode()
    return known and bool(zlib.crc32(data[_SUMMED:]) == summed)


def _plate_in(data: memoryview, size: Size) -> Plate | None:
    """Return the plate over the file's own bytes. None: it is another one than the name says."""
    _, _, _, width, height, has_soft, bright, accent, count = _HEAD.unpack_from(data)
    cells = -(-width // CELL), -(-height // CELL)
    full, half, small = width * height, width * height // 4, cells[0] * cells[1]
    length = count * (_BOUND.size + small) + full * (1 + has_soft) + 2 * half + 3 * small
    if (width, height) != size or len(data) != _HEAD.size + length:
        return None
    at = _HEAD.size

    def taken(length: int) -> memoryview:
        nonlocal at
        at += length
        return data[at - length : at]

    def plane(size: Size) -> Image.Image:
        length = size[0] * size[1]
        data = taken(length)  # any buffer will do, whatever the stubs say
        return Image.frombuffer("L", size, data, "raw", "L", 0, 1)  # type: ignore[arg-type]

    known = [_BOUND.unpack(taken(_BOUND.size))[0] for _ in range(count)]
    halved = width // 2, height // 2
    luma, blue, red = plane(size), plane(halved), plane(halved)
    soft = plane(size) if has_soft else None
    cells_seen = np.frombuffer(taken(3 * small), np.uint8).reshape(cells[1], cells[0], 3)
    shades = {bound: plane(cells) for bound in known}
    colour = accent[0], accent[1], accent[2]
    return Plate(luma, blue, red, soft, bool(bright), cells_seen, colour, shades)
