"""Readers in the chaos: so many reply to each whisper that stands in a channel, and press on until
they know that their words were taken in, or their whisper is gone."""

import asyncio
import re
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from bot.domain.replies.reply import Reply
from bot.domain.states import PostState
from bot.sandbox.chats import Supergroup
from bot.sandbox.errors import PersonCannot
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.queries import Answer
from storage import Storage
from tests.kills.process import ProcessTown

REPLY_OF = re.compile(r"reply-\w+-\d{4}-[a-z]")
"""Each reply carries one, so that it is found again."""
AT_ONCE = 12
"""Readers who write at the same time."""
GROUP_PACE = 3.1
"""Seconds between two replies in a group: 20 a minute."""
_PATIENCE = 15.0
_OVER = ("no longer in the channel", "can’t find a whisper with that number")


@dataclass
class Readers:
    place: ProcessTown
    each: int
    """Replies to a whisper."""
    groups: dict[str, Supergroup] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    """Tokens of the replies whose writer was told that they are taken in."""
    in_vain: set[str] = field(default_factory=set)
    """Of those whose whisper was gone before."""
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _seen: set[str] = field(default_factory=set)
    _writing: list["asyncio.Task[None]"] = field(default_factory=list)

    def open_groups(self) -> None:
        """Each channel gets a discussion group, before anything is posted."""
        for name, channel in self.place.channels.items():
            self.groups[name] = channel.link_discussion(f"Talk {name}")
            self.groups[name].admit(self.place.bot, can_delete_messages=True)

    async def read(self) -> None:
        """For ever: whoever sees a new card may reply to it."""
        while True:
            self.look()
            await asyncio.sleep(0.3)

    def look(self) -> None:
        for name, channel in self.place.channels.items():
            for post in channel.posts:
                line = (post.caption or "").split("\n")[0]
                place = f"{name}{line}"
                if re.fullmatch(r"#\d+", line) and place not in self._seen:
                    self._seen.add(place)
                    number = int(line.removeprefix("#"))
                    self._writing += [
                        asyncio.create_task(self._reply(name, number, nth))
                        for nth in range(self.each)
                    ]

    async def finish(self) -> None:
        """Until all who have seen a card are done."""
        self.look()
        await asyncio.gather(*self._writing)

    async def _reply(self, name: str, number: int, nth: int) -> None:
        token = f"reply-{name or 'only'}-{number:04}-{chr(ord('a') + nth)}"
        async with self._turns:
            reader = Reader(self, self.place.person(), token, name, number)
            await reader.reply()

    # How it ended

    def standing(self) -> Counter[str]:
        """Tokens in the groups, and how often each stands there."""
        ours = (
            message.text or ""
            for group in self.groups.values()
            for message in group.messages
            if message.sender is self.place.bot
        )
        return Counter(token for text in ours for token in REPLY_OF.findall(text))

    async def outcome(self, views: Mapping[str, Storage]) -> "Outcome":
        stored, gone, counted = Counter[str](), set[str](), set[str]()
        for name, storage in views.items():
            async with storage.reading() as tables:
                for place in self._seen:
                    here, _, digits = place.partition("#")
                    if here != name:
                        continue
                    number = int(digits)
                    post = await tables.posts.by_number(number)
                    thread: tuple[Reply, ...] = await tables.replies.thread(number)
                    tokens = [token for each in thread for token in REPLY_OF.findall(each.words)]
                    stored.update(tokens)
                    if post is None or post.state is not PostState.LIVE:
                        gone |= {
                            f"reply-{name or 'only'}-{number:04}-{chr(ord('a') + nth)}"
                            for nth in range(self.each)
                        }
                    elif "start=w_" in post.caption:
                        counted |= set(tokens)
        standing = self.standing()
        owed = (self.told | stored.keys()) - gone
        lost = {each for each in owed if each not in stored} | {
            each for each in owed if each not in standing and each not in counted
        }
        twice = [each for each in (stored, standing) for n in each.values() if n > 1]
        left = gone & standing.keys()
        return Outcome(len(stored), sum(standing.values()), len(lost), len(twice) + len(left))


@dataclass(frozen=True, slots=True)
class Outcome:
    taken: int  # replies in the threads
    standing: int  # of these, in the discussion groups
    lost: int  # taken in, or said to be, and not in its thread; or neither in its group nor counted
    doubled: int  # more than once in a thread or a group, or left where the whisper is gone


@dataclass
class Reader:
    """One person who has one thing to say to one whisper."""

    readers: Readers
    person: Person
    token: str
    name: str
    number: int
    answers: list[Answer] = field(default_factory=list)

    async def reply(self) -> None:
        """A preview that vanished after Send was pressed means that it was taken in."""
        while not self.knows():
            question = await self._question()
            if question is None:
                self.readers.in_vain.add(self.token)
                return
            sent = self.person.send(f"{self.token} I know that feeling.", reply_to=question)
            preview = await self._preview(sent)
            if preview is not None and await self._send(preview):
                return

    async def _question(self) -> Message | None:
        """None: the whisper is gone."""
        channel = f"{self.name}_" if self.name else ""
        address = f"https://t.me/{self.readers.place.bot.username}?start=reply_{channel}"
        while True:
            seen = set(map(id, self.person.chat))
            self.person.open_link(f"{address}{self.number}")

            def said(seen: set[int] = seen) -> Message | None:
                ours = (m for m in self.person.chat if m.sender is not self.person)
                return next((m for m in ours if m.text and id(m) not in seen), None)

            await self._happens(lambda: said() is not None)
            found = said()
            text = "" if found is None else found.text or ""
            if text.startswith("💬"):
                return found
            if any(each in text for each in _OVER):
                return None
            await asyncio.sleep(1.0)

    async def _preview(self, sent: Message) -> Message | None:
        def shown() -> Message | None:
            of = (m for m in self.person.chat if m.reply_to is sent and m.keyboard)
            return next(of, None)

        await self._happens(lambda: shown() is not None or sent.deleted)
        return shown()

    async def _send(self, preview: Message) -> bool:
        """Whether it may have been taken in."""
        pressed = False
        while not self.knows() and not preview.deleted:
            name = preview.text
            with suppress(PersonCannot, LookupError):  # it vanished under the finger
                self.answers.append(self.person.press(preview, "Send"))
                pressed = True
            await self._happens(
                lambda name=name: (  # type: ignore[misc]
                    self.knows() or preview.deleted or preview.text != name
                )
            )
            if self._gone():
                self.readers.in_vain.add(self.token)
                return True
        return pressed

    def knows(self) -> bool:
        taken = any((each.text or "").startswith("Got it") for each in self.answers)
        if taken or any("Your receipt" in (m.text or "") for m in self.person.chat):
            self.readers.told.add(self.token)
        return self.token in self.readers.told

    def _gone(self) -> bool:
        return any(each in (a.text or "") for a in self.answers for each in _OVER)

    async def _happens(self, what: object) -> None:
        with suppress(TimeoutError):
            await self.readers.place.world.wait_until(what, _PATIENCE)  # type: ignore[arg-type]
