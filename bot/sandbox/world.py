"""The world model: accounts, chats, messages and everything that happens to them.

It is driven from Python (see ``people.py``) and through the Bot API (``api.py``, ``server.py``);
whoever subscribes hears every event. All of it lives in one event loop.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, Literal, TypeVar

from bot.sandbox import updates
from bot.sandbox.accounts import Account, Member
from bot.sandbox.bots import Bot
from bot.sandbox.chats import Channel, Chat, Group, PrivateChat, Shared, Supergroup
from bot.sandbox.clock import PATIENCE, WorldClock
from bot.sandbox.entities import Words
from bot.sandbox.faults import Faults
from bot.sandbox.floods import Floods
from bot.sandbox.inline import InlineQueries
from bot.sandbox.media import Files, Media
from bot.sandbox.messages import Keyboard, Message, Origin, Reaction
from bot.sandbox.methods import perform
from bot.sandbox.people import Person
from bot.sandbox.queries import Queries

T = TypeVar("T")

_LOOKS_EVERY = 0.05
"""The seconds between two looks of who waits for something, where no event makes it look."""
EventKind = Literal[
    "sent", "edited", "deleted", "reacted", "pressed", "answered", "member", "called", "skipped"
]


@dataclass(frozen=True, slots=True)
class WorldEvent:
    """Something that happened. ``message`` is the live object: look at it at once."""

    kind: EventKind
    at: datetime
    chat: Chat | None = None
    message: Message | None = None
    account: Account | None = None
    detail: Any = None


@dataclass(frozen=True, slots=True)
class ApiCall:
    """A Bot API call as it ended: ``error`` is None or the description of the refusal."""

    at: datetime
    method: str
    parameters: dict[str, Any]
    error: str | None = None


class World:
    """Everything. ``seed`` settles file ids and the like; ``clock`` is the world's time."""

    def __init__(self, clock: WorldClock | None = None, *, seed: int = 0) -> None:
        self.clock = clock or WorldClock()
        self.rng = Random(seed)
        self.files = Files(self.rng)
        self.queries = Queries(self)
        self.inline = InlineQueries(self)
        self.faults = Faults(self.clock, seed)
        self.floods = Floods()
        self.bots: dict[str, Bot] = {}
        self.bots_by_id: dict[int, Bot] = {}
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Shared] = {}
        self.private: dict[tuple[int, int], PrivateChat] = {}
        self.calls: deque[ApiCall] = deque(maxlen=20_000)
        self.on_update: Callable[[Bot], None] = lambda bot: None
        """Whoever carries updates to webhooks hears here that there may be some."""
        self._listeners: list[Callable[[WorldEvent], None]] = []
        self._waiters: set[asyncio.Event] = set()
        self._serial = 0
        self.owner = Account(5_000_000_001, "Owner", "sandbox_owner")
        """Stands for whoever made the chats and admits people to them."""
        self.clock.on_skip(self._skipped)

    # Making things

    def add_bot(
        self, token: str = "42:SANDBOX", username: str = "sotto_bot", name: str = "Sotto"
    ) -> Bot:
        bot = Bot(self, perform, token, username, name)
        self.bots[token] = self.bots_by_id[bot.id] = bot
        return bot

    def add_person(
        self, name: str, *, language: str | None = "en", username: str | None = None
    ) -> Person:
        """Adds a person, with an id above 2**32 like today's."""
        person = Person(self, 7_000_000_000 + 7919 * self.next_serial(), name, username, language)
        self.people[person.id] = person
        return person

    def add_channel(self, title: str, *, username: str | None = None) -> Channel:
        chat_id = -1_000_000_000_000 - (2_000_000_000 + 104_729 * self.next_serial())
        channel = Channel(self, chat_id, title, username)
        self.chats[channel.id] = channel
        return channel

    def add_group(self, title: str, *, supergroup: bool = False) -> Group | Supergroup:
        """Adds a basic group, or a supergroup (which has its own message counter)."""
        serial = 104_729 * self.next_serial()
        group: Group | Supergroup
        if supergroup:
            group = Supergroup(self, -1_000_000_000_000 - (2_500_000_000 + serial), title, None)
        else:
            group = Group(self, -(4_000_000_000 + serial), title, None)
        self.chats[group.id] = group
        return group

    def upgrade(self, group: Group) -> Supergroup:
        """Turns a basic group into a supergroup with another id; the old one is closed."""
        new = self.add_group(group.title, supergroup=True)
        assert isinstance(new, Supergroup)
        new.members = dict(group.members)
        self.post(group, sender=None, service={"migrate_to_chat_id": new.id})
        self.post(new, sender=None, service={"migrate_from_chat_id": group.id})
        group.upgraded_to = new
        return new

    def private_chat(self, person: Person, bot: Bot) -> PrivateChat:
        """Gives the chat of the two; made when first asked for."""
        key = (person.id, bot.id)
        if key not in self.private:
            self.private[key] = PrivateChat(self, person, bot)
        return self.private[key]

    def next_serial(self) -> int:
        self._serial += 1
        return self._serial

    # What happens

    def post(
        self,
        chat: Chat,
        *,
        sender: Account | None,
        words: Words = Words(),  # noqa: B008  (immutable)
        media: Media | None = None,
        keyboard: Keyboard = (),
        reply_to: Message | None = None,
        origin: Origin | None = None,
        service: dict[str, Any] | None = None,
        **more: Any,
    ) -> Message:
        """Posts a new message: numbered, delivered to bots, forwarded to the linked group, told."""
        message = Message(
            chat,
            self.clock.now(),
            sender,
            words,
            media,
            keyboard,
            reply_to=reply_to,
            origin=origin,
            service=service or {},
            **more,
        )
        if media is not None:
            self.files.retain(media)
        if chat.auto_delete is not None:
            message.vanishes = message.date + chat.auto_delete
        chat.number(message)
        updates.deliver(message)
        self.tell("sent", chat=chat, message=message, account=sender)
        if isinstance(chat, Channel) and chat.linked and not keyboard and not service:
            self._forward_automatically(message, chat, chat.linked)
        return message

    def _forward_automatically(self, post: Message, channel: Channel, group: Supergroup) -> None:
        """Shows a channel post in the linked group, from Telegram's own account. Posts with an
        inline keyboard do not appear: they have no comments."""
        self.post(
            group,
            sender=None,
            words=post.words,
            media=post.media,
            origin=Origin(post.date, chat=channel, message_id=post.message_id),
            automatic=True,
            via_chat=channel,
            protected=post.protected,
        )

    def edit(self, message: Message, *, by: Account, **changes: Any) -> None:
        """Edits a message. ``changes``: words, media, keyboard. An edit of a post reaches its
        automatic forward."""
        old = message.media
        for name, value in changes.items():
            setattr(message, name, value)
        if old is not None and message.media is not old:
            self.files.release(old)
        if set(changes) != {"keyboard"}:
            message.edited = self.clock.now()
        updates.deliver(message, edited=True, by=by)
        self.tell("edited", chat=message.chat, message=message, account=by)
        chat = message.chat
        if isinstance(chat, Channel) and chat.linked and set(changes) != {"keyboard"}:
            for copy in chat.linked.messages:
                if copy.automatic and copy.origin and copy.origin.message_id == message.message_id:
                    copy.words, copy.media = message.words, message.media

    def delete(self, message: Message, *, by: Account) -> None:
        """Deletes a message for everybody. Bots are not told, as in Telegram."""
        message.chat.forget(message)
        if message.media is not None:
            self.files.release(message.media)
        self.tell("deleted", chat=message.chat, message=message, account=by)

    def vanish(self) -> None:
        """Deletes what is due by chats' timers. Bots are not told of that either."""
        now = self.clock.now()
        for chat in self.chats.values():
            for message in chat.messages if chat.auto_delete else ():
                if message.vanishes is not None and message.vanishes <= now:
                    self.delete(message, by=self.owner)

    def _skipped(self) -> None:
        self.vanish()
        self.tell("skipped")

    def react(self, person: Account, message: Message, chosen: tuple[Reaction, ...]) -> None:
        """Sets somebody's reactions on a message (an empty tuple takes them back)."""
        old = message.reactions_by.get(person, ())
        if chosen:
            message.reactions_by[person] = chosen
        else:
            message.reactions_by.pop(person, None)
        if old != chosen:
            self.reacted(message, person, old, chosen)

    def reacted(
        self,
        message: Message,
        person: Account,
        old: tuple[Reaction, ...] = (),
        new: tuple[Reaction, ...] = (),
    ) -> None:
        updates.deliver_reactions(message, person, old, new)
        self.tell("reacted", chat=message.chat, message=message, account=person)

    def member_changed(self, chat: Chat, before: Member, after: Member) -> None:
        updates.deliver_member(chat, before, after)
        self.tell("member", chat=chat, account=after.account, detail=after.status)

    # Watching

    def subscribe(self, listener: Callable[[WorldEvent], None]) -> Callable[[], None]:
        """Lets ``listener`` hear every event from now on; call the result to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, kind: EventKind, **facts: Any) -> None:
        event = WorldEvent(kind, self.clock.now(), **facts)
        for listener in list(self._listeners):
            listener(event)
        for waiter in self._waiters:
            waiter.set()

    def record(self, method: str, parameters: dict[str, Any], error: str | None) -> None:
        """Keeps a call in ``calls`` (the last 20,000) and tells it."""
        call = ApiCall(self.clock.now(), method, parameters, error)
        self.calls.append(call)
        self.tell("called", detail=call)

    def calls_of(self, method: str) -> list[ApiCall]:
        return [call for call in self.calls if call.method == method]

    async def wait_until(self, holds: Callable[[], T | None], timeout: float = PATIENCE) -> T:
        """Waits until ``holds()`` is true and gives its value. It is looked at after each event
        (and every 50 ms besides, for conditions outside the world). Raises TimeoutError after
        ``timeout`` seconds of real time."""
        loop, waiter = asyncio.get_running_loop(), asyncio.Event()
        timer: asyncio.TimerHandle

        def look_again() -> None:
            nonlocal timer
            waiter.set()
            timer = loop.call_later(_LOOKS_EVERY, look_again)

        timer = loop.call_later(_LOOKS_EVERY, look_again)
        self._waiters.add(waiter)
        try:
            async with asyncio.timeout(timeout):
                while not (value := holds()):
                    waiter.clear()
                    await waiter.wait()
                return value
        finally:
            timer.cancel()
            self._waiters.discard(waiter)

    def find_chat(self, bot: Bot, wanted: int | str) -> Chat | None:
        """Gives a chat by what a bot writes as chat_id: a number or @name."""
        if isinstance(wanted, str):
            name = wanted.removeprefix("@").casefold()
            return next(
                (c for c in self.chats.values() if (c.username or "").casefold() == name), None
            )
        if wanted in self.chats:
            return self.chats[wanted]
        return self.private.get((wanted, bot.id))

    def meant_chat(self, bot: Bot, values: Mapping[str, Any]) -> Chat | None:
        """Gives the chat that a call's parameters name, if there is one."""
        wanted = values.get("chat_id")
        if isinstance(wanted, str) and wanted.lstrip("-").isdecimal():
            wanted = int(wanted)
        return self.find_chat(bot, wanted) if isinstance(wanted, int | str) else None
