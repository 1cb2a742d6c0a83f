"""Confessions to write: those of ``bench/confessions``, in all languages."""

import random

from bench.suggest import confessions


def varied(seed: int = 7) -> tuple[str, ...]:
    """All of them, in an order that is the same each time and mixes the languages."""
    words = [one.words for one in confessions()]
    random.Random(seed).shuffle(words)
    return tuple(words)
