"""A plain reader of the Bot API for the doctor: it asks, tells what came, and never shows a URL.

Not PTB: the doctor wants the Date header, works before anything else does, and must say of a
failing server what it is rather than retry.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from bot.settings.tls import tls_context


class Unreachable(Exception):
    """The server did not answer as a Bot API server does. The message is a class name, no URL."""


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """An answer of the Bot API. ``result`` when it went well, else Telegram's status and its
    text."""

    result: Any
    status: int
    description: str
    server_time: datetime | None
    moved_to: int | None = None
    """The number of the supergroup that the chat has become."""

    @property
    def ok(self) -> bool:
        return self.status == 200


class BotApi:
    """A client of the Bot API. Open it with ``async with``."""

    def __init__(
        self, root: str, token: str, *, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._client = httpx.AsyncClient(
            base_url=f"{root.rstrip('/')}/bot{token}/",
            timeout=10.0,
            transport=transport,
            verify=tls_context(),
        )

    async def __aenter__(self) -> "BotApi":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def ask(
        self, method: str, *, photo: bytes | None = None, **parameters: object
    ) -> ApiAnswer:
        """Raises Unreachable."""
        try:
            if photo is None:
                response = await self._client.post(method, json=parameters)
            else:
                form = {name: str(value) for name, value in parameters.items()}
                files = {"photo": ("photo.jpg", photo, "image/jpeg")}
                response = await self._client.post(method, data=form, files=files)
            said = response.json()
            return ApiAnswer(
                result=said.get("result"),
                status=response.status_code,
                description=str(said.get("description", "")),
                server_time=_server_time(response),
                moved_to=(said.get("parameters") or {}).get("migrate_to_chat_id"),
            )
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unreachable(type(error).__name__) from None
        except (ValueError, AttributeError):
            raise Unreachable("NoBotApi") from None


def _server_time(response: httpx.Response) -> datetime | None:
    try:
        return parsedate_to_datetime(response.headers["date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return None
