"""HTTP in the bot's own process: listening, and the operator's face (/healthz and /metrics).

The face shows counts and ages, never who or what. It listens on loopback only, and answers to
loopback's own names only: a page of somebody else's, whose name was made to lead here (DNS
rebinding), is turned away by the Host header that the browser sends with it.
"""

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

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
    address: tuple[str, int],
    *,
    setting: str,
    grace: timedelta = timedelta(seconds=2),
) -> AsyncIterator[int]:
    """Serve ``app`` inside the block; yields the port (for address port 0: the one found).

    At the end no new request is taken and those in hand get ``grace``. Raises SettingsWrong when
    nothing can listen there."""
    host, port = address
    try:
        listener = socket.create_server(
            address, family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
    except OSError as error:
        raise SettingsWrong(
            [f"{setting}: can't listen on {host}:{port} ({error.strerror}). Choose another port."]
        ) from None
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
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await asyncio.gather(serving, return_exceptions=True)
        listener.close()
