"""The headers of a picture file, read from its bytes before anything is decoded.

Each walker follows its format's own structure as far as the decoder will: sizes, frames and the
number of parts that cost time. None trusts a name or a type. Sources: ITU T.81 annex B (JPEG),
PNG third edition section 5, RFC 9649 (WebP), ISO/IEC 23008-12 (HEIC, AVIF).
"""

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["JPEG", "PNG", "WEBP", "HEIF", "AVIF"]
PhotoRefusal = Literal["broken", "animated", "too_large", "too_small", "unsupported"]

FORMATS = ("JPEG", "PNG", "WebP", "HEIC", "AVIF")
"""The formats as people call them."""

MOST_PIXELS = 25_000_000
LONGEST_SIDE = 10_000
SMALLEST_SIDE = 500
"""The least pixels of a side: less would be a blur on a card 1080 wide."""

MOST_SCANS = 100
"""The most scans of a JPEG: each is a pass over all its pixels. Cameras write 1, the web about
10."""
_MOST_PASSES = 1_500_000_000
"""Scans times pixels: a second of a slow core."""
MOST_PARTS = 64
"""The most parts of any other container, besides the image data."""
_MOST_SEGMENTS = 2_000
"""The most segments of a JPEG: 255 may hold its colour profile, and four tables may stand before
each scan."""
_MOST_DATA_CHUNKS = 20_000
"""The most data chunks of a PNG: encoders write 8 KB each."""

_MOST_BOXES = 1_000
"""The most boxes in one box of a HEIC or AVIF. A telephone writes some 60."""


class PhotoRefused(ValueError):
    """The picture cannot be used; ``reason`` says why."""

    def __init__(self, reason: PhotoRefusal) -> None:
        self.reason: PhotoRefusal = reason
        super().__init__(reason)

    def __reduce__(self) -> tuple[type["PhotoRefused"], tuple[PhotoRefusal]]:
        return PhotoRefused, (self.reason,)


@dataclass(slots=True)
class _Head:
    """The result of a walk through a file's head. ``crowded``: more parts than any honest encoder
    writes."""

    width: int = 0
    height: int = 0
    moving: bool = False
    crowded: bool = False

    def shows(self, width: int, height: int) -> None:
        """Note a size that is told. The largest counts: thumbnails and tiles are smaller."""
        if width * height > self.width * self.height:
            self.width, self.height = width, height


def worth_a_look(kind: str | None, name: str | None) -> bool:
    """Whether a file sent with this type and name may be a picture. Its bytes alone decide: apps
    mistake types, or tell none."""
    kind, name = (kind or "").lower(), (name or "").lower()
    tells_nothing = not kind or kind in _UNKNOWN
    return tells_nothing or kind.startswith("image/") or name.endswith(_ENDINGS)


_UNKNOWN = ("application/octet-stream", "binary/octet-stream", "application/unknown")
_ENDINGS = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".heic", ".heif", ".avif")


def kind_of(data: bytes) -> Kind | None:
    """Return the format that these bytes are in, or None when it is not one that is taken."""
    if data[:3] == b"\xff\xd8\xff":
        return "JPEG"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        brands = _brands(data)
        if brands & {b"avif", b"avis"}:
            return "AVIF"
        if brands & _HEIC:
            return "HEIF"
    return None


def judge(data: bytes, *, smallest: int = SMALLEST_SIDE) -> Kind:
    """Return the format of a file that may be decoded. Raises PhotoRefused."""
    kind = kind_of(data)
    if kind is None:
        raise PhotoRefused("unsupported")
    try:
        head = _WALKERS[kind](data)
    except (IndexError, ValueError, struct.error):  # its structure ends in the middle of a part
        raise PhotoRefused("broken") from None
    if head.moving:
        raise PhotoRefused("animated")
    if head.width * head.height > MOST_PIXELS or max(head.width, head.height) > LONGEST_SIDE:
        raise PhotoRefused("too_large")
    if head.crowded or not head.width * head.height:
        raise PhotoRefused("broken")
    if min(head.width, head.height) < smallest:
        raise PhotoRefused("too_small")
    return kind


