"""The keeper: a small process that forks another for each stranger's picture.

It is started afresh, with an environment that holds no setting, and has imported what decoding
needs: a fork of it takes a millisecond. What decodes may open no file, has little time and memory,
is the first to go when memory runs out, and ends when the bot hangs up: in the middle of C code
too, since the kernel sees to all of it. The keeper ends when the bot does.

    python -m bot.darkroom.keeper FD     FD: a UNIX socket; each message on it carries another

On that other: the least side and the length (``REQUEST``), the file; back: ``BEGUN``, then ``DONE``
or ``REFUSED`` and the JPEG or the reason. Nothing after ``BEGUN``: the process died; nothing at
all: the keeper did.
"""

import contextlib
import ctypes
import fcntl
import gc
import os
import resource
import signal
import socket
import struct
import sys

from bot.darkroom.headers import PhotoRefused
from bot.darkroom.photo import adopt

REQUEST = struct.Struct(">II")
BEGUN, DONE, REFUSED, NOT_NOW = b".", b"+", b"-", b"?"

PROCESSOR_SECONDS = 4
"""The processor seconds that a picture may take. The largest honest picture (24 megapixels, HEIC of
12 MB) took 2.7 s of a slow core."""
WALL_SECONDS = 15.0
"""The seconds that a picture may take. It lets cards go first: on a busy machine it takes longer
than its processor time."""
MEMORY = 640 * 1024 * 1024
"""The bytes of address space. The same picture as WebP took 430 MB."""

_PR_SET_DUMPABLE = 4  # linux/prctl.h


def main() -> None:
    """Fork for each message until the bot hangs up."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:
        score.write("900")  # inherited; where it cannot be written, we are killed as late as others
    for meant_for_the_bot in (signal.SIGINT, signal.SIGTERM):  # we end when the bot ends
        signal.signal(meant_for_the_bot, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel cleans up after processes that end
    _keep_memory_private()
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as control:
        while True:
            message, handed, _flags, _address = socket.recv_fds(control, 1, 1)
            if not message:
                return
            for number in handed:
                with socket.socket(fileno=number) as picture:
                    _fork(control, picture)


def _fork(control: socket.socket, picture: socket.socket) -> None:
    try:
        process = os.fork()
    except OSError:  # no process or no memory left just now
        with contextlib.suppress(OSError):
            picture.sendall(NOT_NOW)
        return
    if process == 0:
        try:
            control.close()
            _develop(picture)
        finally:  # whatever happened: a copy of the keeper must not go on
            os._exit(0)


def _develop(picture: socket.socket) -> None:
    """Answer one request. Any end without an answer is a damaged picture to whoever asked."""
    picture.sendall(BEGUN)
    _limit()
    smallest, length = REQUEST.unpack(_received(picture, REQUEST.size))
    data = bytes(_received(picture, length))
    _end_when_hung_up(picture)
    try:
        answer = DONE + adopt(data, smallest=smallest)
    except PhotoRefused as refused:
        answer = REFUSED + refused.reason.encode()
    fcntl.fcntl(picture, fcntl.F_SETFL, 0)
    picture.sendall(answer)


def _limit() -> None:
    signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)
    for what, most in (
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a system that does not know this one
            resource.setrlimit(what, (most, most))
    os.nice(5)  # cards come first


def _received(picture: socket.socket, length: int) -> bytearray:
    """Return so many bytes. Raises EOFError when there are fewer."""
    data = bytearray(length)
    view, at = memoryview(data), 0
    while at < length:
        got = picture.recv_into(view[at:])
        if got == 0:
            raise EOFError
        at += got
    return data


def _end_when_hung_up(picture: socket.socket) -> None:
    """Let the other end's closing send SIGIO from now on, which ends this process."""
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(picture, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(picture, fcntl.F_SETFL, fcntl.FASYNC)
    with contextlib.suppress(BlockingIOError):
        if not picture.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT):
            raise EOFError  # it had closed before


def _keep_memory_private() -> None:
    """Keep pictures out of core files. (``bot/logs/__init__.py`` does the same, and imports more
    than this.)"""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


if __name__ == "__main__":
    main()
