"""Everything we say in private chats goes out here; the chat behind a route is named here only.

A first attempt is made at once. What Telegram could not take is tried again from memory, in order
per chat, so that one chat's flood limit stalls nobody else. ``then`` receives the message id when
a message has at last been delivered, ``otherwise`` Telegram's refusal, whichever attempt met it.
"""

import asyncio
import contextlib
import itertools
import random
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import timedelta

from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.botapi.client import bot_of
from bot.botapi.outcomes import CALL_FAILED, outcome_of
from bot.clock import Clock
from bot.domain.outcome import Delivered, Outcome, Refused, TryLater, Unknown
from bot.domain.retry import backoff
from bot.domain.telegram_limits import CAPTION_UNITS, DELETED_AT_ONCE
from bot.i18n.direction import directed
from bot.logs import Event, log
from bot.memory.away import MemoryAway
from bot.memory.identity import Route, RouteBook
from bot.memory.own_pictures import NotFetched

_MOST_WAITING = 256
"""The most messages kept for later, over all chats (a card holds some 300 KB); more are dropped."""
_A_CHAT = 4
"""The most messages kept for one chat: the oldest there gives way, but for what can be said only
once."""
_PATIENCE = timedelta(hours=6)
Lost = Callable[[Route, int, int], Awaitable[None]]
"""Told (chat, id after which, id before which): something of ours may stand there unseen."""

Then = Callable[[int], Awaitable[None]]
Otherwise = Callable[[Refused], Awaitable[None]]
Buttons = InlineKeyboardMarkup | ForceReply | ReplyKeyboardMarkup | ReplyKeyboardRemove
Call = Callable[[Bot, int], Awaitable[int]]
"""(the bot whose chat it is, the chat's id) -> the message's id."""


async def _nothing(_route: Route, _message_id: int) -> None:
    """Do nothing: who only speaks need not know what was said."""


@dataclass(slots=True, eq=False)
class _Waiting:
    call: Call
    then: Then | None
    otherwise: Otherwise | None = None
    tries: int = 0
    waited: timedelta = timedelta(0)
    lost_after: int | None = None  # newest id known when the answer to an attempt got lost
    keep: bool = False


