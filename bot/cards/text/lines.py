"""Lines from measured pieces: as few as fit, then as even as they can be. Knows no fonts.

Widths are numbers in any one unit. A piece is what no line may split: a word with the
punctuation that clings to it, a Chinese character, a Thai word.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.cards.text.line_breaks import LAST_RESORT, NEVER

_ORPHAN = 0.34
"""A last line shorter than this share of the measure looks forgotten."""


class Piece(NamedTuple):
    """Clusters ``start`` to ``end`` (exclusive), ``space`` of whose width hangs at a line's end."""

    start: int
    end: int
    width: float  # without the spaces at its end
    space: float
    price: int  # of ending a line here


@dataclass(frozen=True, slots=True)
class TextLine:
    """Clusters ``start`` to ``end`` (exclusive); ``width`` leaves out the spaces at the end."""

    start: int
    end: int
    width: float


def pieces_of(
    widths: Sequence[float], spaces: Sequence[bool], prices: Sequence[int]
) -> tuple[Piece, ...]:
    """Cut one paragraph where a line may end."""
    pieces: list[Piece] = []
    start, width, space = 0, 0.0, 0.0
    for at, price in enumerate(prices):
        if spaces[at]:
            space += widths[at]
        else:
            width, space = width + space + widths[at], 0.0
        if price < NEVER:
            pieces.append(Piece(start, at + 1, width, space, price))
            start, width, space = at + 1, 0.0, 0.0
    return tuple(pieces)


def unbroken(pieces: Sequence[Piece], measure: float) -> tuple[Piece, ...]:
    """Join pieces over breaks of last resort, as long as the whole is no wider than a line."""
    if not any(LAST_RESORT <= piece.price < NEVER for piece in pieces):
        return tuple(pieces)
    result: list[Piece] = []
    group: list[Piece] = []
    width = 0.0
    for piece in pieces:
        group.append(piece)
        width += piece.width + piece.space
        if piece.price < LAST_RESORT:
            whole = len(group) > 1 and width - piece.space <= measure
            result += [_joined(group)] if whole else group
            group, width = [], 0.0
    return (*result, *group)


def _joined(group: Sequence[Piece]) -> Piece:
    last = group[-1]
    width = sum(piece.width + piece.space for piece in group) - last.space
    return Piece(group[0].start, last.end, width, last.space, last.price)


def fitted(pieces: Sequence[Piece], widths: Sequence[float], measure: float) -> tuple[Piece, ...]:
    """Return ``unbroken`` pieces; those still wider than ``measure`` are broken between
    clusters."""
    pieces = unbroken(pieces, measure)
    if all(piece.width <= measure for piece in pieces):
        return tuple(pieces)
    result: list[Piece] = []
    for piece in pieces:
        if piece.width <= measure:
            result.append(piece)
            continue
        start, width = piece.start, 0.0
        for at in range(piece.start, piece.end):
            if at > start and width + widths[at] > measure:
                result.append(Piece(start, at, width, 0.0, 0))
                start, width = at, 0.0
            width += widths[at]
        result.append(Piece(start, piece.end, width - piece.space, piece.space, piece.price))
    return tuple(result)


def count(pieces: Sequence[Piece], measure: float) -> int:
    """How many lines ``pieces`` need when each line takes all it can."""
    lines, width = 1, 0.0
    for piece in pieces:
        if width and width + piece.width > measure:
            lines, width = lines + 1, 0.0
        width += piece.width + piece.space
    return lines


def balance(pieces: Sequence[Piece], measure: float, most: int) -> tuple[TextLine, ...]:
    """Return even lines no wider than ``measure``, at most ``most`` of them (``count`` or more).

    The least sum of squared gaps to the narrowest measure that keeps the number of lines,
    with the price of each break and a forgotten last word added.
    """
    if not pieces:
        return (TextLine(0, 0, 0.0),)
    narrow = _narrowest(pieces, measure, most)
    for goal, weight in ((narrow, 1.0), (measure, 1.0), (measure, 0.2)):
        lines = _even(pieces, measure, goal, weight)
        if len(lines) <= most:
            return lines
    return _greedy(pieces, measure)


def _narrowest(pieces: Sequence[Piece], measure: float, most: int) -> float:
    low = max(piece.width for piece in pieces)
    high = measure
    if low >= high:
        return measure
    for _ in range(7):
        middle = (low + high) / 2
        if count(pieces, middle) <= most:
            high = middle
        else:
            low = middle
    return high


def _even(
    pieces: Sequence[Piece], measure: float, goal: float, weight: float
) -> tuple[TextLine, ...]:
    best = [0.0] + [float("inf")] * len(pieces)
    came_from = [0] * (len(pieces) + 1)
    unit = goal or 1.0
    for start in range(len(pieces)):
        width = 0.0
        for end in range(start, len(pieces)):
            piece = pieces[end]
            width += piece.width
            if end > start and width > measure:
                break
            last = end + 1 == len(pieces)
            cost = best[start] + _cost(width / unit, piece.price * weight, last, start)
            if cost < best[end + 1]:
                best[end + 1], came_from[end + 1] = cost, start
            width += piece.space
    cuts = [len(pieces)]
    while cuts[-1]:
        cuts.append(came_from[cuts[-1]])
    cuts.reverse()
    return tuple(line_of(pieces, a, b) for a, b in itertools.pairwise(cuts))


def _cost(share: float, price: float, last: bool, start: int) -> float:
    gap = 1.0 - share if share <= 1.0 else 3.0 * (share - 1.0)
    cost = 100.0 * gap * gap
    if not last:
        return cost + price + 1.0
    if share < _ORPHAN and start:
        cost += 60.0
    return cost


def _greedy(pieces: Sequence[Piece], measure: float) -> tuple[TextLine, ...]:
    lines: list[TextLine] = []
    start, width = 0, 0.0
    for at, piece in enumerate(pieces):
        if at > start and width + piece.width > measure:
            lines.append(line_of(pieces, start, at))
            start, width = at, 0.0
        width += piece.width + piece.space
    lines.append(line_of(pieces, start, len(pieces)))
    return tuple(lines)


def line_of(pieces: Sequence[Piece], start: int, end: int) -> TextLine:
    """Return pieces ``start`` to ``end`` (exclusive) as one line."""
    run = pieces[start:end]
    width = sum(piece.width + piece.space for piece in run) - run[-1].space
    return TextLine(run[0].start, run[-1].end, width)
