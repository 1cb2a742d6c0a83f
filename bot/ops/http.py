"""HTTP in the bot's own process: listening, and the operator's face (/healthz and /metrics).

The face shows counts and ages, never who or what. It listens on loopback only, and answers to
loopback's own names only: a page of somebody else's, whose name was made to lead here (DNS
rebinding), is turned away by the Host header that the browser sends with it.
"""

import asyncio
import contextlib
import ipaddress
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta

import uvicorn
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.errors import SettingsWrong
from bot.ops.status import Status


def parse_address(setting: str, value: str) -> tuple[str, int]:
    """``"127.0.0.1:9090"`` or ``"[::1]:9090"`` -> (host, port). Raises SettingsWrong."""
    host, separator, port = value.rpartition(":")
    host = _bare(host)
    if not separator or not host or not port.isdecimal() or int(port) > 65535:
        raise SettingsWrong([f"{setting}: write host:port, such as 127.0.0.1:9090, not {value!r}"])
    return host, int(port)


def parse_loopback(setting: str, value: str) -> tuple[str, int]:
    """The same, for an address that only this machine can reach."""
    host, port = parse_address(setting, value)
    if _is_loopback(host):
        return host, port
    raise SettingsWrong(
        [f"{setting}: {host} can be reached by others; write a loopback address: 127.0.0.1:{port}"]
    )


def _bare(host: str) -> str:
    return host.removeprefix("[").removesuffix("]")


def _is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    return False


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals are for the application: it decides when listening ends."""
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
            [f"{setting}: cannot listen on {host}:{port} ({error.strerror}). Choose another port."]
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


def operator_face(status: Callable[[], Status]) -> Starlette:
    """``/healthz``: 200, or 503 when down, with JSON. ``/metrics``: Prometheus text. To a Host
    header that is not loopback's: 421."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Gauges(status))

    async def healthz(_request: Request) -> Response:
        now = status()
        return JSONResponse(now.as_json(), status_code=503 if now.health == "down" else 200)

    async def metrics(_request: Request) -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)

    return Starlette(
        routes=[Route("/healthz", healthz), Route("/metrics", metrics)],
        middleware=[Middleware(_OwnNames)],
    )


class _OwnNames:
    """ASGI middleware: only who asks for this machine by a loopback name is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = Headers(scope=scope).get("host", "")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        answer: ASGIApp = self._app
        if not _is_loopback(_bare(name)):
            answer = PlainTextResponse("This address answers to loopback's names only.\n", 421)
        await answer(scope, receive, send)


class _Gauges(Collector):
    """Reads the status at each scrape, so that nothing has to be kept in step."""

    def __init__(self, status: Callable[[], Status]) -> None:
        self._status = status

    def collect(self) -> Iterator[Metric]:
        for name, description, value in self._status().gauges():
            family = CounterMetricFamily if name.endswith("_total") else GaugeMetricFamily
            yield family(f"sotto_{name}", description, value=value)
