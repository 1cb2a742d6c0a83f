"""How many bytes memories hold in this process."""

import gc
import sys
from collections.abc import Iterator, Mapping

_CARRY = ("builtins", "collections", "datetime", "bot.memory", "bot.domain")
"""The modules whose objects are memories, or are carried by them; others are what they use."""
_SMALL, _STEP = 512, 16
"""Python's own allocator gives memory up to so many bytes, in steps of so many."""


def bytes_of(memories: Mapping[str, object]) -> dict[str, int]:
    """Bytes by name. What several hold counts for the first of them."""
    gc.collect()
    seen: set[int] = set()
    return {name: sum(_sizes(each, seen)) for name, each in memories.items()}


def _sizes(root: object, seen: set[int]) -> Iterator[int]:
    found = [root]
    while found:
        each = found.pop()
        if id(each) in seen or each is None or isinstance(each, type) or callable(each):
            continue
        if not type(each).__module__.startswith(_CARRY):
            continue
        seen.add(id(each))
        size = sys.getsizeof(each)
        yield size if size > _SMALL else -(-size // _STEP) * _STEP
        found.extend(gc.get_referents(each))
