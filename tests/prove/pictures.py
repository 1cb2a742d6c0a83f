"""A corpus of photographs that tell who took them, where and with what: canaries in every place
of a file that is not a pixel one sees."""

import io
import struct
from collections.abc import Callable

from PIL import Image, ImageCms, PngImagePlugin

from tests.darkroom.hostile import HEIC


def canary(place: str) -> str:
    """What is planted there, and nowhere else."""
    return f"52.5200N13.4050E-{place}-Zyxandra"


def mark(place: str) -> bytes:
    return canary(place).encode()


def scene() -> Image.Image:
    return Image.radial_gradient("L").resize((800, 600)).convert("RGB")


def file(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif() -> bytes:
    """Artist, description, maker note, user comment, GPS, and a thumbnail with a comment."""
    held = Image.Exif()
    held[0x013B], held[0x010E] = canary("artist"), canary("description")
    held[0x010F] = canary("camera")
    details = held.get_ifd(0x8769)
    details[0x927C] = mark("maker-note") * 3
    details[0x9286] = b"ASCII\0\0\0" + mark("user-comment")
    details[0xA431] = canary("serial")
    place = held.get_ifd(0x8825)
    place[1], place[2], place[29] = "N", (52.0, 31.0, 12.0), canary("gps")
    return _with_thumbnail(held.tobytes())


def _with_thumbnail(held: bytes) -> bytes:
    """Appends IFD1 with a JPEG, as cameras do, to little-endian EXIF."""
    tiff = bytearray(held.removeprefix(b"Exif\0\0"))
    order = "<" if tiff[:2] == b"II" else ">"
    thumbnail = file(scene().resize((80, 60)), "JPEG", comment=mark("thumbnail"))
    first = struct.unpack_from(order + "I", tiff, 4)[0]
    entries = struct.unpack_from(order + "H", tiff, first)[0]
    struct.pack_into(order + "I", tiff, first + 2 + 12 * entries, len(tiff))
    where = len(tiff) + 2 + 2 * 12 + 4
    tiff += struct.pack(order + "H", 2)
    tiff += struct.pack(order + "HHII", 0x0201, 4, 1, where)
    tiff += struct.pack(order + "HHII", 0x0202, 4, 1, len(thumbnail))
    tiff += struct.pack(order + "I", 0) + thumbnail
    return b"Exif\0\0" + bytes(tiff)


XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{canary('xmp')}</x:xmpmeta>".encode()


def icc() -> bytes:
    """A valid profile with a canary behind it."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + mark("profile")


def jpeg() -> bytes:
    plain = file(scene(), "JPEG", exif=exif(), comment=mark("comment"), icc_profile=icc(), xmp=XMP)
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0" + mark("iptc")
    segments = b"".join(
        b"\xff" + bytes([marker]) + struct.pack(">H", len(payload) + 2) + payload
        for marker, payload in ((0xED, iptc), (0xE9, mark("segment")))
    )
    return plain[:2] + segments + plain[2:] + mark("tail")


def mpo() -> bytes:
    """A second picture behind the first, as phones keep depth maps and shots before."""
    other = Image.new("RGB", (640, 480), "navy")
    return file(scene(), "MPO", save_all=True, append_images=[other], exif=exif()) + mark("tail")


def png() -> bytes:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", canary("text"))
    text.add_text("Comment", canary("packed-text") * 20, zip=True)
    text.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    text.add_itxt("Title", canary("title"), lang="en", tkey=canary("title"))
    text.add(b"caNa", mark("private-chunk"))
    text.add(b"caNb", mark("late-chunk"), after_idat=True)
    return file(scene(), "PNG", pnginfo=text, exif=exif(), icc_profile=icc()) + mark("tail")


def webp() -> bytes:
    return file(scene(), "WEBP", exif=exif(), xmp=XMP, icc_profile=icc()) + mark("tail")


def png_palette() -> bytes:
    """Colours that no pixel has spell it."""
    image = scene().quantize(16)
    palette = image.getpalette() or []
    image.putpalette(palette[: 16 * 3] + list(mark("palette").ljust(60)))
    return file(image, "PNG")


def avif() -> bytes:
    return file(scene(), "AVIF", exif=exif(), xmp=XMP, icc_profile=icc()) + mark("tail")


def heic() -> bytes:
    """Made once with libheif from ``scene``, ``exif`` and ``XMP``: no encoder is installed."""
    return HEIC + mark("tail")


_EXIF = {"artist", "description", "camera", "serial"}
_EXIF |= {"maker-note", "user-comment", "gps", "thumbnail"}

CORPUS: dict[Callable[[], bytes], set[str]] = {
    jpeg: _EXIF | {"xmp", "profile", "comment", "iptc", "segment", "tail"},
    mpo: _EXIF | {"tail"},
    png: _EXIF
    | {"xmp", "profile", "text", "packed-text", "title", "private-chunk", "late-chunk", "tail"},
    png_palette: {"palette"},
    webp: _EXIF | {"xmp", "profile", "tail"},
    avif: _EXIF | {"xmp", "profile", "tail"},
    heic: _EXIF | {"xmp", "tail"},
}
"""Each kind of file, and the places in which it carries a canary."""

PLACES = tuple(sorted(set().union(*CORPUS.values())))


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue", "green")]
    return file(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def bomb(side: int) -> bytes:
    """A small PNG that unpacks to ``side`` times ``side`` pixels."""
    return file(Image.new("1", (side, side)), "PNG")


def lying_jpeg() -> bytes:
    """Its header says 65,000 by 65,000."""
    plain = file(scene(), "JPEG")
    at = plain.index(b"\xff\xc0") + 5
    return plain[:at] + struct.pack(">HH", 65_000, 65_000) + plain[at + 4 :]


def text_bomb() -> bytes:
    """A PNG whose compressed text unpacks to 80 MB."""
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "0" * 80_000_000, zip=True)
    return file(scene(), "PNG", pnginfo=text)
