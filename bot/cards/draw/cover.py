"""A cover stands for a card that is hidden or was taken away: calm rings in its picture's own
colour.

Nothing of the card shows through: only the colour that its picture is remembered by.
"""

import functools

import numpy as np
from PIL import Image

from bot.cards.draw import colour
from bot.cards.draw.colour import Rgb

_DEPTH = 0.64  # of black in the ground
_PALE = 0.16  # of white in the rings
_STEP = 0.085  # from ring to ring, as a share of the width
_CENTRES = ((0.18, 1.06), (0.94, -0.08))
"""The points that the rings start from, as shares of width and height: outside, so that no ring is
an eye."""


def cover(accent: Rgb, size: tuple[int, int]) -> Image.Image:
    """Return the picture, RGB. ``accent``: the colour of what it covers."""
    ground = colour.mix(accent, (10, 11, 16), _DEPTH)
    page = Image.new("RGB", size, ground)
    page.paste(colour.mix(accent, colour.WHITE, _PALE), (0, 0), _rings(size))
    return page


@functools.lru_cache(maxsize=8)
def _rings(size: tuple[int, int]) -> Image.Image:
    """Return coverage 0..255, at most a sixth: waves of two stones that fell far apart."""
    wide, high = size
    down, across = np.mgrid[0:high:2, 0:wide:2].astype(np.float32)
    waves = np.zeros(down.shape, dtype=np.float32)
    for x, y in _CENTRES:
        distance = np.hypot(across - x * wide, down - y * high) / wide
        fading = np.clip(1.15 - distance, 0.0, 1.0)
        waves = np.maximum(waves, (0.5 + 0.5 * np.cos(distance * 2 * np.pi / _STEP)) ** 3 * fading)
    mask = Image.fromarray((waves * 46).astype(np.uint8))
    return mask.resize(size, Image.Resampling.BICUBIC)
