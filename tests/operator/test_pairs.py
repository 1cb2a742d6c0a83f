"""Rows of buttons, of which a small phone cuts none off."""

import pytest

from handlers.pairs import LONGEST, in_pairs

LONG = "x" * (LONGEST + 1)


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        ([], []),
        (["a"], [["a"]]),
        (["a", "b", "c"], [["a", "b"], ["c"]]),
        (["a", LONG, "b", "c"], [["a"], [LONG], ["b", "c"]]),
        (["\u200f" + LONG[1:], "b"], [["\u200f" + LONG[1:], "b"]]),
    ],
)
def test_long_labels_stand_by_themselves(labels: list[str], rows: list[list[str]]) -> None:
    assert in_pairs(labels, str) == rows
