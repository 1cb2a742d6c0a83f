"""Talks to a service, politely: one request at a time, with its pause between two, and waits when
it is asked to. Answers to a search are kept for a day, as the services want it.
"""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx

from bot.cards.photographs.found import Search
from bot.cards.pictures import aside
from bot.settings.tls import tls_context

_DAY = 24 * 3600.0
_MOST_BYTES = 40 * 2**20
_ATTEMPTS = 3
_LONGEST_WAIT = 120.0
"""The seconds that a service may make us wait; for more we end and go on at the next call."""


class ServiceRefused(Exception):
    """The service does not answer, or not to us. The message is for the operator."""


class PhotographBroken(Exception):
    """This photograph cannot be had; the others may."""


@dataclass(slots=True)
class Visitor:
    """A polite visitor of a service. ``pause``: seconds between two requests. ``sleep`` and ``now``
    are time, for tests.

    ``contact``: an address of the operator's, for services that want to know whom to write to.
    """

    pause: float
    answers: Path
    contact: str = ""
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    _last: float = 0.0

    def ask(self, question: Search) -> Any:
        """Return the JSON that answers. Raises ServiceRefused."""
        kept = self.answers / f"{_digest(question)}.json"
        if (known := self._known(kept)) is not None:
            return known
        data = self._asked(question)
        try:
            answer = json.loads(data)
        except ValueError:
            raise ServiceRefused("The service answered something that is no JSON.") from None
        self._keep(kept, data)
        return answer

    def image(self, address: str) -> bytes:
        """Return the bytes of one photograph. Raises PhotographBroken, ServiceRefused."""
        status, data = self._got(Search(address, {}, {}))
        if status != httpx.codes.OK:
            raise PhotographBroken(f"status {status}")
        return data

    def _asked(self, question: Search) -> bytes:
        status, data = self._got(question)
        if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
            raise ServiceRefused(f"The service refuses us (status {status}). Is the key right?")
        if status != httpx.codes.OK:
            raise ServiceRefused(f"The service answered with status {status}.")
        return data

    def _got(self, question: Search) -> tuple[int, bytes]:
        """Return status and body, after as much patience as is asked for."""
        for attempt in range(1, _ATTEMPTS + 1):
            self._pace()
            try:
                status, wait, data = self._once(question)
            except httpx.HTTPError as problem:
                kind = type(problem).__name__  # its message may hold the address with the key
                if attempt == _ATTEMPTS:
                    raise ServiceRefused(f"The service cannot be reached ({kind}).") from None
                self.sleep(2.0**attempt)
                continue
            if status not in (httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE):
                return status, data
            if wait > _LONGEST_WAIT or attempt == _ATTEMPTS:
                break
            self.sleep(max(wait, self.pause))
        raise ServiceRefused("The service asks us to come back later. The same command goes on.")

    def _once(self, question: Search) -> tuple[int, float, bytes]:
        headers = {"User-Agent": _named(self.contact)}
        with (
            httpx.Client(verify=tls_context(), timeout=30, follow_redirects=True) as client,
            client.stream(
                "GET",
                question.address,
                params=question.params or None,
                headers=headers | question.headers,
            ) as response,
        ):
            parts, size = [], 0
            for part in response.iter_bytes():
                size += len(part)
                if size > _MOST_BYTES:
                    raise PhotographBroken("too many bytes")
                parts.append(part)
            return response.status_code, _seconds(response.headers), b"".join(parts)

    def _pace(self) -> None:
        left = self._last + self.pause - self.now()
        if left > 0:
            self.sleep(left)
        self._last = self.now()

    def _known(self, kept: Path) -> Any:
        """Return the kept answer. None: it was not asked within a day, or is not kept well."""
        try:
            fresh = self.now() - kept.stat().st_mtime < _DAY
            return json.loads(kept.read_bytes()) if fresh else None
        except (OSError, ValueError):
            return None

    def _keep(self, kept: Path, data: bytes) -> None:
        try:
            self.answers.mkdir(parents=True, exist_ok=True)
            for path in self.answers.glob("*.json"):
                if self.now() - path.stat().st_mtime > _DAY:
                    path.unlink(missing_ok=True)
            aside.put(kept, (data,))
        except OSError:
            return  # without room they are asked again


def _named(contact: str) -> str:
    return f"Sotto/{version('sotto')} ({contact or 'picture fetch by an operator'})"


def _digest(question: Search) -> str:
    """Return a name for the answer. It takes in the key, so that it is not told by the name."""
    told = json.dumps([question.address, question.params, question.headers], sort_keys=True)
    return hashlib.blake2s(told.encode(), digest_size=16).hexdigest()


def _seconds(headers: httpx.Headers) -> float:
    """Return how long a service asks us to wait: Retry-After, or ten seconds."""
    value = headers.get("retry-after", "")
    return float(value) if value.isdecimal() else 10.0
