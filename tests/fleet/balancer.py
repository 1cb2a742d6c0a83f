"""A balancer before the webhooks of several processes, as a reverse proxy is: each call goes to the
next process in turn. One that does not listen is passed over; one that does not answer within
``WITHIN`` is left alone for a while, and its caller is told 502 and comes again."""

import asyncio
import os
import shutil
import signal
import socket
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.listener import Listener

CADDYFILE = Path(__file__).parents[2] / "deploy" / "Caddyfile"
WITHIN = 10.0
"""Seconds for an answer."""
LEFT_ALONE = 5.0
"""Seconds without calls for one that failed."""


class Balancer:
    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = list(ports)
        self._until = dict.fromkeys(ports, 0.0)
        self._client = httpx.AsyncClient(timeout=WITHIN, trust_env=False)
        self.answered = dict.fromkeys(ports, 0)
        """How many calls each process has answered well."""

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        """Yield its root address."""
        app = Starlette(routes=[Route("/{path:path}", self._pass_on, methods=["POST"])])
        listener = Listener(app, 0)
        await listener.start()
        try:
            yield f"http://127.0.0.1:{listener.port}"
        finally:
            await listener.stop()
            await self._client.aclose()

    async def _pass_on(self, request: Request) -> Response:
        body, headers = await request.body(), dict(request.headers)
        headers.pop("host", None)
        for _ in range(len(self._ports)):
            port = self._next()
            try:
                answer = await self._client.post(
                    f"http://127.0.0.1:{port}{request.url.path}", content=body, headers=headers
                )
            except httpx.ConnectError:
                self._until[port] = time.monotonic() + LEFT_ALONE
                continue
            except httpx.TransportError:
                self._until[port] = time.monotonic() + LEFT_ALONE
                break
            if answer.is_success:
                self.answered[port] += 1
            return Response(answer.content, answer.status_code)
        return Response(status_code=502)

    def _next(self) -> int:
        """The one whose turn it is, of those that are not left alone, if there are any."""
        now = time.monotonic()
        self._ports.sort(key=lambda port: self._until[port] > now)
        port = self._ports.pop(0)
        self._ports.append(port)
        return port


def caddy_program() -> str | None:
    return shutil.which("caddy")


@asynccontextmanager
async def caddy(ports: Sequence[int], folder: Path) -> AsyncIterator[str]:
    """The real one, with our Caddyfile, before processes at these ports. Yield its root address."""
    program, port = caddy_program(), free_port()
    assert program is not None, "no Caddy on this machine: apt install caddy"
    root = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "SOTTO_DOMAIN": root,
        "SOTTO_INTAKES": " ".join(f"127.0.0.1:{each}" for each in ports),
    }
    with (folder / "caddy.log").open("wb") as log:
        running = await asyncio.create_subprocess_exec(
            program, "run", "--config", str(CADDYFILE), "--adapter", "caddyfile",
            env=environment, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        async with asyncio.timeout(30), httpx.AsyncClient(trust_env=False) as client:
            while True:
                assert running.returncode is None, (folder / "caddy.log").read_text()
                with suppress(httpx.TransportError):
                    await client.get(root)
                    break
                await asyncio.sleep(0.05)
        yield root
    finally:
        if running.returncode is None:
            running.send_signal(signal.SIGTERM)
        await running.wait()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
