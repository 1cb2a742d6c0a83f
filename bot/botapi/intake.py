"""At-least-once intake: an update is confirmed only after it has been handled.

PTB's own polling confirms first and handles later, so a crash loses what was in hand. Here updates
are fetched raw and parsed one by one and handled in turns (``bot/botapi/turns.py``); the offset
moves over
the handled ones only. A slow update keeps its place in the window while newer ones go on, so one
chat stalls nobody else. One exception: while a full window shows that more wait behind it, what
only asks for a card and waits for its turn is confirmed before. Whatever is unparsable, or fails
three times, is counted and let go. Every handler must therefore be safe to run twice.
``bot/botapi/window.py`` knows the ids.
"""

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.botapi.client import ALLOWED_UPDATES, RawBot
from bot.botapi.outcomes import is_foreign
from bot.botapi.sweeps import Sweeps
from bot.botapi.turns import Burden, Place, Turns
from bot.botapi.window import Ticket, Window, ticket_of
from bot.clock import Clock
from bot.domain.retry import backoff
from bot.domain.telegram_limits import UPDATES_AT_ONCE
from bot.errors import AlreadyRunning, TokenRefused
from bot.logs import Event, log, report
from bot.memory.away import MemoryAway
from bot.ops.status import AGAIN_AND_AGAIN

MANY = 20
"""The number of updates brought by the webhook and in hand from which on those that can wait are
answered at once: half of the connections that Telegram opens."""
POLL_SECONDS = 25
TRIES = 3
LONGEST = 60.0
"""The seconds after which one try of one update is given up."""
_AWAY = 0.5
"""The seconds between looks whether the shared memory is back."""
_GATHER = 0.25
"""The seconds between looks for newer updates while some are still in hand."""
_LONGEST_LULL = 5.0
"""The longest pause in seconds while Telegram brings what was confirmed, again and again."""
_PAUSE = timedelta(seconds=15)
"""The longest between two tries to reach a server that is away: people wait for their cards."""
_COMPLAIN_EVERY = 60.0
"""The seconds between lines about an unreachable server."""

Handle = Callable[[Update], Awaitable[None]]
BurdenOf = Callable[[Mapping[str, Any]], Burden]
Ready = Callable[[], Awaitable[bool]]
"""Returns whether what handlers need to know of people can be asked now."""


async def _always() -> bool:
    return True


@dataclass(slots=True)
class IntakeFigures:
    """All that the operator may know about the intake."""

    handled: int = 0
    failed: int = 0
    unreadable: int = 0
    rounds: int = 0  # fetches that Telegram answered
    last_poll: datetime | None = None
    again: int = 0  # how often in a row an update has come that was handled and confirmed before
    stuck_since: datetime | None = None  # from then on nothing could be confirmed that waits


