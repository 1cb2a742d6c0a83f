"""Files made to cost more than they weigh, and files that are not what they say."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from PIL import Image

HEIC = (Path(__file__).parent / "files" / "canaries.heic").read_bytes()
"""800 by 600, made once with libheif: no encoder of HEIC is installed."""


def file(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def scene(width: int = 800, height: int = 600) -> Image.Image:
    return Image.radial_gradient("L").resize((width, height)).convert("RGB")


def flat(width: int, height: int) -> Image.Image:
    return Image.new("RGB", (width, height), "teal")


@cache
def repeated_scan(width: int, height: int, times: int) -> bytes:
    """A progressive JPEG whose last scan comes so often: a few bytes, a pass over all pixels."""
    plain = file(flat(width, height), "JPEG", progressive=True)
    at, start = 2, 0
    while plain[at + 1] != 0xD9:
        start, code = at, plain[at + 1]
        at += 2 + int.from_bytes(plain[at + 2 : at + 4], "big")
        if code == 0xDA:
            found = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]").search(plain, at)
            assert found
            at = found.start()
    return plain[:at] + plain[start:at] * times + b"\xff\xd9"


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    checked = kind + body
    return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))


def png_head(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + chunk(
        b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    )


@cache
def tall_png() -> bytes:
    """One pixel wide, 50,000,000 high."""
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(4_000_000)) for _ in range(50)) + packer.flush()
    return png_head(1, 50_000_000) + chunk(b"IDAT", rows) + chunk(b"IEND")


def _around(before: bytes, after: bytes) -> bytes:
    plain = file(scene(), "PNG")
    head, image = plain[:33], plain[33 : -len(chunk(b"IEND"))]
    return head + before + image + after + chunk(b"IEND")


@cache
def texts_before() -> bytes:
    return _around(chunk(b"tEXt", b"a\0b") * 1_000_000, b"")


@cache
def texts_after() -> bytes:
    return _around(b"", chunk(b"tEXt", b"a\0b") * 1_000_000)


@cache
def image_in_crumbs() -> bytes:
    """A PNG whose picture is cut into empty pieces."""
    return _around(b"", chunk(b"IDAT") * 1_500_000)


@cache
def large_webp() -> bytes:
    return file(flat(7000, 7000), "WEBP", method=0, quality=1)


def moving(kind: str, frames: int) -> bytes:
    pictures = [Image.new("RGB", (64, 64), (n % 256, n // 256, 90)) for n in range(frames)]
    return file(pictures[0], kind, save_all=True, append_images=pictures[1:], duration=40)


def claimed(data: bytes, width: int, height: int) -> bytes:
    """A HEIC or AVIF whose every size is told as this."""
    size = struct.pack(">II", width, height)
    return re.sub(rb"(?s)(ispe.{4}).{8}", lambda found: found[1] + size, data)


@cache
def large_avif() -> bytes:
    """27 megapixels that call themselves 4."""
    return claimed(file(flat(5200, 5200), "AVIF", speed=10), 2000, 2000)


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body) + 8) + kind + body


def nested_boxes() -> bytes:
    inner = b""
    for _ in range(5_000):
        inner = box(b"iprp", inner)
    return HEIC[:40] + box(b"meta", bytes(4) + inner)


def many_boxes() -> bytes:
    return HEIC[:40] + box(b"free", b"") * 2_000_000


def zipped_behind(picture: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("secret.html", "<script>SECRET</script>")
    return picture + out.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "JPEG, 25 megapixels, last scan 400 times": (lambda: repeated_scan(5000, 5000, 400), "broken"),
    "JPEG, 49 megapixels, last scan 400 times": (
        lambda: repeated_scan(7000, 7000, 400),
        "too_large",
    ),
    "JPEG of 30,000 scans": (lambda: repeated_scan(600, 600, 30_000), "broken"),
    "JPEG, filled with 0xFF": (lambda: b"\xff\xd8" + b"\xff" * 15_000_000, "broken"),
    "JPEG of empty segments": (lambda: b"\xff\xd8" + b"\xff\xe1\0\2" * 4_000_000, "broken"),
    "PNG, 1 by 50,000,000": (tall_png, "too_large"),
    "PNG, a million texts before the image": (texts_before, "broken"),
    "PNG, a million texts after it": (texts_after, "broken"),
    "PNG, its image in 1,500,000 crumbs": (image_in_crumbs, "broken"),
    "WebP, 7000 by 7000": (large_webp, "too_large"),
    "HEIC that claims 144 megapixels": (lambda: claimed(HEIC, 12_000, 12_000), "too_large"),
    "HEIC, nested 5,000 deep": (nested_boxes, "broken"),
    "HEIC of 2,000,000 boxes": (many_boxes, "broken"),
    "moving WebP, 300 frames": (lambda: moving("WEBP", 300), "animated"),
    "moving PNG, 300 frames": (lambda: moving("PNG", 300), "animated"),
    "moving AVIF, 10 frames": (lambda: moving("AVIF", 10), "animated"),
    "GIF, 300 frames": (lambda: moving("GIF", 300), "unsupported"),
    "TIFF": (lambda: file(scene(), "TIFF"), "unsupported"),
    "BMP": (lambda: file(scene(), "BMP"), "unsupported"),
    "SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported"),
    "a JPEG behind the first bytes of a GIF": (
        lambda: b"GIF89a" + file(scene(), "JPEG"),
        "unsupported",
    ),
    "nothing": (lambda: b"", "unsupported"),
}
"""What it is: how it is made, and why it is refused."""


def deadly_heic() -> bytes:
    """One byte of an item's type is no letter: libheif's Python side dies of it (SIGSEGV)."""
    return HEIC.replace(b"Exif", b"\xe4xif", 1)
