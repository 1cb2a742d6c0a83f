"""Outlines for ``kit.shape``: points within -1..1, the tip upwards."""

import math

import numpy as np

OVAL = [(math.sin(t) * 0.52, -math.cos(t)) for t in np.linspace(0, 2 * math.pi, 40)]
LEAF = [
    (math.sin(math.pi * k / 20) ** 0.9 * 0.46 * side, -1 + 2 * k / 20)
    for side, ks in ((1, range(21)), (-1, range(20, -1, -1)))
    for k in ks
]
PETAL = [
    (
        math.sin(math.pi * min(1.0, k / 17)) ** 0.75 * 0.55 * side,
        1 - 2 * k / 20 + (0.10 if k == 20 else 0),
    )
    for side, ks in ((1, range(21)), (-1, range(20, -1, -1)))
    for k in ks
]
