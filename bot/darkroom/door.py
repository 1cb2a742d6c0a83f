"""The bot calls the darkroom's door to have a stranger's picture drawn anew, in a process of its
own."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
from typing import cast

from bot.darkroom.headers import SMALLEST_SIDE, PhotoRefusal, PhotoRefused
from bot.darkroom.keeper import BEGUN, DONE, NOT_NOW, REFUSED, REQUEST, WALL_SECONDS

_PATIENCE = WALL_SECONDS + 5.0
"""The seconds to wait, should the kernel not end a picture's process in time."""

_MOST = 8 * 1024 * 1024
"""The most bytes of an answer: 1600 by 1600 pixels of noise take 3 MB."""


class DarkroomBusy(Exception):
    """No picture can be taken just now. Try again in a moment."""


class _KeeperDied(Exception):
    """The keeper is no longer there; a new one is."""


class Darkroom:
    """Draws strangers' pictures anew, ``at_once`` side by side. Ended by ``close``."""

    def __init__(self, at_once: int = 1, *, module: str = "bot.darkroom.keeper") -> None:
        self._module = module
        self._places = asyncio.Semaphore(at_once)
        self._keeper: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    @property
    def keeper(self) -> int | None:
        """The keeper's process id; None: there is none just now."""
        return None if self._keeper is None else self._keeper.pid

    def open(self) -> None:
        """Start the keeper, so that the first picture need not wait for it."""
        if self._keeper is not None:
            return
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        with theirs, contextlib.ExitStack() as undo:
            undo.callback(ours.close)
            keeper = subprocess.Popen(
                [sys.executable, "-m", self._module, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
            )
            undo.pop_all()
        ours.setblocking(False)
        self._keeper, self._control = keeper, ours

    async def close(self) -> None:
        """End the keeper, and with it what it still decodes."""
        keeper, control = self._keeper, self._control
        self._keeper = self._control = None
        if control is not None:
            control.close()
        if keeper is not None:
            await asyncio.to_thread(_bury, keeper)

    async def adopt(self, data: bytes, *, smallest: int = SMALLEST_SIDE) -> bytes:
        """Turn any picture file into a clean JPEG of at most 1600 px, its short side at least
        ``smallest``. Raises PhotoRefused, also when its process died of it, and DarkroomBusy."""
        async with self._places:
            with contextlib.suppress(_KeeperDied):
                return await self._once(data, smallest)
            try:
                return await self._once(data, smallest)
            except _KeeperDied:
                raise DarkroomBusy from None

    async def _once(self, data: bytes, smallest: int) -> bytes:
        try:
            self.open()
            keeper, picture = self._keeper, self._handed_over()
        except OSError:  # no process, no memory or no file left just now
            raise DarkroomBusy from None
        try:
            with picture:
                async with asyncio.timeout(_PATIENCE):
                    answer = await _ask(picture, data, smallest)
        except TimeoutError:
            raise PhotoRefused("broken") from None
        if answer == NOT_NOW:
            raise DarkroomBusy
        if answer[:1] != BEGUN:
            if self._keeper is keeper:
                await self.close()
            raise _KeeperDied
        if answer[1:2] == DONE:
            return answer[2:]
        if answer[1:2] == REFUSED:
            raise PhotoRefused(cast(PhotoRefusal, answer[2:].decode()))
        raise PhotoRefused("broken")  # its process died of it

    def _handed_over(self) -> socket.socket:
        """Return our end of a new socket, whose other end the keeper has got, if it lives."""
        assert self._control is not None
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        ours.setblocking(False)
        with theirs, contextlib.suppress(OSError):  # a keeper that is gone never answers
            socket.send_fds(self._control, [b"p"], [theirs.fileno()])
        return ours


async def _ask(picture: socket.socket, data: bytes, smallest: int) -> bytes:
    """Return the whole answer; nothing when the process ended without one."""
    loop = asyncio.get_running_loop()
    answer = bytearray()
    with contextlib.suppress(ConnectionError):  # its process ended in the middle
        await loop.sock_sendall(picture, REQUEST.pack(smallest, len(data)))
        await loop.sock_sendall(picture, data)
        while len(answer) < _MOST and (part := await loop.sock_recv(picture, 1 << 18)):
            answer += part
    return bytes(answer)


def _environment() -> dict[str, str]:
    """Return where modules are, and nothing else: the token stays here."""
    return {"PYTHONPATH": os.pathsep.join(sys.path), "MALLOC_ARENA_MAX": "1"}


def _bury(keeper: subprocess.Popen[bytes]) -> None:
    try:
        keeper.wait(5.0)
    except subprocess.TimeoutExpired:
        keeper.kill()
        keeper.wait()
