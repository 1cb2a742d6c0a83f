"""Small files that are written again and again, always into the same blocks.

A file that is replaced leaves its older selves in freed blocks of the disk: counters of every few
seconds, which together would tell when somebody was there.
"""

import os
from pathlib import Path

_BLOCK = 4096


def write_in_place(path: Path, text: str) -> None:
    """Fill the file with ``text`` and blanks, to whole blocks. A reader may meet half of an older
    text and half of this one, once in a while. Raises OSError (a full disk)."""
    data = text.encode()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        size = max(os.fstat(descriptor).st_size, -(-len(data) // _BLOCK) * _BLOCK)
        os.pwrite(descriptor, data.ljust(size), 0)
    finally:
        os.close(descriptor)
