"""Faults between a bot and Telegram, on purpose and reproducibly.

    world.faults.lose_reply("sendPhoto")                  the next one is processed, its answer lost
    world.faults.server_error("sendPhoto", chat=channel, times=None, chance=0.1)
    pause = world.faults.pause("sendPhoto", at="after")   processed, not answered yet
    await pause.reached(); ...kill the bot...; pause.drop()

Rules are looked at in the order they were made; the first that fits happens, and delays add to it.
Each method rolls dice of its own, seeded by the world's seed, so that a poll more or less does not
change what happens to the posts. Only calls over HTTP meet faults; downloads are method "file".
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, Literal

from bot.sandbox.chats import Chat
from bot.sandbox.clock import PATIENCE, WorldClock

if TYPE_CHECKING:
    from bot.sandbox.bots import Bot

Kind = Literal["drop", "delay", "hang", "flood", "server_error", "garbage", "pause", "drip"]
When = Literal["before", "after"]
"""Before the call is processed, or after it and before the answer."""
Outage = Literal["refused", "silent", "bad_gateway"]
"""Nobody listens; connections are taken and nothing is answered; every answer is a 502."""

BAD_GATEWAY = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    b"<center><h1>502 Bad Gateway</h1></center>\r\n<hr>"
    b"<center>nginx/1.18.0</center>\r\n</body>\r\n</html>\r\n"
)
CUT_SHORT = b'{"ok":true,"result":{"message_'


@dataclass(eq=False)
class Fault:
    """A rule for one fault. ``times`` None: as often as it fits; ``fired`` counts how often it
    happened."""

    kind: Kind
    at: When
    methods: frozenset[str]
    chat: Chat | None = None
    times: int | None = 1
    chance: float = 1.0
    until: datetime | None = None
    seconds: float = 0.0
    code: int = 500
    why: str = ""
    body: bytes = b""
    pause: "Pause | None" = None
    fired: int = 0

    @property
    def name(self) -> str:
        """The name under which it is counted: ``drop after`` is a lost reply."""
        return f"{self.kind} {self.at}"

    def fits(self, method: str, chat: Chat | None, now: datetime) -> bool:
        return (
            (not self.methods or method in self.methods)
            and (self.chat is None or self.chat is chat)
            and (self.times is None or self.fired < self.times)
            and (self.until is None or now < self.until)
        )


@dataclass(frozen=True, slots=True)
class Caught:
    """A call held at a pause. ``answer``: status and body that wait to be sent, once processed."""

    bot: "Bot"
    method: str
    parameters: Mapping[str, Any]
    answer: tuple[int, bytes] | None


@dataclass(eq=False)
class Pause:
    """A point where one call is held until the test lets it go on or drops its connection."""

    _caught: "asyncio.Future[Caught]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    _verdict: "asyncio.Future[bool]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    async def reached(self, timeout: float = PATIENCE) -> Caught:
        """Waits until a call arrives here. Raises TimeoutError after real seconds."""
        async with asyncio.timeout(timeout):
            return await asyncio.shield(self._caught)

    def release(self) -> None:
        """Lets the call go on, whether the bot that made it still lives or not."""
        if not self._verdict.done():
            self._verdict.set_result(True)

    def drop(self) -> None:
        """Breaks the connection. A call held "before" is never processed."""
        if not self._verdict.done():
            self._verdict.set_result(False)

    async def hold(self, caught: Caught) -> bool:
        """Tells the server whether the call goes on."""
        if not self._caught.done():
            self._caught.set_result(caught)
        return await asyncio.shield(self._verdict)


class Faults:
    """All rules of a world."""

    def __init__(self, clock: WorldClock, seed: int) -> None:
        self._clock = clock
        self._seed = seed
        self._dice: dict[str, Random] = {}
        self._rules: list[Fault] = []
        self._ending: asyncio.Task[None] | None = None
        self.counts: Counter[str] = Counter()
        """How often what happened, by ``Fault.name``."""
        self.down = False
        """Nobody listens: connections are refused."""
        self.on_switch: list[Callable[[], None]] = []
        """Servers hear here that ``down`` changed."""

    # Making faults. All take methods (none named: all), ``chat``, ``chance``, and ``times`` (1) or
    # ``lasting``, a timedelta within which they happen each time.

    def lose_reply(self, *methods: str, **rule: Any) -> Fault:
        """Breaks the connection before the answer; the call is processed."""
        return self._add("drop", "after", methods, **rule)

    def reset(self, *methods: str, **rule: Any) -> Fault:
        """Breaks the connection before the call is processed."""
        return self._add("drop", "before", methods, **rule)

    def delay(self, seconds: float, *methods: str, at: When = "before", **rule: Any) -> Fault:
        """Delays the call by seconds of the world's time."""
        return self._add("delay", at, methods, seconds=seconds, **rule)

    def hang(self, *methods: str, at: When = "before", **rule: Any) -> Fault:
        """Gives no answer, until the bot gives up."""
        return self._add("hang", at, methods, **rule)

    def drip(self, seconds: float, *methods: str, at: When = "before", **rule: Any) -> Fault:
        """Lets a little through every so often, so that no wait for the next piece is long. Before:
        what is sent comes in so (of any chat, which is not known yet). After: it is processed, and
        the answer drips without an end."""
        return self._add("drip", at, methods, seconds=seconds, **rule)

    def flood(self, retry_after: int, *methods: str, **rule: Any) -> Fault:
        """Answers 429, not processed; the chat stays closed to writing for that many seconds."""
        return self._add("flood", "before", methods, seconds=retry_after, **rule)

    def server_error(
        self, *methods: str, code: int = 500, at: When = "before", **rule: Any
    ) -> Fault:
        """Answers 500 in JSON or another 5xx in HTML; ``at="after"``: though it was processed."""
        return self._add("server_error", at, methods, code=code, **rule)

    def refuse(self, *methods: str, why: str = "message can't be deleted", **rule: Any) -> Fault:
        """Answers 400, not processed: Telegram's last word for this call, which need not stay
        so."""
        return self._add("server_error", "before", methods, code=400, why=why, **rule)

    def refuse_photos(self, why: str, **rule: Any) -> Fault:
        """Refuses new pictures, sent or put into a message; texts pass. ``why``: one of
        ``bot.sandbox.errors.PHOTO_REFUSALS``."""
        return self.refuse("sendPhoto", "editMessageMedia", why=why, **rule)

    def garbage(
        self, *methods: str, body: bytes = CUT_SHORT, at: When = "after", **rule: Any
    ) -> Fault:
        """Answers 200 with a body that nobody can read; processed, unless ``at="before"``."""
        return self._add("garbage", at, methods, body=body, **rule)

    def pause(self, *methods: str, at: When, chat: Chat | None = None) -> Pause:
        """Holds the next call that fits."""
        fault = self._add("pause", at, methods, chat=chat, pause=Pause())
        assert fault.pause is not None
        return fault.pause

    def outage(self, length: timedelta | None = None, how: Outage = "refused") -> None:
        """Takes Telegram away for ``length`` of the world's time (None: until ``recover``)."""
        if self._ending is not None:
            self._ending.cancel()
        if length is not None:
            self._ending = asyncio.create_task(self._end_after(length))
        if how == "refused":
            self.switch(down=True)
        elif how == "silent":
            self._add("hang", "before", (), times=None)
        else:
            self._add("server_error", "before", (), times=None, code=502)

    async def _end_after(self, length: timedelta) -> None:
        await self._clock.sleep(length.total_seconds())
        self._ending = None
        self.recover()

    def recover(self) -> None:
        """Ends every rule and any outage. Calls that were held go on."""
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None
        for rule in self._rules:
            if rule.pause is not None:
                rule.pause.release()
        self._rules.clear()
        self.switch(down=False)

    def remove(self, fault: Fault) -> None:
        if fault in self._rules:
            self._rules.remove(fault)

    def _add(
        self,
        kind: Kind,
        at: When,
        methods: tuple[str, ...],
        *,
        lasting: timedelta | None = None,
        **rule: Any,
    ) -> Fault:
        if lasting is not None:
            rule = {"times": None, **rule, "until": self._clock.now() + lasting}
        fault = Fault(kind, at, frozenset(name.lower() for name in methods), **rule)
        self._rules.append(fault)
        return fault

    def switch(self, *, down: bool) -> None:
        """Lets nobody listen (or somebody again); the rules stay."""
        if self.down != down:
            self.down = down
            for heard in list(self.on_switch):
                heard()

    # For the server

    def meet(self, method: str, chat: Chat | None) -> list[Fault]:
        """Return what happens to this call: delays, and at most one fault of another kind."""
        method, now, met = method.lower(), self._clock.now(), list[Fault]()
        for rule in self._rules:
            if rule.kind != "delay" and any(other.kind != "delay" for other in met):
                continue
            if rule.name != "drip before" and self._happens(rule, method, chat, now):
                met.append(rule)
        self._forget_used()
        return met

    def drips(self, method: str) -> float | None:
        """Gives the seconds between two pieces of what this call sends. None: it comes as it
        should."""
        method, now = method.lower(), self._clock.now()
        dripping = [
            rule
            for rule in self._rules
            if rule.name == "drip before" and self._happens(rule, method, rule.chat, now)
        ]
        self._forget_used()
        return dripping[0].seconds if dripping else None

    def _happens(self, rule: Fault, method: str, chat: Chat | None, now: datetime) -> bool:
        if not rule.fits(method, chat, now) or self._roll(method) >= rule.chance:
            return False
        rule.fired += 1
        self.counts[rule.name] += 1
        return True

    def _forget_used(self) -> None:
        self._rules = [r for r in self._rules if r.times is None or r.fired < r.times or r.pause]

    def _roll(self, method: str) -> float:
        if method not in self._dice:
            self._dice[method] = Random(f"{self._seed}/{method}")
        return self._dice[method].random()
