"""One renderer, as who wants something drawn sees it: asked over HTTP, left alone while it fails.

It is used only after it has answered a greeting, which carries no words: so nothing is sent to
another version, or where nobody knows the secret. When it fails it is greeted again after a rest
that grows with each failure, and meanwhile nobody waits for it.
"""

import asyncio
import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from bot.logs import Event, log
from bot.renderers import IN_USE
from bot.renderers.wire import LARGEST_CARD, Unreadable, unpack_refusal
from bot.settings.renderers import is_number, is_private
from bot.settings.tls import tls_context

LIKENESS_HEADER = "Sotto-Likeness"
DRAW, GREETING = "/draw", "/greeting"

GREETING_PATIENCE = 1.0
"""The seconds in which it answers a greeting: it need not wait for anything."""
CONNECTING = 1.0
"""The seconds that a connection may take."""
FIRST_REST, LONGEST_REST = 1.0, 60.0
"""The seconds after which one that failed is greeted again; twice as many each time."""
FULL_REST = 0.2
"""The seconds for which one that is full is not asked."""
_IDLE = 3.0
"""The seconds for which an unused connection is kept: fewer than the other side keeps it."""


@dataclass(frozen=True, slots=True)
class Greeted:
    """The answer to a greeting. ``why``: the reason not to use it, a word; None: all is well.
    ``shapes``: of cards whose pictures it keeps prepared."""

    why: str | None
    version: str = ""
    shapes: tuple[str, ...] = ()


class NotDrawn(Exception):
    """The renderer did not draw it. ``why`` is a word."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class Renderer:
    """``address`` as in SOTTO_RENDERERS; ``likeness`` returns that of this process as it is now.
    Ended by ``close``."""

    def __init__(self, address: str, secret: str | None, likeness: Callable[[], str]) -> None:
        self.address = address
        self.state: str = "new"
        """IN_USE, or the reason why not: away, slow, version, pictures, secret, public, broken."""
        self.in_hand = 0
        """Orders that it has now."""
        self.drawn = 0
        self._likeness = likeness
        self._full_until = 0.0
        self._rest = FIRST_REST
        self._returning: asyncio.Task[None] | None = None
        self._root = ""  # of its URLs, as it was found by the last greeting
        parts = urlsplit(address)
        named = {"Host": parts.netloc} if parts.netloc else {}
        known = {"Authorization": f"Bearer {secret}"} if secret is not None else {}
        self._client = httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(
                verify=tls_context(),
                uds=parts.path if parts.scheme == "unix" else None,
                limits=httpx.Limits(max_connections=None, keepalive_expiry=_IDLE),
                trust_env=False,
            ),
            headers={**named, **known},
            timeout=httpx.Timeout(None, connect=CONNECTING),  # each call is bounded as a whole
            trust_env=False,  # no proxy
        )

    @property
    def may_be_asked(self) -> bool:
        return self.state == IN_USE and time.monotonic() >= self._full_until

    async def open(self) -> None:
        """Greet it once. Who does not answer is greeted again beside whatever else is done."""
        greeted = await self.greet()
        if greeted.why is None:
            self.state = IN_USE
        else:
            self._leave_alone(greeted.why)

    async def close(self) -> None:
        if self._returning is not None:
            self._returning.cancel()
            await asyncio.wait((self._returning,))
        await self._client.aclose()

    async def greet(self) -> Greeted:
        """Ask whether it would draw. Never raises; takes GREETING_PATIENCE at most."""
        headers = {LIKENESS_HEADER: self._likeness()}
        try:
            async with asyncio.timeout(GREETING_PATIENCE):
                self._root = await _root_of(self.address)
                answer = await self._client.get(f"{self._root}{GREETING}", headers=headers)
            if answer.status_code != 200:
                return Greeted(_why(answer.status_code))
            told = json.loads(answer.content)
            why, shapes = told["why"], tuple(map(str, told["shapes"]))
            return Greeted(None if why is None else str(why), str(told["version"]), shapes)
        except NotDrawn as not_drawn:
            return Greeted(not_drawn.why)
        except (httpx.HTTPError, OSError):
            return Greeted("away")
        except (ValueError, LookupError, TypeError):  # somebody else answers there
            return Greeted("broken")

    async def draw(self, order: bytes, deadline: float) -> bytes | None:
        """Return the card. None: it is to be drawn by somebody else. ``deadline``: of the loop's
        clock. Raises CannotSet."""
        self.in_hand += 1
        try:
            async with asyncio.timeout_at(deadline):
                card = await self._asked(order)
        except NotDrawn as not_drawn:
            self._leave_alone(not_drawn.why)
        except TimeoutError:
            self._leave_alone("slow")
        except (httpx.HTTPError, OSError):
            self._leave_alone("away")
        else:
            if card is not None:
                self.drawn += 1
                self._rest = FIRST_REST
            return card
        finally:
            self.in_hand -= 1
        return None

    async def _asked(self, order: bytes) -> bytes | None:
        """Raises NotDrawn, CannotSet, httpx.HTTPError."""
        headers = {LIKENESS_HEADER: self._likeness(), "Content-Type": "application/octet-stream"}
        url, body = f"{self._root}{DRAW}", bytearray()
        async with self._client.stream("POST", url, content=order, headers=headers) as answer:
            async for part in answer.aiter_raw():
                body += part
                if len(body) > LARGEST_CARD:
                    raise NotDrawn("broken")
        match answer.status_code:
            case 200 if body[:2] == b"\xff\xd8" and body[-2:] == b"\xff\xd9":
                return bytes(body)
            case 409:
                raise NotDrawn("pictures" if body == b"pictures" else "version")
            case 422:
                raise _refusal(bytes(body))
            case 503:
                self._full_until = time.monotonic() + FULL_REST
                return None
        raise NotDrawn(_why(answer.status_code))

    def _leave_alone(self, why: str) -> None:
        """Use it no more until it answers a greeting. Said once for each reason."""
        self._say(why)
        if self._returning is None or self._returning.done():
            self._returning = asyncio.create_task(self._until_back(), name="renderer")

    async def _until_back(self) -> None:
        while self.state != IN_USE:
            await asyncio.sleep(self._rest)
            self._rest = min(self._rest * 2, LONGEST_REST)
            self._say((await self.greet()).why or IN_USE)

    def _say(self, state: str) -> None:
        if state == self.state:
            return
        self.state = state
        if state == IN_USE:
            log(Event.RENDERER_BACK, server=self.address)
        else:
            log(Event.RENDERER_LEFT, server=self.address, why=state)


async def _root_of(address: str) -> str:
    """Return the root of its URLs. A name is reached over plain HTTP only at a private address that
    it has now. Raises NotDrawn, OSError."""
    parts = urlsplit(address)
    if parts.scheme == "unix":
        return "http://renderer"
    host, port = parts.hostname or "", parts.port or 80
    if parts.scheme == "https" or is_number(host):
        return address
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = [str(each[4][0]) for each in found]
    if not numbers or not all(map(is_private, numbers)):
        raise NotDrawn("public")
    number = f"[{numbers[0]}]" if ":" in numbers[0] else numbers[0]
    return f"http://{number}:{port}"


def _refusal(body: bytes) -> Exception:
    try:
        return unpack_refusal(body)
    except Unreadable:
        return NotDrawn("broken")


def _why(status: int) -> str:
    return "secret" if status == 401 else "broken"