@dataclass(slots=True)
class Intake:
    bot: "RawBot"
    handle: Handle
    burden_of: BurdenOf
    clock: Clock
    ready: Ready = _always
    figures: IntakeFigures = field(default_factory=IntakeFigures)
    rng: random.Random = field(default_factory=random.SystemRandom)
    window: Window = field(default_factory=Window)
    _sweeps: Sweeps = field(default_factory=Sweeps)
    _in_hand: dict[Ticket, asyncio.Task[bool]] = field(default_factory=dict)
    _places: dict[Ticket, Place] = field(default_factory=dict)
    _turns: Turns = field(init=False)
    _asked: int | None = None
    _taken: datetime | None = None
    _brought: Counter[Ticket] = field(default_factory=Counter)
    """How often the webhook got what it had answered 200, since Telegram last had nothing left."""

    def __post_init__(self) -> None:
        self._turns = Turns(self.clock)

    @property
    def in_hand(self) -> int:
        """The number of updates whose handlers have not ended, or not begun."""
        return len(self._in_hand)

    @property
    def at_rest(self) -> bool:
        """Whether nothing is in hand, nor kept about anything that was."""
        return not (self._in_hand or self._places) and self._turns.at_rest

    def rounds(self) -> int:
        """How many fetches Telegram has answered so far."""
        return self.figures.rounds

    def sweeps(self) -> int:
        """Return how often all that had come until some moment was handled and confirmed."""
        return self._sweeps.over

    async def poll(self, stop: asyncio.Event) -> None:
        """Fetch and handle until ``stop``. Raises AlreadyRunning and TokenRefused."""
        failures = 0
        complained = float("-inf")
        loop = asyncio.get_running_loop()
        while not stop.is_set():
            if not await self.ready():  # what comes now could not be handled
                await pause_unless(stop, _AWAY)
                continue
            answered = self.figures.rounds
            try:
                raws = await self._fetch(stop)
            except TelegramError as error:  # garbage for an answer too: Telegram comes back
                failures += 1
                if loop.time() - complained >= _COMPLAIN_EVERY:
                    complained = loop.time()
                    log(
                        Event.SERVER_UNREACHABLE,
                        server=self.bot.server,
                        error=type(error).__name__,
                        attempt=failures,
                    )
                pause = backoff(failures - 1, self.rng, longest=_PAUSE).total_seconds()
                if isinstance(error, RetryAfter):
                    pause = max(pause, _seconds(error))
                await pause_unless(stop, min(pause, 60.0))
                continue
            if failures:
                log(Event.SERVER_BACK, attempt=failures)
                failures, complained = 0, float("-inf")
            for raw in raws:
                self.start(raw)
            if self.figures.rounds > answered:
                self._sweeps.look(
                    self._in_hand,
                    asked=self._asked,
                    end=self.window.end,
                    emptied=len(raws) < UPDATES_AT_ONCE,
                )
            if len(raws) >= UPDATES_AT_ONCE and sum([self._let_on(ticket_of(raw)) for raw in raws]):
                continue  # more wait behind them
            if self._in_hand:
                await asyncio.wait(list(self._in_hand.values()), timeout=_GATHER)
            elif self.figures.again:  # asking at once would bring the same at once
                await pause_unless(stop, min(self.figures.again * _GATHER, _LONGEST_LULL))

    def start(self, raw: Mapping[str, Any]) -> asyncio.Task[bool] | None:
        """Take an update in hand unless it is already; the task ends when it has been handled, or
        must come again: then with False."""
        ticket = ticket_of(raw)
        if not self.window.admit(ticket):
            return self._in_hand.get(ticket)
        place = self._turns.place(self.burden_of(raw))
        task = asyncio.create_task(self._work(ticket, raw, place))
        self._in_hand[ticket], self._places[ticket] = task, place

        def ended(_: asyncio.Task[bool]) -> None:
            self._in_hand.pop(ticket, None)
            self._places.pop(ticket, None)

        task.add_done_callback(ended)
        return task

    async def take(self, raw: Mapping[str, Any]) -> None:
        """Take an update of the webhook: return once it has been handled (or, while many wait, once
        it has its place in the line, when nothing but an answer could be lost). Raises MemoryAway
        when it is to come again."""
        if not await self.ready():
            raise MemoryAway("not taken")
        ticket = ticket_of(raw)
        task = self.start(raw)
        if task is not None:
            waited_for = len(self._in_hand) <= MANY or not self._let_on(ticket)
            if waited_for and not await asyncio.shield(task):
                raise MemoryAway("not handled")
        elif len(self._brought) < UPDATES_AT_ONCE:  # our 200 does not reach Telegram
            self._brought[ticket] += 1
            self._came_again(self._brought[ticket])
        self._answered()
        self._sweeps.look(self._in_hand, asked=None, end=None, emptied=True)
        self._taken = self.figures.last_poll

    def webhook_is(self, *, waiting: int, failed: datetime | None) -> None:
        """Note what Telegram tells of the webhook: how many updates wait there, and when it last
        failed to bring one."""
        if not waiting:
            self._brought.clear()
            self._came_again(0)
        reached = failed is None or (self._taken is not None and self._taken > failed)
        self._stands_still(bool(waiting) and not reached)

    async def finish(self, grace: float, *, confirm: bool = True) -> None:
        """Let what is in hand end at a stop, within ``grace`` seconds, then confirm it, unless that
        is another process's business by now."""
        for ticket, place in list(self._places.items()):
            if place.burden.spare and not self.window.is_open(ticket):
                self._turns.let_go(place)  # it does not come again: it must not be left lying
        if self._in_hand:
            _, late = await asyncio.wait(list(self._in_hand.values()), timeout=grace)
            for task in late:  # unconfirmed: it comes again after the next start
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        offset = self.window.offset()
        if confirm and offset is not None and self.figures.last_poll is not None:
            with contextlib.suppress(TelegramError):  # then they come again, and are safe to
                await self._get_updates(offset, limit=1, timeout=0)

    async def _fetch(self, stop: asyncio.Event) -> Sequence[Mapping[str, Any]]:
        offset = self.window.offset()
        timeout = 0 if self._in_hand else POLL_SECONDS
        fetch = asyncio.create_task(
            self._get_updates(offset, limit=UPDATES_AT_ONCE, timeout=timeout)
        )
        stopped = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({fetch, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if not fetch.done():
                return ()
            raws = fetch.result()
        except Conflict as error:
            if "webhook" not in str(error).lower():
                raise AlreadyRunning(
                    "Another program is fetching updates with this token (409). "
                    "Stop it, or revoke the token with @BotFather and set the new one."
                ) from None
            await self.bot.delete_webhook(drop_pending_updates=False)
            log(Event.WEBHOOK_REMOVED)
            return ()
        except InvalidToken as error:
            if is_foreign(error):
                raise NetworkError("not Telegram's answer") from None
            raise TokenRefused(
                "Telegram no longer accepts SOTTO_TOKEN. Ask @BotFather for the current one."
            ) from None
        finally:
            for task in (fetch, stopped):
                task.cancel()
            await asyncio.gather(fetch, stopped, return_exceptions=True)
        self._stands_still(self.window.holds and offset == self._asked)
        self._asked = offset
        if self.window.heard(offset, raws):
            log(Event.UPDATES_ANEW)
            self._sweeps.begin_anew()
        self._came_again(self.window.again)
        self._answered()
        return raws

    def _answered(self) -> None:
        self.figures.rounds += 1
        self.figures.last_poll = self.clock.now()

    def _came_again(self, times: int) -> None:
        if times == AGAIN_AND_AGAIN and self.figures.again < times:
            log(Event.UPDATES_REPEATED)
        self.figures.again = times

    def _stands_still(self, so: bool, /) -> None:
        since = self.figures.stuck_since or self.clock.now()
        self.figures.stuck_since = since if so else None

    async def _get_updates(
        self, offset: int | None, *, limit: int, timeout: int
    ) -> Sequence[Mapping[str, Any]]:
        arguments: dict[str, Any] = {
            "limit": limit,
            "timeout": timeout,
            "allowed_updates": list(ALLOWED_UPDATES),
        }
        if offset is not None:
            arguments["offset"] = offset
        return await self.bot.raw_updates(arguments, read_timeout=timeout + 10.0)

    def _let_on(self, ticket: Ticket) -> bool:
        """Tell whether it may be confirmed though it waits for its turn. Only so can be seen what
        comes behind a flood; should the process be killed just then, its author gets no answer."""
        place = self._places.get(ticket)
        if place is None or not (place.waits and place.burden.spare):
            return False
        was_open = self.window.is_open(ticket)
        self.window.done(ticket)
        return was_open

    async def _work(self, ticket: Ticket, raw: Mapping[str, Any], place: Place) -> bool:
        try:
            async with self._turns.turn(place):
                if not place.overtaken:
                    await self._settle(raw)
        except MemoryAway:
            self.window.forget(ticket)  # unconfirmed: it comes again
            return False
        self.window.done(ticket)  # not when it was cancelled: then it is to come again
        if not self.window.holds:
            self._stands_still(False)
        return True

    async def _settle(self, raw: Mapping[str, Any]) -> None:
        """Raises MemoryAway: nothing was wrong with it."""
        try:
            update = Update.de_json(dict(raw), self.bot)
        except Exception as error:  # noqa: BLE001  whatever Telegram sends must not stop the rest
            self.figures.unreadable += 1
            report(error, Event.UPDATE_UNREADABLE)
            return
        for attempt in range(1, TRIES + 1):
            try:
                async with asyncio.timeout(LONGEST):
                    await self.handle(update)
            except MemoryAway:
                raise
            except Exception as error:  # noqa: BLE001  a failing update must not stop the rest
                last = attempt == TRIES
                report(error, Event.UPDATE_GIVEN_UP if last else Event.UPDATE_FAILED)
                if not last:
                    await self.clock.sleep(backoff(attempt, self.rng).total_seconds())
            else:
                self.figures.handled += 1
                return
        self.figures.failed += 1


async def pause_unless(stop: asyncio.Event, seconds: float) -> None:
    """Sleep so long, or until ``stop``."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return after if isinstance(after, int) else after.total_seconds()
