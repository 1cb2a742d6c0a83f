"""Letters and digits of any costume as plain ones, character by character.

The fold keeps the length, so that a place found in folded words is the same place in the words.
"""

import unicodedata
from functools import lru_cache


def same_length_fold(words: str) -> str:
    """Return fullwidth, circled and styled letters as plain ones, every script's digits as 0-9."""
    return "".join(map(_plain, words))


@lru_cache(maxsize=8192)
def _plain(char: str) -> str:
    if char.isascii():
        return char
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char
