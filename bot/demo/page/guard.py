"""A guard stands before the page: the page is for this machine alone.

A website that a visitor has open could point a name of its own at 127.0.0.1 (DNS rebinding) or
post forms here. So the Host header must be ours, whatever writes must come from our own page, and
a body that is too big is refused before it is read.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST = 10 * 1024 * 1024
"""The most bytes of a request's body: Telegram's limit for photos."""

_TOO_BIG = "That is more than 10 MB.\n"

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_BODY_TYPES = ("application/json", "application/octet-stream")
"""Neither can be posted from another site without being asked first (CORS), which we refuse."""


class Guard:
    """ASGI middleware. ``names`` are the Host headers that are ours: known once the port is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.names: frozenset[str] = frozenset()

    def listen_as(self, port: int) -> None:
        self.names = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refused = self._refusal(scope)
        if refused is not None:
            await refused(scope, receive, answer)
            return
        taken = 0

        async def measured() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MOST:
                raise HTTPException(413, _TOO_BIG)
            return message

        await self._app(scope, measured, answer)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if headers.get("host", "") not in self.names:
            return PlainTextResponse("This page answers to its own address only.\n", 421)
        if scope["method"] in ("GET", "HEAD"):
            return None
        origin = headers.get("origin")
        if origin is not None and origin.removeprefix("http://") not in self.names:
            return PlainTextResponse("Only the page itself may do that.\n", 403)
        if headers.get("content-type", "") not in _BODY_TYPES:
            return PlainTextResponse("JSON or plain bytes only.\n", 415)
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > MOST:
            return PlainTextResponse(_TOO_BIG, 413)
        return None
