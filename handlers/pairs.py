"""Buttons two in a row, and a long one by itself, so that a small phone cuts none off."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.domain.words import graphemes
from bot.i18n.direction import plain

LONGEST = 16
"""The most graphemes, emoji included, that fit beside another button."""

T = TypeVar("T")


def in_pairs(buttons: Sequence[T], label: Callable[[T], str]) -> list[list[T]]:
    """Return the buttons in their order, two a row where their labels are short."""
    rows: list[list[T]] = []
    open_row = False
    for each in buttons:
        long = graphemes(plain(label(each))) > LONGEST
        if open_row and not long:
            rows[-1].append(each)
            open_row = False
        else:
            rows.append([each])
            open_row = not long
    return rows
