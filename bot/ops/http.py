"""HTTP in the bot's own process: listening, and the operator's face (/healthz and /metrics).

The face shows counts and ages, never who or what. It listens on loopback only, and answers to
loopback's own names only: a page of somebody else's, whose name was made to lead here (DNS
rebinding), is turned away by the Host header that the browser sends with it.
"""

import asyncio
import contextlib
import errno
import ipaddress
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from bot.errors import SettingsWrong


def parse_address(setting: str, value: str) -> tuple[str, int]:
    """Read ``"127.0.0.1:9090"`` or ``"[::1]:9090"`` into (host, port). Raises SettingsWrong."""
    host, separator, port = value.rpartition(":")
    host = bare_host(host)
    if not separator or not host or not port.isdecimal() or int(port) > 65535:
        raise SettingsWrong([f"{setting}: write host:port, such as 127.0.0.1:9090, not {value!r}"])
    return host, int(port)


def parse_loopback(setting: str, value: str) -> tuple[str, int]:
    """Read an address, likewise, that only this machine can reach. Raises SettingsWrong."""
    host, port = parse_address(setting, value)
    if is_loopback(host):
        return host, port
    raise SettingsWrong(
        [f"{setting}: {host} can be reached by others; write a loopback address: 127.0.0.1:{port}"]
    )


def bare_host(host: str) -> str:
    return host.removeprefix("[").removesuffix("]")


def is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    return False


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the application: it decides when listening ends."""
        yield


@asynccontextmanager
async def listening(
    app: ASGIApp,
    address: tuple[str, int] | Path,
    *,
    setting: str,
    grace: timedelta = timedelta(seconds=2),
) -> AsyncIterator[int]:
    """Serve ``app`` inside the block; yields the port (for address port 0: the one found). A path
    is a socket that this user alone may use; its port is 0.

    At the end no new request is taken and those in hand get ``grace``. Raises SettingsWrong when
    nothing can listen there."""
    listener = _listener(address, setting)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=max(1, round(grace.total_seconds())),
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]), name="http")
    try:
        yield 0 if isinstance(address, Path) else listener.getsockname()[1]
    finally:
        server.should_exit = True
        await asyncio.gather(serving, return_exceptions=True)
        listener.close()
        if isinstance(address, Path):
            _drop(address)


def _listener(address: tuple[str, int] | Path, setting: str) -> socket.socket:
    """Raises SettingsWrong."""
    try:
        if isinstance(address, Path):
            return _socket_file(address)
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        listener = socket.create_server(address, family=family)
        # Connections have it from here; without it, the second half of an answer waits for 40 ms.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except OSError as error:
        why = error.strerror or str(error)
        if isinstance(address, Path):
            said = f"can't listen at {address} ({why}). Choose another file."
        else:
            said = f"can't listen on {address[0]}:{address[1]} ({why}). Choose another port."
        raise SettingsWrong([f"{setting}: {said}"]) from None


def _drop(socket_file: Path) -> None:
    with contextlib.suppress(OSError):
        socket_file.unlink()


def _socket_file(path: Path) -> socket.socket:
    """Listen at a file. One that a killed process left there is taken over. Raises OSError."""
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with contextlib.suppress(FileNotFoundError, ConnectionRefusedError):
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller:
                caller.connect(str(path))
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
        if path.is_socket():
            path.unlink()
        before = os.umask(0o177)
        try:
            listener.bind(str(path))
        finally:
            os.umask(before)
        listener.listen()
    except BaseException:
        listener.close()
        raise
    return listener
