"""Likeness: what decides how a card looks in a process, words and orders aside.

Two processes whose likeness is the same draw the same bytes. So each order says by which likeness
it wants to be drawn, and a renderer that has another one does not draw it.
"""

import platform
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path
from typing import Literal

import bot.cards
import bot.domain
from bot.cards.text.cuts import of_the_machine
from bot.domain.pictures import PictureInfo

Difference = Literal["version", "pictures"]

_REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")
_SEPARATOR = "."


@dataclass(frozen=True, slots=True)
class Likeness:
    """Digests in hex. ``program``: of what draws; ``pictures``: of which pictures there are."""

    program: str
    pictures: str

    def __str__(self) -> str:
        return f"{self.program}{_SEPARATOR}{self.pictures}"

    def difference(self, wanted: str) -> Difference | None:
        """Return in what another one, as it was written, is not the same."""
        program, _, pictures = wanted.partition(_SEPARATOR)
        if program != self.program:
            return "version"
        return None if pictures == self.pictures else "pictures"


def likeness_of(infos: Iterable[PictureInfo]) -> Likeness:
    """Return the likeness of this process, which has these pictures. The first time it reads what
    draws, for which it takes a few dozen milliseconds."""
    pictures = blake2b(b"".join(sorted(info.id for info in infos)), digest_size=8)
    return Likeness(program(), pictures.hexdigest())


@cache
def program() -> str:
    """Return the digest of what draws: our code and tables, the packages with the fonts among them,
    the machine's kind and its own fonts."""
    digest = blake2b(digest_size=8)
    cards, domain = Path(bot.cards.__file__).parent, Path(bot.domain.__file__).parent
    for path in sorted((*cards.rglob("*"), *domain.glob("*.py"))):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"\0{path.relative_to(cards.parent).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    python = platform.python_version_tuple()[:2]
    told = [version(), platform.machine(), *python, *_packages(), *_fonts()]
    digest.update("\n".join(told).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def version() -> str:
    return metadata.version("sotto")


def _packages() -> list[str]:
    """Return what Sotto is installed with: exactly one of them drawing otherwise is enough."""
    found = []
    for line in sorted(metadata.requires("sotto") or ()):
        name = _REQUIREMENT.match(line)
        if name is None or "extra ==" in line:
            continue
        try:
            found.append(f"{name[0]} {metadata.version(name[0])}")
        except metadata.PackageNotFoundError:  # not needed on this machine
            found.append(f"{name[0]} none")
    return found


def _fonts() -> list[str]:
    """Return the machine's own fonts, which come into play where no package has a character."""
    cuts = (*of_the_machine(400.0, 1.0), *of_the_machine(700.0, 1.0))
    return [f"{Path(cut.file).name} {Path(cut.file).stat().st_size}" for cut in cuts]
