"""Lines from measured pieces: as few as fit, then as even as they can be. Knows no fonts.

Widths are numbers in any one unit. A piece is what no line may split: a word with the
punctuation that clings to it, a Chinese character, a Thai word.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.cards.text.line_breaks import LAST_RESORT, NEVER

_ORPHAN, _FORGOTTEN = 0.34, 60.0
"""A last line shorter than this share of the measure looks forgotten, and its price."""


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


@dataclass(frozen=True, slots=True)
class PieceGroups:
    """Pieces as they may be joined over breaks of last resort: told once, and asked for each width
    that is tried."""

    pieces: tuple[Piece, ...]
    groups: tuple[tuple[Piece, tuple[Piece, ...]], ...]  # (all of it as one piece, its pieces)

    def unbroken(self, measure: float) -> tuple[Piece, ...]:
        """Return the phrases that are no wider than a line, and the pieces of the others."""
        if not self.groups:
            return self.pieces
        result: list[Piece] = []
        for whole, parts in self.groups:
            if whole.width <= measure:
                result.append(whole)
            else:
                result += parts
        return tuple(result)

    def fitted(self, widths: Sequence[float], measure: float) -> tuple[Piece, ...]:
        """Return the same; what is still wider than ``measure`` is broken between clusters."""
        pieces = self.unbroken(measure)
        if all(piece.width <= measure for piece in pieces):
            return pieces
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


def groups_of(pieces: Sequence[Piece]) -> PieceGroups:
    """Join what only breaks of last resort part."""
    if not any(piece.price >= LAST_RESORT for piece in pieces):
        return PieceGroups(tuple(pieces), ())
    groups: list[tuple[Piece, tuple[Piece, ...]]] = []
    start = 0
    for end, last in enumerate(pieces, start=1):
        if last.price < LAST_RESORT or end == len(pieces):
            parts = tuple(pieces[start:end])
            width = sum(piece.width + piece.space for piece in parts) - last.space
            whole = Piece(parts[0].start, last.end, width, last.space, last.price)
            groups.append((last if len(parts) == 1 else whole, parts))
            start = end
    return PieceGroups(tuple(pieces), tuple(groups))


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
    unit, last = goal or 1.0, len(pieces) - 1
    steps = [(piece.width, piece.space, piece.price * weight) for piece in pieces]
    for start in range(len(pieces)):  # thousands of rounds a card: nothing is called within
        before, width = best[start], 0.0
        for end in range(start, len(pieces)):
            own, space, price = steps[end]
            width += own
            if end > start and width > measure:
                break
            share = width / unit
            gap = 1.0 - share if share <= 1.0 else 3.0 * (share - 1.0)
            cost = 100.0 * gap * gap
            if end < last:
                cost = cost + price + 1.0
            elif share < _ORPHAN and start:
                cost += _FORGOTTEN
            cost += before
            if cost < best[end + 1]:
                best[end + 1], came_from[end + 1] = cost, start
            width += space
    cuts = [len(pieces)]
    while cuts[-1]:
        cuts.append(came_from[cuts[-1]])
    cuts.reverse()
    return tuple(line_of(pieces, a, b) for a, b in itertools.pairwise(cuts))


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