_NEXT_MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")
"""The pattern of what ends coded data, and what a decoder looks for between segments: neither a
stuffed zero, nor filling, nor a restart."""

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END, _BARE = 0xDA, 0xD9, (0x01, 0xD8)


def _jpeg(data: bytes) -> _Head:
    """Walk up to its end marker: what lies behind, a film say, is never decoded."""
    head, at, scans, segments = _Head(), 2, 0, 0
    while (found := _NEXT_MARKER.search(data, at)) is not None:
        at, code = found.end(), found[1][0]
        if code == _END:
            break
        if code in _BARE:
            continue
        (length,) = struct.unpack_from(">H", data, at)
        if code in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 3)
            head.shows(width, height)
        scans += code == _SCAN
        segments += 1
        if scans > MOST_SCANS or segments > _MOST_SEGMENTS:
            head.crowded = True
            break
        at += max(2, length)
    head.crowded |= scans * head.width * head.height > _MOST_PASSES
    return head


def _png(data: bytes) -> _Head:
    head, at, parts, images = _Head(), 8, 0, 0
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind == b"IHDR":
            head.shows(*struct.unpack_from(">II", data, at + 8))
        elif kind == b"acTL":
            head.moving |= struct.unpack_from(">I", data, at + 8)[0] > 1
        elif kind == b"IEND":
            break
        if kind == b"IDAT":
            images += 1
        else:  # before the image and after it: both are read
            parts += 1
        if parts > MOST_PARTS or images > _MOST_DATA_CHUNKS:
            head.crowded = True
            break
        at += 12 + length
    return head


def _webp(data: bytes) -> _Head:
    head, at, parts, frames = _Head(), 12, 0, 0
    while at + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, at)
        body = at + 8
        if kind == b"VP8X":
            width, height = _three(data, body + 4), _three(data, body + 7)
            head.shows(width + 1, height + 1)
        elif kind == b"VP8 ":
            width, height = struct.unpack_from("<HH", data, body + 6)
            head.shows(width & 0x3FFF, height & 0x3FFF)
        elif kind == b"VP8L":
            (bits,) = struct.unpack_from("<I", data, body + 1)
            head.shows((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        frames += kind == b"ANMF"
        parts += 1
        if frames > 1 or parts > MOST_PARTS:
            head.moving, head.crowded = frames > 1, parts > MOST_PARTS
            break
        at = body + length + (length & 1)
    return head


def _three(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 3], "little")


_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_SEQUENCES = frozenset({b"avis", b"msf1", b"hevc", b"hevx", b"hevm", b"hevs"})


def _brands(data: bytes) -> set[bytes]:
    length = min(int.from_bytes(data[:4], "big"), 256)
    return {data[8:12], *(data[at : at + 4] for at in range(16, length, 4))}


def _heif(data: bytes) -> _Head:
    """Read the sizes that its items claim: the whole picture's is the largest."""
    head = _Head(moving=data[8:12] in _SEQUENCES)
    for meta, end in _boxes(data, b"meta", 0, len(data)):
        for properties, end_of_properties in _boxes(data, b"iprp", meta + 4, end):
            for held, end_of_held in _boxes(data, b"ipco", properties, end_of_properties):
                for size, _ in _boxes(data, b"ispe", held, end_of_held):
                    head.shows(*struct.unpack_from(">II", data, size + 4))
    return head


def _boxes(data: bytes, wanted: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the content of each box of this kind begins and ends. What follows a box that is
    longer than what holds it, or stands behind too many, is not looked at."""
    for _ in range(_MOST_BOXES):
        if start + 8 > end:
            return
        length, kind = struct.unpack_from(">I4s", data, start)
        inner = start + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, inner)
            inner += 8
        stop = start + length if length else end
        if stop < inner or stop > end:
            return
        if kind == wanted:
            yield inner, stop
        start = stop


_WALKERS: dict[Kind, Callable[[bytes], _Head]] = {
    "JPEG": _jpeg,
    "PNG": _png,
    "WEBP": _webp,
    "HEIF": _heif,
    "AVIF": _heif,
}
