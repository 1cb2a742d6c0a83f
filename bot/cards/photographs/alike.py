"""Photographs that look alike: a fingerprint of where a picture grows lighter and darker."""

from pathlib import Path

import numpy as np
from PIL import Image

_SIDE = 16
_NEAR = 48
"""The number of differing bits, of 512: copies of one picture differ in some ten, two pictures in
200."""


def fingerprint(image: Image.Image) -> int:
    """Return 512 bits, the same for other sizes and qualities of one picture."""
    small = image.convert("L").resize((_SIDE + 1, _SIDE + 1), Image.Resampling.BOX)
    grey = np.asarray(small, np.int16)
    right, down = grey[:-1, 1:] > grey[:-1, :-1], grey[1:, :-1] > grey[:-1, :-1]
    return int.from_bytes(np.packbits(np.stack((right, down))).tobytes())


def fingerprint_of(file: Path) -> int | None:
    """Return the fingerprint of a picture file; None for one that cannot be read."""
    try:
        with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as image:
            image.draft("L", (256, 256))
            return fingerprint(image)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None


def look_alike(one: int, other: int) -> bool:
    return (one ^ other).bit_count() <= _NEAR
