"""The keeper with a decoder that does as the file says, and shorter limits."""

import ctypes
import os
import time

from bot.darkroom import keeper


def _do(data: bytes, *, smallest: int) -> bytes:
    match data:
        case b"loop":
            while True:
                pass
        case b"sleep":
            time.sleep(60)
        case b"ask for everything":
            return bytes(1 << 40)
        case b"hoard":
            kept = []
            while True:
                kept.append(bytearray(b"x" * (1 << 20)))
        case b"crash":
            ctypes.string_at(0)
        case b"try to open a file":
            try:
                os.close(os.open("/etc/hostname", os.O_RDONLY))
            except OSError as refused:
                return refused.strerror.encode()
        case b"tell the environment":
            return repr(dict(os.environ)).encode()
    return b""


if __name__ == "__main__":
    keeper.adopt = _do  # type: ignore[assignment]
    keeper.WALL_SECONDS, keeper.PROCESSOR_SECONDS = 4.0, 1
    keeper.main()
