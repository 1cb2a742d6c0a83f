"""Everybody else: they write, publish and react, through the bot like anyone."""

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import suppress
from math import inf

from bot.demo.page.question import ask_question
from bot.demo.page.scene import REACTIONS, Scene
from bot.demo.story import AT_WORK, CROWD, DAY, POINTED_AT, REPLIES, StoryLine
from bot.sandbox.errors import PersonCannot
from bot.sandbox.messages import Message
from bot.sandbox.people import Person

_PATIENCE = 30.0
_LOOKS_AGAIN = 2.0
"""The seconds after which somebody taps a link again that led nowhere."""

_AT_ONCE = 3
"""The number of people who write at the same time, so that the visitor's own card does not wait for
all."""

_AT_WORK_EARLY = 6
"""The number of those who write about work in the morning, where a channel is for that."""


class Crowd:
    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._rng = random.Random(scene.world.rng.random())
        self._several = len(scene.places) > 1
        self._lines = [*(AT_WORK[_AT_WORK_EARLY:] if self._several else ()), *CROWD]
        self._at_work: set[asyncio.Task[None]] = set()
        self._at_ease: set[asyncio.Task[None]] = set()
        """They wait for what is not out yet, and nobody waits for them."""

    @property
    def busy(self) -> bool:
        return bool(self._at_work)

    def gather(self) -> bool:
        """Let twenty people write and react, in the background. False: they still do."""
        if self.busy:
            return False
        self._start(self._come(), self._at_work)
        return True

    def fill(self) -> None:
        """Bring the morning's whispers, for a channel that is alive when the page opens."""

        async def work() -> None:
            with suppress(TimeoutError):  # the visitor was quicker with trouble
                await self._fill()
            self._start(self._ask(), self._at_ease)

        self._start(work(), self._at_work)

    def _start(self, work: Coroutine[None, None, None], among: set[asyncio.Task[None]]) -> None:
        task = asyncio.create_task(work)
        among.add(task)
        task.add_done_callback(among.discard)

    async def close(self) -> None:
        tasks = self._at_work | self._at_ease
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _come(self) -> None:
        people = self._scene.crowd
        lines, self._lines = self._lines[: len(people)], self._lines[len(people) :]
        self._react(people)
        await self._write(people, lines)
        self._react(people)

    async def _fill(self) -> None:
        others = AT_WORK[:_AT_WORK_EARLY] if self._several else (self._lines.pop(),)
        lines = (*DAY, *others)
        await self._write(self._scene.crowd, (*lines, *POINTED_AT))
        mixing, now = self._scene.mixing, self._scene.world.clock.now()
        self._scene.world.clock.skip(mixing.next_slot(now) - now)  # one may have come meanwhile
        waiting, out = list(lines), list[tuple[StoryLine, Message]]()
        kept = mixing.keep * sum(place.takes_whispers for place in self._scene.places)
        while len(waiting) > kept:
            line, post = await self._scene.world.wait_until(lambda: self._out(waiting), _PATIENCE)
            waiting.remove(line)
            out.append((line, post))
            self._love(line, post)
        for line, post in out:
            await self._answer(line, post)
        self._start(self._answer_later(waiting), self._at_ease)

    async def _ask(self) -> None:
        """Let the managers ask everybody something."""
        with suppress(TimeoutError, PersonCannot, LookupError):
            await ask_question(self._scene)

    async def _answer_later(self, waiting: list[StoryLine]) -> None:
        """Let the whisper that stayed in the pool find its readers too, whenever it comes out."""
        while waiting:
            line, post = await self._scene.world.wait_until(lambda: self._out(waiting), inf)
            waiting.remove(line)
            self._love(line, post)
            await self._answer(line, post)

    def _love(self, line: StoryLine, post: Message) -> None:
        for reader, emoji in zip(self._scene.crowd, line.hearts, strict=False):
            reader.react(post, emoji)

    async def _answer(self, line: StoryLine, post: Message) -> None:
        """Let some readers reply, as anybody would: the link, the question, the words, Send."""
        words = next((REPLIES[each] for each in REPLIES if line.words.startswith(each)), ())
        for reader, answer in zip(reversed(self._scene.crowd), words, strict=False):
            link = _link_to(post, "reply_")
            if link is None:
                return
            with suppress(TimeoutError, PersonCannot, LookupError):
                await self._reply(reader, link, answer)

    async def _reply(self, person: Person, link: str, words: str) -> None:
        before = set(map(id, person.chat))

        def newest(holds: Callable[[Message], bool]) -> Message | None:
            return next((m for m in person.chat if id(m) not in before and holds(m)), None)

        wait = self._scene.world.wait_until
        async with asyncio.timeout(_PATIENCE):
            asks = None
            while asks is None:  # a post that is only just there is asked for once more
                person.open_link(link)
                with suppress(TimeoutError):
                    asks = await wait(
                        lambda: newest(lambda m: "force_reply" in (m.markup or {})), _LOOKS_AGAIN
                    )
        said = person.send(words, reply_to=asks)
        shown = await wait(
            lambda: newest(lambda m: m.reply_to is said and bool(m.keyboard)), _PATIENCE
        )
        await person.press(shown, "✅").wait(_PATIENCE)

    def _out(self, waiting: Sequence[StoryLine]) -> tuple[StoryLine, Message] | None:
        """Return a line that has come out, with its post. None: none has."""
        for post in self._posts():
            for line in waiting:
                if line.words[:20] in (post.caption or ""):
                    return line, post
        return None

    def _posts(self) -> Iterator[Message]:
        """Yield the posts of every channel."""
        return (post for channel in self._scene.channels for post in channel.posts)

    async def _write(self, people: Sequence[Person], lines: Sequence[StoryLine]) -> None:
        places = asyncio.Semaphore(_AT_ONCE)

        async def one(person: Person, line: StoryLine) -> None:
            async with places:
                try:
                    await self._confess(person, line)
                except (TimeoutError, PersonCannot, LookupError):
                    return  # cut off from Telegram, or the draft burnt: they let it be

        await asyncio.gather(*(one(p, line) for p, line in zip(people, lines, strict=False)))

    async def _confess(self, person: Person, line: StoryLine) -> None:
        place = next(place for place in self._scene.places if place.takes(line.topic))
        if place.link is not None:  # they come from a post's Write yours
            person.start(self._scene.bot, place.link)
        said = person.send(line.words)

        def shown() -> Message | None:
            found = [m for m in person.chat if m.photo and m.keyboard and m.reply_to is said]
            return found[-1] if found else None

        preview = await self._scene.world.wait_until(shown, _PATIENCE)
        await person.press(preview, "✅").wait(_PATIENCE)

    def _react(self, people: Sequence[Person]) -> None:
        posts = [
            post
            for channel in self._scene.channels
            for post in [each for each in channel.posts if each.photo][-12:]
        ]
        for person in people:
            for post in self._rng.sample(posts, min(len(posts), self._rng.randint(1, 4))):
                person.react(post, self._rng.choice(REACTIONS))


def _link_to(post: Message, payload: str) -> str | None:
    """Return the link under a post that leads to the bot with this payload."""
    return next((each for each in post.links.values() if f"start={payload}" in each), None)
