"""A finished card in another format than JPEG, for whoever draws one from the command line."""

import io

from PIL import Image

ENDINGS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".avif": "AVIF"}
"""File ending -> format."""


def converted(jpeg: bytes, kind: str) -> bytes:
    """Return the same pixels in this format; a JPEG comes back as it is."""
    if kind == "JPEG":
        return jpeg
    out = io.BytesIO()
    with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as card:
        card.save(out, kind)
    return out.getvalue()
