"""A town: the whole bot, as ``sotto run`` builds it, against the sandbox over real HTTP."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock

from PIL import Image
from pydantic import SecretStr

from bot.app import assembled
from bot.jobs import beat
from bot.running import Running
from bot.sandbox import Server, World
from bot.sandbox.bots import Bot
from bot.sandbox.chats import Channel, Supergroup
from bot.sandbox.messages import Button, Message
from bot.sandbox.people import Person
from bot.sandbox.queries import Answer
from bot.sandbox.world import WorldEvent
from bot.settings import Configuration, Settings
from storage import Storage
from tests.kit.database import prepared
from tests.kit.plain import PlainStudio, without_menus

T = TypeVar("T")


PATIENCE = 60.0

BEAT = 0.2
"""The seconds between two beats of a town's bot, which are half a second in a real one: each post
waits for one or two."""


@dataclass
class Town:
    """A world with our bot, a channel and a few people; ``run`` starts the bot."""

    world: World
    server: Server
    folder: Path
    cache: Path
    bot: Bot
    channel: Channel
    alice: Person
    bob: Person
    settings: dict[str, Any] = field(default_factory=dict)
    bot_running: Running | None = None
    open_studio: Callable[..., Awaitable[Any]] = PlainStudio.open
    """``DrawnStudio.open`` where cards are looked at."""
    shows_menus: bool = False
    """Whether a start presents the bot in each language: some sixty calls that nobody waits for."""

    def running(self, **changes: Any) -> AbstractAsyncContextManager[Running]:
        """The bot runs inside the block and stops in good order at its end."""
        values = {
            "token": SecretStr(self.bot.token),
            "channel": self.channel.id,
            "bot_api": self.server.root,
            "data": self.folder / "data",
            "cache": self.cache,
            "release": "instant",
            "pace": timedelta(milliseconds=50),
            **self.settings,
            **changes,
        }
        return self.running_as(Configuration.only(Settings(_env_file=None, **values)))

    @asynccontextmanager
    async def running_as(self, configuration: Configuration) -> AsyncIterator[Running]:
        """Likewise, of this configuration."""
        prepared(self.folder / "data" / "sotto.db")
        stop = asyncio.Event()
        async with AsyncExitStack() as stack:
            stack.enter_context(mock.patch.object(beat, "BEAT", BEAT))
            if not self.shows_menus:
                stack.enter_context(without_menus())
            running = await stack.enter_async_context(
                assembled(configuration, stop, clock=self.world.clock, open_studio=self.open_studio)
            )
            assert running is not None
            self.bot_running = running
            serving = asyncio.create_task(running.serve(stop))
            try:
                yield running
            finally:
                stop.set()
                await serving

    async def until(self, holds: Callable[[], T | None]) -> T:
        return await self.world.wait_until(holds, PATIENCE)

    async def idle(self) -> None:
        """Wait until the bot has nothing in hand: no update, no answer, no parcel."""
        running = self.bot_running
        assert running is not None

        async def busy() -> bool:
            if (
                self.bot.inbox.waiting
                or running.intake.in_hand
                or not running.services.shared.chats.at_rest
            ):
                return True
            for channel in running.channels.all:
                async with channel.publisher.storage.reading() as tables:
                    if await tables.outbox.backlog() > 0:
                        return True
            return False

        async with asyncio.timeout(PATIENCE):
            while await busy():
                await asyncio.sleep(0.02)

    async def places_decided(self, storage: Storage | None = None) -> None:
        """Wait until the first slot after the start has decided what stands (in this storage's
        channel): what a test lays down afterwards prints what the test says."""
        assert self.bot_running is not None
        its = storage or self.bot_running.services.shared.storage

        async def decided() -> bool:
            async with its.reading() as tables:
                return await tables.runtime_settings.places_rule.get() != "off"

        async with asyncio.timeout(PATIENCE):
            while not await decided():
                await asyncio.sleep(0.02)

    async def later(self, by: timedelta) -> None:
        """Let the bot finish what it is doing, then let time pass."""
        await self.idle()
        self.world.clock.skip(by)

    async def time_passes(self, step: timedelta, until: Callable[[], T | None]) -> T:
        """Skip, and again until this holds: the bot may begin to wait only after the first time."""
        async with asyncio.timeout(PATIENCE):
            while not (found := until()):
                self.world.clock.skip(step)
                await asyncio.sleep(0.1)
        return found

    async def to_digest(self) -> None:
        """Let the bot finish what it is doing, then let time pass until the next digest is due: at
        the same hour whenever the test runs, since one that is late by half a day is left out."""
        now = self.world.clock.now()
        due = now.replace(hour=20, minute=0, second=1, microsecond=0)
        await self.later((due if due > now else due + timedelta(days=1)) - now)

    async def preview(self, person: Person, *, after: Message | None = None) -> Message:
        """The newest card with buttons in this person's chat (newer than ``after``)."""

        def shown() -> Message | None:
            found = [m for m in cards_with_buttons(person.chat) if m is not after]
            return found[-1] if found else None

        return await self.until(shown)

    async def fresh_preview(self, person: Person, old: Sequence[Message]) -> Message:
        """The first card with buttons in this person's chat that is none of these."""
        return await self.until(
            lambda: next((m for m in cards_with_buttons(person.chat) if m not in old), None)
        )

    async def said(self, person: Person, words: str) -> Message:
        """A message of the bot that holds these words."""

        def shown() -> Message | None:
            return next(
                (
                    m
                    for m in reversed(person.chat)
                    if m.sender is self.bot and words in (m.text or m.caption or "")
                ),
                None,
            )

        return await self.until(shown)

    async def press(self, person: Person, message: Message, label: str) -> str | None:
        return await person.press(message, label).wait(PATIENCE)

    async def publish(self, person: Person, words: str) -> Message:
        """Write, publish, and wait for the post."""
        person.send(words)
        preview = await self.preview(person)
        before = len(self.cards)
        await self.press(person, preview, "✅")
        await self.until(lambda: len(self.cards) > before)
        return self.cards[-1]

    async def withdraw(self, person: Person, shown: Message) -> str | None:
        """Press Withdraw under a whisper's state, and say yes to the question."""
        await self.press(person, shown, "Withdraw")
        await self.until(lambda: any("Yes" in label for label in shown.labels))
        return await self.press(person, shown, "Yes")

    @property
    def cards(self) -> list[Message]:
        """The channel's pictures."""
        return [post for post in self.channel.posts if post.photo]


