"""Real servers of this machine, started for tests alone: each in a folder and on a socket of its
own, gone with the process that started it.

Debian: ``apt install postgresql redis-server`` (or ``valkey-server``). Where one is missing the
tests that need it are skipped, and with ``SOTTO_REQUIRE_POSTGRESQL=1`` and
``SOTTO_REQUIRE_VALKEY=1``, as in ``.ci/run``, they fail instead.
"""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.kit.words import CACHE, locked

STARTS_WITHIN = 60
"""Seconds; a busy machine needs some."""

QUIET = {
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}
"""What Sotto wants of a server beside what it does by itself."""

_HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_SMALL = {"shared_buffers": "16MB", "max_connections": "60", "max_wal_size": "256MB"}
_PR_SET_PDEATHSIG = 1


def required() -> bool:
    return os.environ.get("SOTTO_REQUIRE_POSTGRESQL") == "1"


def valkey_required() -> bool:
    return os.environ.get("SOTTO_REQUIRE_VALKEY") == "1"


@cache
def valkey_program() -> str | None:
    """Valkey's server, or Redis': Sotto asks both the same."""
    return shutil.which("valkey-server") or shutil.which("redis-server")


@cache
def postgresql_folder() -> Path | None:
    """Where its programs are; Debian keeps them out of the path."""
    found = shutil.which("postgres")
    if found and shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(versions, key=lambda path: float(path.parent.parent.name), default=None)
    return None if newest is None else newest.parent


@dataclass
class PostgresqlServer:
    """One that runs. ``folder`` holds its socket, its files and its log."""

    folder: Path
    process: subprocess.Popen[bytes]
    programs: Path
    owner: dict[str, Any]

    def address(self, database: str, user: str = "sotto") -> str:
        return f"postgresql+asyncpg://{user}@/{database}?host={self.folder}"

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8", errors="replace")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT: at once, but in order; SIGQUIT: as if its machine had died."""
        self.process.send_signal(how)
        self.process.wait(STARTS_WITHIN)

    def start(self, **settings: str) -> None:
        self.process = _serve(self.programs, self.folder, self.owner, settings)


@contextmanager
def postgresql(**settings: str) -> Iterator[PostgresqlServer]:
    """A fresh server with a role and a database called ``sotto``. It trusts whoever reaches its
    socket, which only its owner and root do, and does not wait for its disk."""
    programs = postgresql_folder()
    assert programs is not None, "no PostgreSQL on this machine: apt install postgresql"
    folder = Path(tempfile.mkdtemp(prefix="sotto-pg-"))
    owner = _unprivileged()
    try:
        if owner:
            os.chown(folder, owner["user"], owner["group"])
        _lay_out(programs, folder, owner)
        server = PostgresqlServer(
            folder, _serve(programs, folder, owner, settings), programs, owner
        )
        try:
            yield server
        finally:
            if server.process.poll() is None:
                server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _lay_out(programs: Path, folder: Path, owner: dict[str, Any]) -> None:
    """``folder/data``, of which a server is to live. To make one takes a second of processor time,
    so it is made once on this machine, and copied."""
    told = subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True)
    made = CACHE / f"{told.stdout.decode().split()[2]} of {owner.get('user', 'me')}"
    with locked():
        if not made.exists():
            subprocess.run(
                [
                    programs / "initdb", "--pgdata", folder / "first", "--username", "postgres",
                    "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync",
                    "--no-instructions",
                ],
                check=True, stdout=subprocess.DEVNULL, cwd=folder, **owner,
            )  # fmt: skip
            half = made.with_name(f"{made.name}, half")
            shutil.rmtree(half, ignore_errors=True)
            subprocess.run(["cp", "-a", folder / "first", half], check=True)
            half.rename(made)
            shutil.rmtree(folder / "first")
    subprocess.run(["cp", "-a", made, folder / "data"], check=True)


NOTHING_KEPT = {"save": "", "appendonly": "no", "slowlog-max-len": "0"}
"""What Sotto wants of Valkey beside what it does by itself."""


@dataclass
class ValkeyServer:
    """One that runs. ``folder`` holds its socket, its log and all that it might write."""

    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"unix://{self.folder}/socket"

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """SIGTERM: in order; SIGKILL: as if its machine had died."""
        self.process.send_signal(how)
        self.process.wait(STARTS_WITHIN)

    def start(self, **settings: str) -> None:
        self.process = _serve_valkey(self.folder, settings)


@contextmanager
def valkey(**settings: str) -> Iterator[ValkeyServer]:
    """A fresh one on a socket of its own, which nobody else can reach. In ``settings`` an
    underscore stands for a dash."""
    folder = Path(tempfile.mkdtemp(prefix="sotto-vk-"))
    server = ValkeyServer(folder, _serve_valkey(folder, settings))
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop(signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


def _serve_valkey(folder: Path, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    program = valkey_program()
    assert program is not None, "no Valkey on this machine: apt install redis-server"
    wanted = NOTHING_KEPT | {name.replace("_", "-"): each for name, each in settings.items()}
    path = folder / "socket"
    path.unlink(missing_ok=True)
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [
                program, "--port", "0", "--unixsocket", path, "--dir", folder,
                *(part for name, value in wanted.items() for part in (f"--{name}", value)),
            ],
            stdout=log, stderr=log, cwd=folder, preexec_fn=_die_with_us,
        )  # fmt: skip
    end = time.monotonic() + STARTS_WITHIN
    while not _answers(path):
        told = (folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:]
        assert process.poll() is None, f"Valkey ended: {told}"
        assert time.monotonic() < end, f"Valkey does not start: {told}"
        time.sleep(0.01)
    return process


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as talk:
        talk.settimeout(1)
        try:
            talk.connect(str(path))
            talk.sendall(b"PING\r\n")
            return talk.recv(5) == b"+PONG"
        except OSError:
            return False


def _unprivileged() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: another user, who owns its folder."""
    if os.geteuid() != 0:
        return {}
    names = ("postgres", "nobody")
    user = next(each for each in pwd.getpwall() if each.pw_name in names)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _serve(
    programs: Path, folder: Path, owner: dict[str, Any], settings: dict[str, str]
) -> subprocess.Popen[bytes]:
    wanted = _HASTY | _SMALL | QUIET | settings
    options = [part for name, value in wanted.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            [
                programs / "postgres", "-D", folder / "data", "-k", folder,
                "-c", "listen_addresses=", *options,
            ],
            stdout=log, stderr=log, cwd=folder, preexec_fn=_die_with_us, **owner,
        )  # fmt: skip
    end = time.monotonic() + STARTS_WITHIN
    ready = [programs / "pg_isready", "-q", "-h", folder, "-U", "postgres"]
    while subprocess.run(ready, check=False).returncode != 0:
        told = (folder / "log").read_text(encoding="utf-8", errors="replace")[-2000:]
        assert process.poll() is None, f"PostgreSQL ended: {told}"
        assert time.monotonic() < end, f"PostgreSQL does not start: {told}"
        time.sleep(0.05)
    return process


def _die_with_us() -> None:
    """Nobody's tests leave a server behind, whatever kills them."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)
