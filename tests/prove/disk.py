"""A small disk of its own, to be read as somebody reads who has taken it out of the machine."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SIZE = 24 << 20
_BLOCK = 1024


def _run(*command: str) -> str:
    """Its error output; "" when all went well."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return done.stderr.strip() or f"status {done.returncode}" if done.returncode else ""


class Disk:
    """An ext4 file system in a file, mounted at ``folder`` until ``taken_out``."""

    def __init__(self, image: Path, folder: Path) -> None:
        self.image, self.folder = image, folder
        self.mounted = True

    def take_out(self) -> bytes:
        """Every block of it that holds anything, those that belong to no file included."""
        assert _run("umount", str(self.folder)) == ""
        self.mounted = False
        raw, empty = self.image.read_bytes(), bytes(_BLOCK)
        blocks = (raw[at : at + _BLOCK] for at in range(0, len(raw), _BLOCK))
        return b"".join(block for block in blocks if block != empty)


@contextmanager
def ext4(folder: Path) -> Iterator[Disk]:
    """Skips the test where no file system may be made and mounted."""
    if os.geteuid() != 0:
        pytest.skip("a disk of its own can be mounted by root alone")
    make = shutil.which("mkfs.ext4", path=os.environ["PATH"] + ":/usr/sbin:/sbin")
    if make is None:
        pytest.skip("there is no mkfs.ext4")
    image, place = folder / "disk", folder / "mounted"
    place.mkdir()
    with image.open("wb") as file:
        file.truncate(SIZE)
    if wrong := _run(make, "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", str(image)):
        pytest.skip(f"no file system could be made: {wrong}")
    if wrong := _run("mount", "-o", "loop,nodiscard", str(image), str(place)):
        pytest.skip(f"no file system could be mounted: {wrong}")
    disk = Disk(image, place)
    try:
        yield disk
    finally:
        if disk.mounted:
            _run("umount", str(place))
