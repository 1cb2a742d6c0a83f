"""The number of typing mistakes between two spellings."""

import unicodedata


def distance(one: str, other: str, most: int) -> int:
    """Count letters left out, added, changed or swapped with their neighbour; ``most + 1`` for
    more. (Optimal string alignment: Damerau 1964, each stretch corrected once.)"""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, sign in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != sign))
            swapped = i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign
            row.append(min(cost, last[j - 2] + 1) if swapped else cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def forgiven(folded: str) -> int:
    """How many slips a name of this length may have and still be meant. A Chinese, Japanese or
    Korean sign is as long as two letters."""
    one, two = (2, 6) if unicodedata.east_asian_width(folded[:1] or " ") == "W" else (4, 8)
    return (len(folded) >= one) + (len(folded) >= two)