def town_in(world: World, server: Server, tmp_path: Path, cache: Path) -> Town:
    bot = world.add_bot()
    channel = world.add_channel("Sotto voce", username="sotto_voce")
    channel.admit(bot, can_post_messages=True, can_edit_messages=True, can_delete_messages=True)
    return Town(
        world=world,
        server=server,
        folder=tmp_path,
        cache=cache,
        bot=bot,
        channel=channel,
        alice=world.add_person("Alice"),
        bob=world.add_person("Benoît", language="fr"),
    )


def cards_with_buttons(chat: Sequence[Message]) -> list[Message]:
    return [message for message in chat if message.photo and message.keyboard]


def jpeg(size: tuple[int, int] = (800, 600), colour: str = "teal") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


@dataclass
class ModeratedTown(Town):
    """A town with a moderators' chat, in which Mia and Noa sit."""

    group: Supergroup = field(kw_only=True)
    mia: Person = field(kw_only=True)
    noa: Person = field(kw_only=True)

    async def tell(self, person: Person, command: str, answer: str) -> Message:
        """Give a command in the moderators' chat; returns the answer that holds these words."""
        sent = person.send(command, to=self.group)
        return await self.with_moderators(answer, after=sent)

    async def with_moderators(self, words: str, *, after: Message | None = None) -> Message:
        """The newest message of the bot in the moderators' chat that holds these words."""
        return await self.until(lambda: self.told_moderators(words, after=after))

    def told_moderators(self, words: str, *, after: Message | None = None) -> Message | None:
        """The same, as far as it is there."""
        return self.newest_in(self.group, words, after)

    def newest_in(
        self, group: Supergroup, words: str, after: Message | None = None
    ) -> Message | None:
        """The newest message of the bot in this group that holds these words."""
        messages = group.messages
        start = messages.index(after) + 1 if after in messages else 0
        found = [
            m
            for m in messages[start:]
            if m.sender is self.bot and words in (m.text or m.caption or "")
        ]
        return found[-1] if found else None

    async def recorded(self) -> str:
        """The name of the only card, once the bot has noted which message shows it."""
        running = self.bot_running
        assert running is not None
        async with asyncio.timeout(PATIENCE):
            while True:
                async with running.services.shared.storage.reading() as tables:
                    cards = await tables.review_cards.all()
                if cards and cards[0].message_id is not None:
                    return cards[0].name
                await asyncio.sleep(0.02)

    async def submit(self, person: Person, words: str, *, photo: bytes | None = None) -> None:
        """Write and press Publish; the bot answers with a receipt."""
        old = [m for m in person.chat if m.keyboard]
        if photo is None:
            person.send(words)
        else:
            person.send_photo(photo, words)
        preview = await self.fresh_preview(person, old)
        assert await self.press(person, preview, "✅") == "Got it."

    async def receipt(self, person: Person) -> str:
        """The code that the bot has shown last."""
        shown = await self.said(person, "Your receipt: ")
        return (shown.text or "").split("Your receipt: ")[1].split()[0]

    @property
    def waiting(self) -> list[Message]:
        """Cards in the moderators' chat that can be decided."""
        return cards_with_buttons(self.group.messages)

    async def shown(self, words: str, *, button: str = "✅") -> Message:
        """The card in the moderators' chat under which these words stand."""

        def found() -> Message | None:
            cards = [m for m in self.waiting if words in (m.caption or "")]
            return next((m for m in cards if any(button in label for label in m.labels)), None)

        return await self.until(found)

    async def at_rest(self) -> None:
        """Wait until this batch's time has been seen."""
        running = self.bot_running
        assert running is not None
        review = running.services.author.rules.review

        async def seen() -> bool:
            assert running is not None
            mark = review.slot(self.world.clock.now())
            async with running.services.shared.storage.reading() as tables:
                return await tables.runtime_settings.last_batch.get() == mark

        async with asyncio.timeout(PATIENCE):
            while not await seen():
                await asyncio.sleep(0.02)

    def forge(self, person: Person, message: Message, data: str) -> Answer:
        """A press that no app offers: any data, by anybody, under any message of the bot."""
        return self.world.queries.ask(person, message, Button("forged", data=data))

    def calls(self, method: str) -> list[object]:
        """Grows by one whenever the bot calls this method."""
        seen: list[object] = []

        def keep(event: WorldEvent) -> None:
            if event.kind == "called" and event.detail.method == method:
                seen.append(event)

        self.world.subscribe(keep)
        return seen


def with_moderators(town: Town) -> ModeratedTown:
    group = town.world.add_group("Moderators", supergroup=True)
    mia, noa = town.world.add_person("Mia"), town.world.add_person("Noa")
    for each in (town.bot, mia, noa):
        group.admit(each)
    values = {each.name: getattr(town, each.name) for each in fields(town)}
    settings = {
        "moderators": group.id,
        "moderation": "post",
        "undo": timedelta(0),
        "reports_every": timedelta(0),
    }
    return ModeratedTown(**{**values, "settings": settings}, group=group, mia=mia, noa=noa)
