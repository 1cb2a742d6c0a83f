"""The figures for the operator's monitoring, and the page that serves them."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

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

from bot.ops.http import bare_host, is_loopback


class OperatorStatus(Protocol):
    """The state of a process, as it is told to operators."""

    @property
    def health(self) -> str:
        """``ok``, ``degraded`` or ``down``."""

    def as_json(self) -> dict[str, Any]: ...

    def gauges(self) -> Iterator[tuple[str, str, float]]:
        """Yield (name, description, value); ``_total`` names only ever grow."""


def operator_face(status: Callable[[], OperatorStatus]) -> Starlette:
    """Return an application. ``/healthz``: 200, or 503 when down, with JSON. ``/metrics``:
    Prometheus text. To a Host header that is not loopback's: 421."""
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
    """ASGI middleware that answers only those who ask for this machine by a loopback name."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = Headers(scope=scope).get("host", "")
        name = host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host
        answer: ASGIApp = self._app
        if not is_loopback(bare_host(name)):
            answer = PlainTextResponse("This address only answers on loopback.\n", 421)
        await answer(scope, receive, send)


class _Gauges(Collector):
    """Reads the status at each scrape, so that nothing has to be kept in step."""

    def __init__(self, status: Callable[[], OperatorStatus]) -> None:
        self._status = status

    def collect(self) -> Iterator[Metric]:
        for name, description, value in self._status().gauges():
            family = CounterMetricFamily if name.endswith("_total") else GaugeMetricFamily
            yield family(f"sotto_{name}", description, value=value)
