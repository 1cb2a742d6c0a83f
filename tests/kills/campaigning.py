"""Managers in the chaos: they make questions and a native post among the whispers, and press on
until moderators have approved them. What stands of them is looked at in the end."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.campaigns.campaign import (
    Campaign,
    CampaignKind,
    CampaignState,
    first_line,
    number_of,
)
from bot.domain.campaigns.schedule import A_DAY, ONE_IN
from bot.domain.whisper import State
from bot.sandbox.errors import PersonCannot
from bot.sandbox.messages import Message
from bot.sandbox.people import Person
from bot.sandbox.world import WorldEvent
from storage import Storage, StorageBusy, StorageUnavailable
from tests.kills.managing import tables_of
from tests.kills.process import ProcessTown

_PATIENCE = 12.0
"""Seconds after which a manager begins anew with /campaign."""
_KINDS = (CampaignKind.QUESTION, CampaignKind.POST)
_BUTTONS = {CampaignKind.QUESTION: "A question", CampaignKind.POST: "A native post"}
_PAYER = "Harbour Museum"


@dataclass(frozen=True, slots=True)
class Campaigned:
    """How they fared."""

    approved: int
    due: int  # of these, as many as a day may have
    posted: int  # of these, standing in the channel
    doubled: int  # standing more than once
    close: int  # standing less than nine whispers behind another, or behind the beginning
    unlabelled: int  # sent with another first line than the whole label, or aloud
    answers: int  # whispers that answer a question, out
    bare: int  # of these, standing without the question
    undecided: int  # answers that still wait for moderators

    @property
    def good(self) -> bool:
        bad = self.doubled + self.close + self.unlabelled + self.bare + self.undecided
        return self.posted == self.due and self.answers > 0 and not bad


@dataclass
class Campaigns:
    place: ProcessTown
    wanted: int
    lines: dict[int, str] = field(default_factory=dict)
    """Whatever the bot has sent into the channel: first lines by message id."""
    aloud: set[int] = field(default_factory=set)
    """Messages that made a sound."""
    _making: "asyncio.Task[None] | None" = None

    def __post_init__(self) -> None:
        self.place.world.subscribe(self._hear)

    def _hear(self, event: WorldEvent) -> None:
        message = event.message
        ours = event.kind == "sent" and event.account is self.place.bot
        if ours and event.chat is self.place.channel and message is not None:
            at = message.chat.id_for(self.place.bot, message)
            self.lines[at] = (message.caption or message.text or "").split("\n")[0]
            if not message.silent:
                self.aloud.add(at)

    @property
    def due(self) -> int:
        return min(self.wanted, A_DAY)

    def standing(self) -> list[Message]:
        ours = (post for post in self.place.channel.posts if post.sender is self.place.bot)
        return [post for post in ours if number_of((post.caption or "").split("\n")[0])]

    def asking(self) -> str | None:
        """The link under the newest question that stands."""
        lines = [(post.caption or "").split("\n")[0] for post in self.standing()]
        asked = [number_of(line) for line in lines if line.startswith("Question")]
        return f"q_c{asked[-1]}" if asked else None

    def begin(self) -> None:
        self._making = asyncio.create_task(self._make_all())

    async def finish(self) -> None:
        """Until all are approved."""
        assert self._making is not None
        await self._making

    async def _make_all(self) -> None:
        cam = self.place.person()
        self.place.managers.admit(cam)
        for nth in range(self.wanted):
            await Manager(self.place, cam, nth, _KINDS[nth % len(_KINDS)]).make()

    async def outcome(self, storage: Storage) -> Campaigned:
        async with storage.reading() as tables:
            approved = await tables.campaigns.in_state(CampaignState.APPROVED)
            waiting = [
                each
                for state in (State.REVIEW, State.HELD, State.POOL)
                for each in await tables.whispers.by_state(state)
            ]
            released = await tables.whispers.by_state(State.RELEASED)
        answers = [each for each in released if each.campaign is not None]
        labels = {first_line(each) for each in approved}
        captions = [post.caption or "" for post in self.place.channel.posts]
        sent = [at for at, line in self.lines.items() if number_of(line)]
        standing = self.standing()
        lines = {(post.caption or "").split("\n")[0] for post in standing}
        return Campaigned(
            approved=len(approved),
            due=self.due,
            posted=len(lines),
            doubled=len(standing) - len(lines),
            close=self._close(standing),
            unlabelled=sum(self.lines[at] not in labels or at in self.aloud for at in sent),
            answers=len(answers),
            bare=sum(
                each.words.split()[0] in caption and "❔" not in caption
                for each in answers
                for caption in captions
            ),
            undecided=sum(each.campaign is not None for each in waiting),
        )

    def _close(self, standing: list[Message]) -> int:
        """Counted over the whispers that came between, those among them that are gone by now."""
        close, before = 0, 0
        for at in sorted(post.chat.id_for(self.place.bot, post) for post in standing):
            between = {self.lines[n] for n in self.lines if before < n < at}
            close += sum(line.startswith("#") for line in between) < ONE_IN - 1
            before = at
        return close


@dataclass
class Manager:
    """One campaign, through a conversation in which anything may get lost."""

    place: ProcessTown
    person: Person
    nth: int
    kind: CampaignKind

    @property
    def words(self) -> str:
        return f"What would you never tell your neighbour, part {self.nth}?"

    async def make(self) -> None:
        number = await self._begun()
        while (found := await self._of(number)).state is not CampaignState.APPROVED:
            with suppress(TimeoutError, PersonCannot, LookupError):
                await self._go_on(found)

    async def _begun(self) -> int:
        """The number of a draft that nobody has answered anything about."""
        while True:
            seen = len(self.place.managers.messages)
            self.person.send("/campaign", to=self.place.managers)
            with suppress(TimeoutError, PersonCannot, LookupError):
                menu = await self._reads("Campaigns", seen)
                await self._press(menu, "New")
                await self._press(menu, _BUTTONS[self.kind])
                await self._happens(lambda m=menu: "Is someone paying" in (m.text or ""))
            async with tables_of(self.place) as storage, storage.reading() as tables:
                drafts = await tables.campaigns.in_state(CampaignState.DRAFT)
            fresh = [each.number for each in drafts if each.kind is self.kind and not each.label]
            if fresh:
                return fresh[0]

    async def _go_on(self, found: Campaign) -> None:
        """One step: open it, and answer what it asks."""
        if found.state is CampaignState.ASKED:
            await self._until(lambda now: now.state is not CampaignState.ASKED, found.number)
            return
        seen = len(self.place.managers.messages)
        self.person.send(f"/campaign c{found.number}", to=self.place.managers)
        if not found.label:
            await self._label(seen)
        elif not found.words:
            asked = await self._reads("The text, please", seen)
            self.person.send(self.words, to=self.place.managers, reply_to=asked)
            await self._until(lambda now: bool(now.words), found.number)
        elif found.until is None:
            await self._time_comes(found.number)
        else:
            card = await self._reads("draft", seen)
            await self._press(card, "Send for approval")

    async def _label(self, seen: int) -> None:
        if self.kind is CampaignKind.QUESTION:
            menu = await self._reads("Is someone paying", seen)
            await self._press(menu, "it’s our own")
            return
        menu = await self._reads("Is someone paying", seen)
        await self._press(menu, "Someone pays")
        asked = await self._reads("Who pays for it?", seen)
        self.person.send(_PAYER, to=self.place.managers, reply_to=asked)
        country = await self._reads("Which country will see it first", seen)
        await self._press(country, "Germany")

    async def _time_comes(self, number: int) -> None:
        """As if it had been made an hour ago for a minute ago: nobody can wait here for a minute
        that is typed."""
        now = datetime.now(UTC)
        times = {"starts_at": now - timedelta(minutes=1), "until": now + timedelta(days=5)}
        with suppress(StorageBusy, StorageUnavailable):
            async with tables_of(self.place) as storage, storage.transaction() as tables:
                await tables.campaigns.change(number, **times)

    async def _press(self, message: Message, label: str) -> None:
        await self._happens(lambda: any(label in each for each in message.labels))
        answer = self.person.press(message, label)
        await self._happens(lambda: answer.answered)

    async def _reads(self, words: str, seen: int) -> Message:
        """The bot's newest message with these words since then."""

        def found() -> Message | None:
            new = self.place.managers.messages[seen:]
            ours = [m for m in new if m.sender is self.place.bot]
            return next((m for m in reversed(ours) if words in (m.text or m.caption or "")), None)

        await self._happens(lambda: found() is not None)
        message = found()
        assert message is not None
        return message

    async def _of(self, number: int) -> Campaign:
        async with tables_of(self.place) as storage, storage.reading() as tables:
            found = await tables.campaigns.of(number)
        assert found is not None
        return found

    async def _until(self, what: Callable[[Campaign], bool], number: int) -> None:
        """Or until patience is over."""
        async with asyncio.timeout(_PATIENCE):
            while not what(await self._of(number)):
                await asyncio.sleep(0.2)

    def _happens(self, what: Callable[[], bool]) -> Awaitable[object]:
        return self.place.world.wait_until(what, _PATIENCE)
