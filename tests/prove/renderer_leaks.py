"""Broken builds of a renderer: ``python -m tests.prove.renderer_leaks NAME render`` is
``sotto render`` with one of them built in."""

import sys
import tempfile
from collections.abc import Callable
from typing import Any

from bot.renderers import answering, wire


def order_in_a_file() -> None:
    """An order waits in a temporary file."""

    def unpack(body: bytes) -> Any:
        with tempfile.NamedTemporaryFile(delete=False) as file:
            file.write(body)
        return wire.unpack(body)

    answering.unpack = unpack


def words_in_the_log() -> None:
    """What is drawn is printed, to be looked into when it fails."""

    def unpack(body: bytes) -> Any:
        work, args = wire.unpack(body)
        sys.stderr.write(f"{args}\n")
        return work, args

    answering.unpack = unpack


RENDERER_LEAKS: dict[str, Callable[[], None]] = {
    each.__name__: each for each in (order_in_a_file, words_in_the_log)
}


def main() -> None:
    RENDERER_LEAKS[sys.argv.pop(1)]()
    from bot.cli.main import main as sotto

    sotto()


if __name__ == "__main__":
    main()