@dataclass(slots=True)
class PrivateChats:
    """The private chats of all bots. A message goes out through the bot whose chat the route
    leads to."""

    bot: Bot
    """The bot whose presses are answered, and whose files are fetched where no chat is named."""
    routes: RouteBook
    clock: Clock
    newest: Callable[[Route], Awaitable[int]]
    lost: Lost
    sent: Callable[[Route, int], Awaitable[None]] = _nothing
    rng: random.Random = field(default_factory=random.SystemRandom)
    dropped: int = 0
    bots: Mapping[int, Bot] = field(default_factory=dict)
    """All of them by id; empty where there is one."""
    _queues: dict[Route, deque[_Waiting]] = field(default_factory=dict)
    _workers: set[asyncio.Task[None]] = field(default_factory=set)

    def within(self, bot: Bot) -> "PrivateChats":
        """Return the same chats, as they are seen from where this bot's updates are handled."""
        same = copy(self)
        same.bot = bot
        return same

    @property
    def waiting(self) -> int:
        """The number of answers that wait for another attempt, or are in one."""
        return sum(len(queue) for queue in self._queues.values())

    @property
    def at_rest(self) -> bool:
        return not self._queues

    async def say(
        self,
        route: Route,
        html: str,
        *,
        buttons: Buttons | None = None,
        reply_to: int | None = None,
        then: Then | None = None,
        keep: bool = False,
    ) -> Outcome:
        """Send a text. Returns how the first attempt ended. ``keep``: it gives way to nothing
        newer."""

        async def call(bot: Bot, chat: int) -> int:
            sent = await bot.send_message(
                chat,
                html,
                parse_mode=ParseMode.HTML,
                reply_markup=buttons,
                reply_to_message_id=reply_to,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
            return sent.message_id

        return await self._send(route, call, then, keep=keep)

    async def show(
        self,
        route: Route,
        photo: bytes | str,
        html: str,
        *,
        buttons: InlineKeyboardMarkup | ForceReply | None = None,
        reply_to: int | None = None,
        spoiler: bool = False,
        then: Then | None = None,
        otherwise: Otherwise | None = None,
    ) -> Outcome:
        """Send a picture, or Telegram's name of one of the channel's; as a reply that Telegram
        refuses when the original is gone."""

        async def call(bot: Bot, chat: int) -> int:
            sent = await bot.send_photo(
                chat,
                photo,
                caption=html,
                parse_mode=ParseMode.HTML,
                reply_markup=buttons,
                reply_to_message_id=reply_to,
                has_spoiler=spoiler or None,
                filename="card.jpg",
            )
            return sent.message_id

        return await self._send(route, call, then, otherwise)

    async def redraw(
        self,
        route: Route,
        message_id: int,
        photo: bytes | str,
        html: str,
        *,
        buttons: InlineKeyboardMarkup | None = None,
        otherwise: Otherwise | None = None,
    ) -> Outcome:
        """Swap picture, caption and buttons of one of our messages, in place."""

        async def call(bot: Bot, chat: int) -> int:
            media = InputMediaPhoto(
                photo,
                caption=directed(html, CAPTION_UNITS),
                parse_mode=ParseMode.HTML,
                filename="card.jpg",
            )
            await bot.edit_message_media(
                media, chat_id=chat, message_id=message_id, reply_markup=buttons
            )
            return message_id

        return await self._send(route, call, None, otherwise)

    async def rebutton(
        self, route: Route, message_id: int, buttons: InlineKeyboardMarkup
    ) -> Outcome:
        """Change only the buttons under one of our messages."""

        async def call(bot: Bot, chat: int) -> int:
            await bot.edit_message_reply_markup(chat, message_id, reply_markup=buttons)
            return message_id

        return await self._send(route, call, None)

    async def rewrite(
        self,
        route: Route,
        message_id: int,
        html: str,
        *,
        buttons: InlineKeyboardMarkup | None = None,
    ) -> Outcome:
        """Change the text of one of our messages."""

        async def call(bot: Bot, chat: int) -> int:
            await bot.edit_message_text(
                html,
                chat_id=chat,
                message_id=message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=buttons,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
            return message_id

        return await self._send(route, call, None)

    async def answer(self, query: str, text: str | None = None, *, alert: bool = False) -> None:
        """Answer a pressed button. Too late (150 s) or unreachable: nothing to be done, said."""
        try:
            await self.bot.answer_callback_query(query, text=text, show_alert=alert)
        except CALL_FAILED as error:
            log(Event.ANSWER_FAILED, error=type(error).__name__)

    async def download(self, file: str, route: Route | None = None) -> bytes | NotFetched:
        """Return the bytes of a picture that was sent in this chat (None: to this bot): the only
        use ever made of a file id, which means something to one bot alone. The link behind it holds
        the token: it is never shown or logged."""
        bot = self.bot if route is None else bot_of(route, self.bots, self.bot)
        if bot is None:
            return NotFetched()
        try:
            found = await bot.get_file(file)
            return bytes(await found.download_as_bytearray())
        except TelegramError as error:
            return NotFetched(too_big="file is too big" in str(error).lower())

    async def _send(
        self,
        route: Route,
        call: Call,
        then: Then | None,
        otherwise: Otherwise | None = None,
        *,
        keep: bool = False,
    ) -> Outcome:
        waiting = _Waiting(call, then, otherwise, keep=keep)
        if route in self._queues:  # something older is still to be said there
            return await self._put_aside(route, waiting, TryLater(None, "waiting for its turn"))
        outcome = await self._attempt(route, waiting)
        if isinstance(outcome, TryLater | Unknown):
            return await self._put_aside(route, waiting, outcome)
        await self._refused(waiting, outcome)
        return outcome

    @staticmethod
    async def _refused(waiting: _Waiting, outcome: Outcome) -> None:
        if isinstance(outcome, Refused) and waiting.otherwise is not None:
            await waiting.otherwise(outcome)

    async def _attempt(self, route: Route, waiting: _Waiting) -> Outcome:
        try:
            chat = await self.routes.resolve(route, self.clock.now())
        except MemoryAway:
            return TryLater(None, "nobody can say now whose chat it is")
        bot = bot_of(route, self.bots, self.bot)
        if chat is None or bot is None:
            return Refused("the way back has been forgotten", gone=True)
        try:
            message_id = await waiting.call(bot, chat)
        except CALL_FAILED as error:
            outcome = outcome_of(error)
            if isinstance(outcome, Refused) and "not modified" in outcome.why:
                return Delivered(0)
            if isinstance(outcome, Unknown) and waiting.lost_after is None:
                waiting.lost_after = await self.newest(route)
            if isinstance(outcome, Refused):
                await self._may_have_come(route, waiting)
            return outcome
        try:
            await self._note(route, waiting, message_id)
        except MemoryAway:
            self._keep(asyncio.create_task(self._note_later(route, waiting, message_id)))
        return Delivered(message_id)

    async def _note(self, route: Route, waiting: _Waiting, message_id: int) -> None:
        if waiting.lost_after is not None:
            await self.lost(route, waiting.lost_after, message_id)
        await self.sent(route, message_id)
        if waiting.then is not None:
            await waiting.then(message_id)

    async def _note_later(self, route: Route, waiting: _Waiting, message_id: int) -> None:
        """Try until the memory, which is away, knows of a message that stands there."""
        for tries in itertools.count(1):
            await self.clock.sleep(backoff(tries, self.rng).total_seconds())
            with contextlib.suppress(MemoryAway):
                await self._note(route, waiting, message_id)
                return

    def _keep(self, worker: "asyncio.Task[None]") -> None:
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _put_aside(
        self, route: Route, waiting: _Waiting, outcome: TryLater | Unknown
    ) -> TryLater | Unknown | Refused:
        """Keep it for later; refused when too many are kept already."""
        await self._make_room(route)
        if self.waiting >= _MOST_WAITING:
            await self._drop(route, waiting)
            return Refused("too many answers wait")
        if route in self._queues:
            self._queues[route].append(waiting)
            return outcome
        self._queues[route] = deque([waiting])
        after = outcome.after if isinstance(outcome, TryLater) else None
        worker = asyncio.create_task(self._work_off(route, after))
        self._keep(worker)
        return outcome

    async def _make_room(self, route: Route) -> None:
        """Let the oldest of a queue give way, but for the first, which is being tried."""
        queue = self._queues.get(route)
        if queue is not None and len(queue) >= _A_CHAT:
            spare = [each for each in list(queue)[1:] if not each.keep]
            if spare:
                queue.remove(spare[0])
                await self._drop(route, spare[0])

    async def _drop(self, route: Route, waiting: _Waiting) -> None:
        self.dropped += 1
        log(Event.ANSWER_DROPPED)
        await self._may_have_come(route, waiting)

    async def _may_have_come(self, route: Route, waiting: _Waiting) -> None:
        """Give up on a message that is not tried again: should an attempt have got through after
        all, it is swept."""
        if waiting.lost_after is not None:
            await self.lost(route, waiting.lost_after, waiting.lost_after + DELETED_AT_ONCE)

    async def _work_off(self, route: Route, after: timedelta | None) -> None:
        queue = self._queues[route]
        try:
            while queue:
                head = queue[0]
                head.tries += 1
                pause = after or backoff(head.tries, self.rng)
                head.waited += pause
                await self.clock.sleep(pause.total_seconds())
                outcome = await self._attempt(route, head)
                after = None
                if isinstance(outcome, TryLater | Unknown) and head.waited < _PATIENCE:
                    after = outcome.after if isinstance(outcome, TryLater) else None
                    continue
                if isinstance(outcome, TryLater | Unknown):
                    await self._drop(route, head)
                queue.popleft()
                await self._refused(head, outcome)
                while queue and isinstance(outcome, Delivered):
                    head = queue[0]
                    outcome = await self._attempt(route, head)
                    if isinstance(outcome, TryLater | Unknown):
                        after = outcome.after if isinstance(outcome, TryLater) else None
                        break
                    queue.popleft()
                    await self._refused(head, outcome)
        finally:
            del self._queues[route]

    async def close(self) -> None:
        """Stop retrying. What is still waiting is lost with the process, as it must be."""
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
