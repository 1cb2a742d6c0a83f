"""At-least-once intake: an update is confirmed only after it has been handled.

PTB's own polling confirms first and handles later, so a crash loses what was in hand. Here updates
are fetched raw and parsed one by one; up to 100 are handled side by side, in order per chat; the
offset moves over the handled ones only. A slow update keeps its place in the window while newer
ones go on, so one chat stalls nobody else. Whatever is unparsable, or fails three times, is counted
and let go. Every handler must therefore be safe to run twice.
"""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.channel_telegram import is_foreign
from bot.clock import Clock
from bot.domain.retry import backoff
from bot.errors import AlreadyRunning, TokenRefused
from bot.logs import Event, log, report

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "callback_query",
    "message_reaction_count",
    "my_chat_member",
)
"""Never ``message_reaction``: it would deliver the ids of the people who react."""

WINDOW = 100
POLL_SECONDS = 25
TRIES = 3
LONGEST = 60.0
"""Seconds after which one try of one update is given up."""
_GATHER = 0.25
"""Seconds between looks for newer updates while some are still in hand."""
_PAUSE = timedelta(seconds=15)
"""The longest between two tries to reach a server that is away: people wait for their cards."""
_COMPLAIN_EVERY = 60.0
"""Seconds between lines about an unreachable server."""

Handle = Callable[[Update], Awaitable[None]]
LaneOf = Callable[[Mapping[str, Any]], str]


class RawBot(ExtBot[None]):
    """PTB's bot, which can also fetch updates without parsing them all or none."""

    async def raw_updates(
        self, arguments: dict[str, Any], *, read_timeout: float
    ) -> list[Mapping[str, Any]]:
        """``getUpdates`` as it came. Raises TelegramError as every call does."""
        raws: Any = await self._post("getUpdates", arguments, read_timeout=read_timeout)
        if not isinstance(raws, list):
            raise TelegramError("Invalid server response")
        updates = [raw for raw in raws if _is_update(raw)]
        if raws and not updates:  # nothing that a later offset could leave behind
            raise TelegramError("Invalid server response")
        return updates

    async def readers_may_react(self, chat_id: int) -> bool:
        """PTB's ChatFullInfo shows "none" and "all" alike, as an empty tuple."""
        chat: Mapping[str, Any] = await self._post("getChat", {"chat_id": chat_id})
        return chat.get("available_reactions") != []


@dataclass(slots=True)
class Figures:
    """What the operator may know about the intake."""

    handled: int = 0
    failed: int = 0
    unreadable: int = 0
    rounds: int = 0  # fetches that Telegram answered: each one confirmed what was handled before
    last_poll: datetime | None = None


@dataclass(slots=True)
class Intake:
    bot: "RawBot"
    handle: Handle
    lane_of: LaneOf
    clock: Clock
    figures: Figures = field(default_factory=Figures)
    rng: random.Random = field(default_factory=random.SystemRandom)
    _in_hand: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _known: set[int] = field(default_factory=set)
    _tails: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _next: int | None = None

    async def poll(self, stop: asyncio.Event) -> None:
        """Fetch and handle until ``stop``. Raises AlreadyRunning and TokenRefused."""
        failures = 0
        complained = float("-inf")
        loop = asyncio.get_running_loop()
        while not stop.is_set():
            try:
                raws = await self._fetch(stop)
            except TelegramError as error:  # garbage for an answer too: Telegram comes back
                failures += 1
                if loop.time() - complained >= _COMPLAIN_EVERY:
                    complained = loop.time()
                    log(Event.SERVER_UNREACHABLE, error=type(error).__name__, attempt=failures)
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
            if self._in_hand:
                await asyncio.wait(list(self._in_hand.values()), timeout=_GATHER)

    def start(self, raw: Mapping[str, Any]) -> asyncio.Task[None] | None:
        """Take an update in hand unless it is already; the task ends when it has been handled."""
        update_id = int(raw["update_id"])
        if update_id in self._known:
            return self._in_hand.get(update_id)
        self._known.add(update_id)
        self._next = max(self._next or 0, update_id + 1)
        lane = self.lane_of(raw)
        before = self._tails.get(lane) if lane else None
        task = asyncio.create_task(self._settle(raw, before))
        self._in_hand[update_id] = task
        if lane:
            self._tails[lane] = task

        def ended(_: asyncio.Task[None]) -> None:
            self._in_hand.pop(update_id, None)
            if self._tails.get(lane) is task:
                del self._tails[lane]

        task.add_done_callback(ended)
        return task

    async def take(self, raw: Mapping[str, Any]) -> None:
        """For the webhook: return once this update has been handled."""
        task = self.start(raw)
        if task is not None:
            await asyncio.shield(task)
        self.figures.rounds += 1
        self.figures.last_poll = self.clock.now()
        if len(self._known) > 10_000:
            self._known = set(sorted(self._known)[-5_000:])

    async def finish(self, grace: float) -> None:
        """At a stop: let what is in hand end within ``grace`` seconds, then confirm it."""
        if self._in_hand:
            _, late = await asyncio.wait(list(self._in_hand.values()), timeout=grace)
            for task in late:  # unconfirmed: it comes again after the next start
                task.cancel()
            offset = self._offset(besides=late)
            await asyncio.gather(*late, return_exceptions=True)
        else:
            offset = self._offset()
        if offset is not None and self.figures.last_poll is not None:
            with contextlib.suppress(TelegramError):  # then they come again, and are safe to
                await self._get_updates(offset, limit=1, timeout=0)

    def _offset(self, *, besides: set[asyncio.Task[None]] | None = None) -> int | None:
        unhandled = [
            update_id
            for update_id, task in self._in_hand.items()
            if not task.done() or task in (besides or ())
        ]
        return min(unhandled, default=self._next)

    async def _fetch(self, stop: asyncio.Event) -> Sequence[Mapping[str, Any]]:
        offset = self._offset()
        timeout = 0 if self._in_hand else POLL_SECONDS
        fetch = asyncio.create_task(self._get_updates(offset, limit=WINDOW, timeout=timeout))
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
        if offset is not None:
            self._known = {update_id for update_id in self._known if update_id >= offset}
        self.figures.rounds += 1
        self.figures.last_poll = self.clock.now()
        return raws

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

    async def _settle(self, raw: Mapping[str, Any], before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before})
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
            except Exception as error:  # noqa: BLE001  a failing update must not stop the rest
                last = attempt == TRIES
                report(error, Event.UPDATE_GIVEN_UP if last else Event.UPDATE_FAILED)
                if not last:
                    await self.clock.sleep(backoff(attempt, self.rng).total_seconds())
            else:
                self.figures.handled += 1
                return
        self.figures.failed += 1


def _is_update(raw: object) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)


async def pause_unless(stop: asyncio.Event, seconds: float) -> None:
    """Sleep so long, or until ``stop``."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return after if isinstance(after, int) else after.total_seconds()
