"""Webhook intake: Telegram brings the updates. 200 only after handling, as for polling.

Telegram repeats what was not answered 200 for up to 24 hours, in order per chat. So an update that
no try can mend is answered 200 too (the intake has counted it): it must not stall its chat.
"""

import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.logs import Event, log, report
from bot.memory.away import MemoryAway
from bot.ops.http import listening, parse_address
from bot.settings import Settings

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_BODY = 512 * 1024
"""The most bytes of a body. Real updates stay under 100 KB: text is limited and files come as
references."""

AT_ONCE = 40
"""The connections that Telegram may open (max_connections of setWebhook)."""

Take = Callable[[Mapping[str, Any]], Awaitable[None]]


def webhook_app(*, secret: str, takes: Mapping[str, Take]) -> Starlette:
    """Return the application of the webhook. ``takes``: for each path, what takes the updates that
    are brought there; it returns when one has been handled, and raises when it has not: MemoryAway
    where only the shared memory is missing, which is answered 503."""

    return Starlette(
        routes=[
            Route(path, _receiver(secret, take), methods=["POST"]) for path, take in takes.items()
        ]
    )


def _receiver(secret: str, take: Take) -> Callable[[Request], Awaitable[Response]]:
    async def receive(request: Request) -> Response:
        if not _matches(request.headers.get(SECRET_HEADER, ""), secret):
            log(Event.WEBHOOK_REFUSED, why="secret")
            return Response(status_code=401)
        body = await _body(request)
        if body is None:
            log(Event.WEBHOOK_REFUSED, why="size")
            return Response(status_code=413)
        try:
            update = json.loads(body)
        except ValueError:
            log(Event.WEBHOOK_REFUSED, why="json")
            return Response(status_code=400)
        if not isinstance(update, dict) or type(update.get("update_id")) is not int:
            log(Event.UPDATE_UNREADABLE)
            return Response()
        try:
            await take(update)
        except MemoryAway:  # said once, where it was noticed; Telegram brings it again
            return Response(status_code=503)
        except Exception as error:  # noqa: BLE001 - Telegram brings it again
            report(error, Event.UPDATE_FAILED)
            return Response(status_code=500)
        return Response()

    return receive


def _matches(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode(), secret.encode())


async def _body(request: Request) -> bytes | None:
    """Return the body, or None as soon as it is larger than we take."""
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or int(declared) > LARGEST_BODY:
        return None
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > LARGEST_BODY:
                return None
    except ClientDisconnect:
        return b""
    return bytes(body)


@asynccontextmanager
async def receiving(settings: Settings, takes: Mapping[str, Take]) -> AsyncIterator[None]:
    """Listen at SOTTO_WEBHOOK_LISTEN inside the block, under these paths, those of
    SOTTO_WEBHOOK_URL and below.

    At the end no update is taken any more; those in hand get SOTTO_STOP_GRACE, and what is not
    answered by then comes again. Raises SettingsWrong."""
    app = webhook_app(secret=settings.secret_of_webhook, takes=takes)
    address = parse_address("SOTTO_WEBHOOK_LISTEN", settings.webhook_listen)
    async with listening(app, address, setting="SOTTO_WEBHOOK_LISTEN", grace=settings.stop_grace):
        yield
