"""The place of the words on a picture: in the middle, or above or below what it shows.

Words set in the middle would hide a cup, a bus, a lamp, so they move up or down when clearly less
of the picture is lost there. Told from the plate's cells: where neighbours differ something is
seen, and where little may stay under the ink something would be drowned.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.cards.draw import background
from bot.cards.draw.background import Plate
from bot.cards.draw.shading import CELL
from bot.cards.text.fitting import Box

_DROWNED = 0.1
"""The weight of a step of brightness that gives way to the ink, beside one between neighbours."""

_CLEARLY = 0.85
"""Words leave the middle where they hide less than this share of what they hide there."""

_COARSE = 45
"""Cells across: as many as a small card has, so that its words stand where the card's do."""

_STEP = 4
"""Pixels: letters and their shadows are kept on such a grid."""


@dataclass(frozen=True, slots=True)
class Room:
    """The heights between which the words, or the sheet they stand on, may move; pixels of a card
    1080 wide."""

    top: float
    bottom: float


def shift(plate: Plate, area: Box, room: Room, *, inked: bool) -> int:
    """Return the pixels of the plate's page by which ``area`` is to move down; a multiple of four.

    ``inked``: the ink goes on the picture itself, which has to give way to it; what brings its own
    ground hides what is there and nothing else."""
    unit = plate.size[0] / 1080
    up = min(0, _on_grid(room.top * unit - area.top))
    down = max(0, _on_grid(room.bottom * unit - area.bottom))
    if up == down:
        return 0
    here, above, below = _hidden(_seen(plate, inked=inked), plate, area, (0, up, down))
    if min(above, below) >= _CLEARLY * here:
        return 0
    return up if above <= below else down


def _on_grid(pixels: float) -> int:
    """Return the nearest multiple that is no farther away."""
    return int(pixels / _STEP) * _STEP


def _seen(plate: Plate, *, inked: bool) -> NDArray[np.int32]:
    """Return how much there is to lose in each coarse cell."""
    times = max(1, round(plate.size[0] / CELL / _COARSE))
    count = tuple(-(-side // (CELL * times)) for side in plate.size)
    cells = background.coarser(plate, times, (count[0], count[1])).astype(np.int16)
    seen = np.zeros(cells.shape[:2], dtype=np.int32)
    seen[1:] += np.abs(cells[1:] - cells[:-1]).sum(axis=2)
    seen[:, 1:] += np.abs(cells[:, 1:] - cells[:, :-1]).sum(axis=2)
    if inked:
        light = cells.sum(axis=2)
        seen += (((765 - light) if plate.bright else light) * _DROWNED).astype(np.int32)
    return seen


def _hidden(seen: NDArray[np.int32], plate: Plate, area: Box, shifts: Sequence[int]) -> list[float]:
    """Return how much is lost under the area at each of its places; rows that it only touches count
    in part."""
    cell = plate.size[0] / seen.shape[1]
    left, right = max(0, round(area.left / cell)), round(area.right / cell)
    sums = np.concatenate([[0], np.cumsum(seen[:, left:right].sum(axis=1))])
    edges = np.arange(len(sums)) * cell
    return [
        float(np.diff(np.interp((area.top + each, area.bottom + each), edges, sums))[0])
        for each in shifts
    ]
