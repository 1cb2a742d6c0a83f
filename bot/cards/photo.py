"""The author's own picture: decoded, turned upright and drawn anew, so that nothing hidden stays.

What comes back is a JPEG of our own making: no EXIF, no place, no thumbnail, no trailing bytes.
"""

import io
import warnings
from typing import Literal

from PIL import Image, ImageOps, UnidentifiedImageError

LIMIT_PIXELS = 50_000_000
"""Larger pictures are refused before they are decoded (a 50 megapixel RGB is 150 MB)."""

LONGEST_SIDE = 1600
"""Pixels. A card is 1080 wide; more would only cost memory."""

_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")

PhotoRefusal = Literal["broken", "animated", "too_large", "unsupported"]


class PhotoRefused(ValueError):
    """The picture cannot be used; ``reason`` says why."""

    def __init__(self, reason: PhotoRefusal) -> None:
        self.reason: PhotoRefusal = reason
        super().__init__(reason)

    def __reduce__(self) -> tuple[type["PhotoRefused"], tuple[PhotoRefusal]]:
        return PhotoRefused, (self.reason,)


def adopt(data: bytes, *, limit_pixels: int = LIMIT_PIXELS) -> bytes:
    """Any picture file -> a clean JPEG of at most 1600 px. Raises PhotoRefused."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd metadata, which we drop
            with Image.open(io.BytesIO(data), formats=_FORMATS) as source:
                return _redraw(source, limit_pixels)
    except UnidentifiedImageError:
        raise PhotoRefused("unsupported") from None
    except Image.DecompressionBombError:
        raise PhotoRefused("too_large") from None
    except PhotoRefused:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, KeyError):
        # Pillow's decoders raise all of these on bytes that lie about themselves.
        raise PhotoRefused("broken") from None


def _redraw(source: Image.Image, limit_pixels: int) -> bytes:
    width, height = source.size
    if width * height > limit_pixels:
        raise PhotoRefused("too_large")
    if getattr(source, "n_frames", 1) > 1 and source.format != "MPO":
        raise PhotoRefused("animated")
    source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(source)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    opaque = upright.convert("RGBA")
    canvas = Image.new("RGB", opaque.size, "white")
    canvas.paste(opaque, mask=opaque.getchannel("A"))
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=90, optimize=True)
    return out.getvalue()
