"""The author's own picture: decoded, turned upright and drawn anew, so that nothing hidden stays.

What comes back is a JPEG of our own making: no EXIF, no place, no thumbnail, no trailing bytes.
"""

import io
import warnings

import pi_heif
from PIL import (
    AvifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from bot.darkroom.headers import MOST_PIXELS, SMALLEST_SIDE, PhotoRefused, judge

LONGEST_SIDE = 1600
"""The most pixels of a side. A card is 1080 wide; more would only cost memory."""

DECODERS = (
    AvifImagePlugin,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
"""The decoders, imported here, since a process that decodes may open no file. TIFF reads EXIF, MPO
is JPEG."""

Image.preinit()  # Pillow imports some by itself, when it first opens a picture
pi_heif.register_heif_opener(
    thumbnails=False, depth_images=False, aux_images=False, decode_threads=1
)
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def adopt(data: bytes, *, smallest: int = SMALLEST_SIDE) -> bytes:
    """Turn a JPEG, PNG, WebP, HEIC or AVIF, known by its bytes, into a clean JPEG of at most 1600
    px. Raises PhotoRefused; ``smallest`` is the least that its short side may have, in pixels.

    For bytes of a stranger call ``Darkroom.adopt``: a decoder may still hang, swell or crash."""
    kind = judge(data, smallest=smallest)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd metadata, which we drop
            with Image.open(io.BytesIO(data), formats=(kind,)) as source:
                return _redraw(source)
    except PhotoRefused:
        raise
    except Image.DecompressionBombError:
        raise PhotoRefused("too_large") from None
    except (
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        ArithmeticError,
        AttributeError,
        IndexError,
        KeyError,
        MemoryError,
        RuntimeError,
        TypeError,
    ):  # Pillow's decoders raise all of these on bytes that lie about themselves
        raise PhotoRefused("broken") from None


def _redraw(source: Image.Image) -> bytes:
    if source.width * source.height > MOST_PIXELS:  # its head told another size
        raise PhotoRefused("too_large")
    if getattr(source, "n_frames", 1) > 1 and source.format not in ("MPO", "HEIF"):
        raise PhotoRefused("animated")  # a HEIC with several pictures shows its first
    source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    small: Image.Image = source
    if source.mode.startswith(("I", "F")):  # a PNG with 16 bits of grey
        small = source.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif source.mode == "P":
        small = source.convert("RGBA")
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    opaque = ImageOps.exif_transpose(small).convert("RGBA")
    canvas = Image.new("RGB", opaque.size, "white")
    canvas.paste(opaque, mask=opaque.getchannel("A"))
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=90, optimize=True)
    return out.getvalue()
