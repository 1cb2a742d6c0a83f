"""Small copies for the contact sheet."""

import io
from pathlib import Path

from PIL import Image, ImageOps

_WIDE, _HIGH = 480, 600


def small_copy(file: Path) -> bytes | None:
    """Return a JPEG cut as a card is. None: the file cannot be read."""
    try:
        with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as image:
            image.draft("RGB", (_WIDE * 2, _HIGH * 2))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
    out = io.BytesIO()
    ImageOps.fit(upright, (_WIDE, _HIGH)).save(out, "JPEG", quality=80)
    return out.getvalue()
