"""Broken builds of the shared memory: ``python -m tests.prove.memory_leaks NAME run`` is
``sotto run`` with one of them built in."""

import sys
from collections.abc import Callable
from typing import Any

from tests.kit import plain


def route_in_clear() -> None:
    """Values are kept as they are."""
    from bot.memory.shared.store import SharedStore

    def seal(_self: Any, value: bytes, _about: bytes) -> bytes:
        return value

    def unseal(_self: Any, sealed: bytes, _about: bytes) -> bytes:
        return sealed

    SharedStore.seal = seal  # type: ignore[method-assign]
    SharedStore.unseal = unseal  # type: ignore[method-assign]


def persistence_on() -> None:
    """Nobody looks whether the server writes to a disk."""
    from bot.memory.shared.look import MemoryLook

    MemoryLook.refusals = lambda _self, *, replicas: []  # type: ignore[method-assign]


MEMORY_LEAKS: dict[str, Callable[[], None]] = {
    each.__name__: each for each in (route_in_clear, persistence_on)
}


def main() -> None:
    plain.install()
    MEMORY_LEAKS[sys.argv.pop(1)]()
    from bot.cli.main import main as sotto

    sotto()


if __name__ == "__main__":
    main()
