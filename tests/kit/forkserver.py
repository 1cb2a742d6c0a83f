"""Starts programs by forking a process that has imported them, and read their word lists, already,
and in which a bot has lived for a moment.

The proofs start the bot more than a hundred times, and that is most of a start's work, and of the
first confession's: what is loaded and compiled when somebody first writes. A fork has its own
memory, signals, folder and exit status, as any process has; what it lacks are three seconds of
processor time. ``python -m tests.kit.forkserver FD`` is the process that is forked, for all test
processes of a run; it listens at FD, and ends with the last test process that has connected.
"""

import asyncio
import atexit
import errno
import gc
import hashlib
import importlib
import json
import os
import random
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from bot.ops import word_lists
from bot.settings import environment
from tests.kit import compiled
from tests.kit.words import CACHE

PRELOADED = ("bot.app", "bot.cli.main", "bot.cli.run", "tests.kit.plain")
_ROOT = Path(__file__).parents[2]
_LONGEST = 1 << 17  # bytes of one order
_CLIENTS = 64  # more test processes than any machine runs
_CONNECTS_WITHIN = 10.0  # seconds; it takes a moment from an address to whoever listens at it


class Forked:
    """A running program; what ``asyncio.subprocess.Process`` offers, as far as it is needed."""

    def __init__(self, pid: int, ended: int) -> None:
        self.pid = pid
        self._ended = ended  # a pipe on which the exit status will come
        self._status: int | None = None

    @property
    def returncode(self) -> int | None:
        """None while it runs; -9 after SIGKILL."""
        if self._status is None:
            try:
                told = os.read(self._ended, 16)
            except BlockingIOError:
                return None
            os.close(self._ended)
            self._status = int(told) if told else -signal.SIGKILL  # the server died with it
        return self._status

    async def wait(self) -> int:
        if self.returncode is None:
            loop = asyncio.get_running_loop()
            over = asyncio.Event()
            loop.add_reader(self._ended, over.set)
            try:
                await over.wait()
            finally:
                loop.remove_reader(self._ended)
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, how: signal.Signals) -> None:
        if self.returncode is None:
            os.kill(self.pid, how)


def start(
    module: str,
    arguments: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    out: int,
    err: int,
    terminal: bool = False,
) -> Forked:
    """``python -m module arguments`` in this folder, with this environment and nothing else of
    ours, printing into these two file descriptors (of which it keeps copies). ``terminal``: it
    reads from the first as well, in a session of its own."""
    order = {
        "argv": [module, *arguments], "folder": str(folder), "environment": dict(environment),
        "terminal": terminal,
    }  # fmt: skip
    ended, tell = os.pipe()
    os.set_blocking(ended, False)
    server = _running_server()
    socket.send_fds(server, [json.dumps(order).encode()], [out, err, tell])
    os.close(tell)
    return Forked(int(server.recv(32)), ended)


def piped(
    module: str, arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str]
) -> tuple[Forked, int, int]:
    """Likewise, into two pipes. Returns the program, and where to read what it prints and what it
    complains of; close both."""
    (out, prints), (err, complains) = os.pipe(), os.pipe()
    try:
        running = start(
            module, arguments, folder=folder, environment=environment, out=prints, err=complains
        )
    finally:
        os.close(prints)
        os.close(complains)
    return running, out, err


@cache
def _running_server() -> socket.socket:
    """One for all test processes of a run: started by the first of them that needs a program, it
    ends with the last that has asked."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
    name = hashlib.blake2b(f"{_ROOT} {run}".encode(), digest_size=16).hexdigest()
    address = Path(tempfile.gettempdir()) / f"sotto-forks-{name}"
    end = time.monotonic() + _CONNECTS_WITHIN
    while True:
        _start_unless_there(address)
        ours = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            ours.connect(str(address))
        except (ConnectionRefusedError, FileNotFoundError):  # it is about to listen, or just ended
            ours.close()
            assert time.monotonic() < end, f"nobody listens at {address}"
            time.sleep(0.01)
        else:
            atexit.register(ours.close)
            return ours


def _start_unless_there(address: Path) -> None:
    """Whoever has the address starts the server, which listens at it from the beginning. Nobody
    else on this machine may ask it for programs."""
    theirs = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    umask = os.umask(0o077)
    try:
        theirs.bind(str(address))
    except OSError as failure:
        if failure.errno != errno.EADDRINUSE:
            raise
        theirs.close()
        return
    finally:
        os.umask(umask)
    theirs.listen(_CLIENTS)
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, str(theirs.fileno())],
        cwd=_ROOT,
        env={k: v for k, v in os.environ.items() if not k.startswith("SOTTO_")},
        pass_fds=[theirs.fileno()],
    )
    theirs.close()
    atexit.register(process.wait)  # after the end of our connection, which was registered later


def _serve(listener: socket.socket) -> dict[str, Any] | None:
    """Forks for each order. Returns the order in the child, and None at the end of all."""
    wake, knock = os.pipe()  # a child ended
    for fd in (wake, knock):
        os.set_blocking(fd, False)
    signal.set_wakeup_fd(knock)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    children: dict[int, int] = {}  # process id -> where its status is told
    clients: set[socket.socket] = set()
    patience = _CONNECTS_WITHIN  # for the first of them
    while True:
        wait = None if clients else patience
        ready, _, _ = select.select([listener, wake, *clients], [], [], wait)
        if not ready:
            return None
        if wake in ready:
            os.read(wake, 512)
            _tell_ends(children)
        for orders in clients.intersection(ready):
            data, fds, _, _ = socket.recv_fds(orders, _LONGEST, 3)
            if not data:
                clients.remove(orders)
                orders.close()
                continue
            out, err, tell = fds
            if (pid := os.fork()) == 0:
                signal.set_wakeup_fd(-1)
                for each in (listener, *clients):
                    each.close()
                os.dup2(out, 1)
                os.dup2(err, 2)
                for fd in (out, err, tell, wake, knock, *children.values()):
                    os.close(fd)
                return dict(json.loads(data))
            os.close(out)
            os.close(err)
            children[pid] = tell
            orders.send(str(pid).encode())
        if listener in ready:
            clients.add(listener.accept()[0])
            patience = 0.0


def _tell_ends(children: dict[int, int]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        tell = children.pop(pid)
        with suppress(BrokenPipeError):  # nobody asks any more
            os.write(tell, str(os.waitstatus_to_exitcode(status)).encode())
        os.close(tell)


def _become(order: dict[str, Any]) -> None:
    """What a fresh interpreter would be, but for the imports."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if order["terminal"]:
        os.setsid()
        os.dup2(1, 0)
    random.seed()
    tempfile.tempdir = None
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    os.chdir(order["folder"])
    sys.argv = order["argv"]
    module = sys.argv[0]
    if not hasattr(sys.modules.get(module), "__path__"):
        sys.modules.pop(module, None)  # it is the main module now
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def main() -> None:
    listener = socket.socket(fileno=int(sys.argv[1]))
    word_lists.recall(CACHE)
    for name in PRELOADED:
        importlib.import_module(name)
    word_lists.prepare(CACHE)
    environment.written()  # the first time it loads and looks up what it needs of Pydantic
    compiled.share()
    importlib.import_module("tests.kit.moment").live()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for those who ask us
    address = Path(listener.getsockname())
    order = _serve(listener)
    if order is not None:
        _become(order)
    else:
        address.unlink()


if __name__ == "__main__":
    main()
