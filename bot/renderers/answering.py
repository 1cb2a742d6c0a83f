"""What a renderer answers: cards, while it can take more of them, and a greeting without words.

An order is in memory until it is answered, and is logged by nobody. One that nobody waits for any
more is given up.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.cards.order import CannotSet
from bot.cards.studio import StudioBusy
from bot.logs import Event, log, report
from bot.renderers.likeness import Likeness, version
from bot.renderers.renderer import DRAW, GREETING, LIKENESS_HEADER
from bot.renderers.wire import LARGEST_ORDER, Unreadable, Work, pack_refusal, unpack

ARRIVING = 5.0
"""The seconds in which an order must have come in."""
IN_LINE = 8
"""Orders for each process that draws, the one in hand included: the last of them waits for half a
second, and more are drawn sooner where they come from."""
_DOWN = 5
"""So many failures in a row, and it does no work."""

Draw = Callable[[Work, tuple[object, ...]], Awaitable[bytes]]


@dataclass(slots=True)
class RendererStatus:
    """The figures of a renderer, for /healthz and /metrics: how many, never what."""

    at_once: int
    in_hand: int = 0
    drawn: int = 0
    full: int = 0
    refused: int = 0
    failed: int = 0
    failed_in_row: int = 0

    @property
    def health(self) -> Literal["ok", "degraded", "down"]:
        if self.failed_in_row >= _DOWN:
            return "down"
        return "degraded" if self.in_hand >= self.at_once else "ok"

    def as_json(self) -> dict[str, Any]:
        names = ("at_once", "in_hand", "drawn", "full", "refused", "failed")
        figures = {name: getattr(self, name) for name in names}
        return {"health": self.health, "version": version(), **figures}

    def gauges(self) -> Iterator[tuple[str, str, float]]:
        """Yield (name, description, value); ``_total`` names only ever grow."""
        yield "up", "1 while it draws, 0 when it is down.", float(self.health != "down")
        yield "renderer_in_hand", "Orders that are drawn or wait.", self.in_hand
        yield "renderer_at_once", "Orders that it takes at once.", self.at_once
        yield "renderer_drawn_total", "Orders drawn since the start.", self.drawn
        yield "renderer_full_total", "Orders turned away because it had enough.", self.full
        yield "renderer_refused_total", "Orders without the secret, or for others.", self.refused
        yield "renderer_failed_total", "Orders that could not be drawn.", self.failed


@dataclass(frozen=True, slots=True)
class Renders:
    """Answers orders. ``secret``: None where only this machine comes; ``shapes``: of cards whose
    pictures are kept prepared."""

    draw: Draw
    likeness: Callable[[], Likeness]
    secret: str | None
    shapes: tuple[str, ...]
    status: RendererStatus

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route(GREETING, self._greeted, methods=["GET"]),
                Route(DRAW, self._ordered, methods=["POST"]),
            ]
        )

    async def _greeted(self, request: Request) -> Response:
        if not self._may_ask(request):
            return Response(status_code=401)
        why = self.likeness().difference(request.headers.get(LIKENESS_HEADER, ""))
        return JSONResponse({"why": why, "version": version(), "shapes": self.shapes})

    async def _ordered(self, request: Request) -> Response:
        status = self.status
        if not self._may_ask(request):
            return Response(status_code=401)
        if status.in_hand >= status.at_once:
            status.full += 1
            return await _turned_away(request, 503)
        why = self.likeness().difference(request.headers.get(LIKENESS_HEADER, ""))
        if why is not None:
            status.refused += 1
            return await _turned_away(request, 409, why.encode())
        status.in_hand += 1
        try:
            return await self._drawn(request)
        finally:
            status.in_hand -= 1

    async def _drawn(self, request: Request) -> Response:
        body = await _arrived(request)
        try:
            work, args = unpack(body)
        except Unreadable:
            self.status.refused += 1
            return Response(status_code=400)
        del body
        drawing = asyncio.ensure_future(self.draw(work, args))
        leaving = asyncio.create_task(_gone(request))
        try:
            await asyncio.wait((drawing, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not drawing.done():
                return Response(status_code=499)  # to nobody
            return self._answer(drawing)
        finally:
            for task in (drawing, leaving):
                task.cancel()
            await asyncio.gather(drawing, leaving, return_exceptions=True)

    def _answer(self, drawing: "asyncio.Future[bytes]") -> Response:
        status = self.status
        try:
            card = drawing.result()
        except CannotSet as refused:
            status.drawn += 1
            return Response(pack_refusal(refused), 422, media_type="application/json")
        except StudioBusy:
            status.failed += 1
            status.failed_in_row += 1
            return Response(status_code=503)
        except Exception as error:  # noqa: BLE001 - it is drawn where it came from
            report(error)
            status.failed += 1
            status.failed_in_row += 1
            return Response(status_code=500)
        status.drawn += 1
        status.failed_in_row = 0
        return Response(card, media_type="image/jpeg")

    def _may_ask(self, request: Request) -> bool:
        if self.secret is None:
            return True
        given = request.headers.get("Authorization", "").encode()
        if hmac.compare_digest(given, f"Bearer {self.secret}".encode()):
            return True
        self.status.refused += 1
        log(Event.RENDER_REFUSED, why="secret")
        return False


async def _arrived(request: Request) -> bytes:
    """Return the body; what is larger than an order can be, or comes too slowly, as nothing."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > LARGEST_ORDER:
        return b""
    body = bytearray()
    try:
        async with asyncio.timeout(ARRIVING):
            async for part in request.stream():
                body += part
                if len(body) > LARGEST_ORDER:
                    return b""
    except (ClientDisconnect, TimeoutError):
        return b""
    return bytes(body)


async def _turned_away(request: Request, status: int, body: bytes = b"") -> Response:
    """Answer once all has come and is forgotten: who still sends does not hear an answer."""
    left = LARGEST_ORDER
    with suppress(ClientDisconnect, TimeoutError):  # then nobody hears it
        async with asyncio.timeout(ARRIVING):
            async for part in request.stream():
                left -= len(part)
                if left < 0:
                    break
    return Response(body, status)


async def _gone(request: Request) -> None:
    """Return once nobody waits for the answer any more."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
