"""uvicorn on one port of 127.0.0.1, whose door can be shut and opened again, and whose
connections can be broken one by one: what an ASGI application alone cannot do."""

import asyncio
import socket
import struct
from contextlib import contextmanager, suppress
from typing import Any

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

BREAK = "sandbox.break"
"""Key of a request's scope: a function that resets its connection."""
GRACE = 1.0
"""The seconds that requests in hand get at the end."""
_RESET_AT_ONCE = struct.pack("ii", 1, 0)


class _Protocol(H11Protocol):
    """Tells each request how to break its connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        app: Any = self.app

        async def breakable(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, BREAK: lambda: _reset(transport)}, receive, send)

        self.app = breakable


def _reset(transport: asyncio.Transport) -> None:
    """Reset a TCP connection, as when a machine on the way goes away."""
    raw = transport.get_extra_info("socket")
    if raw is not None and not transport.is_closing():
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_ONCE)
    transport.abort()


class _Uvicorn(uvicorn.Server):
    """A server that leaves the process's signals alone, and ends as soon as it is told: uvicorn's
    own looks ten times a second whether it was."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.told = asyncio.Event()

    @contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield

    async def main_loop(self) -> None:
        while not self.told.is_set():
            await self.on_tick(0)  # the time in the head of the answers
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    await self.told.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if tasks := self.server_state.tasks:
            _done, late = await asyncio.wait(tasks, timeout=GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


class Listener:
    """Port 0: a free one. It stays the same after ``close`` and ``reopen``."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._config = uvicorn.Config(
            app,
            http=_Protocol,
            log_config=None,
            log_level="critical",
            access_log=False,
            lifespan="off",
            timeout_keep_alive=60,
        )
        self._uvicorn = _Uvicorn(self._config)
        self._first = _bound(port)
        self.port: int = self._first.getsockname()[1]
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._task = asyncio.create_task(self._uvicorn.serve(sockets=[self._first]))
        while not self._uvicorn.started:
            if self._task.done():
                self._task.result()
            await asyncio.sleep(0.005)

    def close(self) -> None:
        """Refuse connections from now on; those that stand break."""
        for server in self._uvicorn.servers:
            server.close()
        self._uvicorn.servers.clear()
        for connection in list(self._uvicorn.server_state.connections):
            _reset(connection.transport)

    async def reopen(self) -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: _Protocol(self._config, self._uvicorn.server_state, {}),
            sock=_bound(self.port),
            backlog=self._config.backlog,
        )
        self._uvicorn.servers.append(server)

    async def stop(self) -> None:
        self._uvicorn.told.set()
        if self._task is not None:
            await self._task
        self._first.close()


def _bound(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # its connections have it, too
    bound.bind(("127.0.0.1", port))
    return bound
