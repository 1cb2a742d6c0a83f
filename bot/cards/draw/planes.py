"""Planes made larger: what is worked out on cells or at half size, brought up to pixels.

The bytes are those of Pillow's own BILINEAR and NEAREST, which work for any factor and take three
to ten times as long: enlarging by a power of two needs small whole numbers alone.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def grown(cells: Image.Image, size: tuple[int, int], times: int) -> Image.Image:
    """Return cells of 0..255 smoothed up ``times`` times (2, 4 or 8) and cut to ``size``: all that
    the cells cover, or less."""
    wide, high = size
    across = _stretched(np.asarray(cells).T.astype(np.int16, order="C"), times)[:wide]
    down = _stretched(across.T.astype(np.int16, order="C"), times)[:high]
    return Image.fromarray(down)


def doubled(half: Image.Image) -> Image.Image:
    """Return the plane twice as wide and high: each value serves four pixels."""
    wide, high = half.size
    pairs = np.asarray(half).astype(np.uint16)
    pairs *= 0x0101  # the same byte twice
    full = np.empty((high, 2, wide), dtype=np.uint16)
    full[:] = pairs[:, None]
    return Image.fromarray(full.view(np.uint8).reshape(2 * high, 2 * wide))


def _stretched(values: NDArray[np.int16], times: int) -> NDArray[np.uint8]:
    """Return ``times`` as many rows, each between the two rows of ``values`` that are nearest."""
    before, after = np.empty_like(values), np.empty_like(values)
    before[0], before[1:] = values[0], values[:-1]
    after[-1], after[:-1] = values[-1], values[1:]
    before -= values
    after -= values
    own = values * np.int16(2 * times) + np.int16(times)
    rows = np.empty((len(values), times, *values.shape[1:]), dtype=np.uint8)
    mixed = np.empty_like(values)
    for at in range(times):
        towards = 2 * at + 1 - times  # in parts of twice ``times``: how far from its own row
        np.multiply(after if towards > 0 else before, np.int16(abs(towards)), out=mixed)
        mixed += own
        mixed >>= (2 * times).bit_length() - 1
        rows[:, at] = mixed
    return rows.reshape(-1, *values.shape[1:])
