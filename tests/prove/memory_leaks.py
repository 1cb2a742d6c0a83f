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


def slates_in_clear() -> None:
    """What is open in a chat is kept as it is."""
    from bot.memory.shared.slates import SharedSlates

    class Clear:
        def __init__(self, store: Any) -> None:
            self._store = store

        def __getattr__(self, name: str) -> Any:
            return getattr(self._store, name)

        def seal(self, value: bytes, _about: bytes) -> bytes:
            return value

        def unseal(self, sealed: bytes, _about: bytes) -> bytes:
            return sealed

    begin = SharedSlates.__init__

    def begun(self: Any, store: Any, *args: Any, **more: Any) -> None:
        begin(self, Clear(store), *args, **more)

    SharedSlates.__init__ = begun  # type: ignore[method-assign]


MEMORY_LEAKS: dict[str, Callable[[], None]] = {
    each.__name__: each for each in (route_in_clear, persistence_on, slates_in_clear)
}


def main() -> None:
    plain.install()
    MEMORY_LEAKS[sys.argv.pop(1)]()
    from bot.cli.main import main as sotto

    sotto()


if __name__ == "__main__":
    main()
