"""Review cards in the moderators' chat: shows waiting whispers, keeps the cards in step with
what was decided, and takes words and pictures out of them in the end.

One pass after another, from the tables: a call that fails is made again in a later pass. A card
whose sending has no known end is sent again, and what the lost call may have left is looked for
among the ids in between (only messages of our own can be edited) and deleted. A card whose message
was deleted there is shown anew, under its name.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cards.draw.blank import blank
from bot.cards.order import CardOrder, Size
from bot.clock import Clock
from bot.domain.channel_info import ChannelInfo
from bot.domain.mixing import Mixing
from bot.domain.outcome import Delivered, Refused, Unknown
from bot.domain.review import Queue, Verdict, topic_of
from bot.domain.whisper import Whisper
from bot.flows.moderation.card_rounds import Rounds
from bot.flows.moderation.door import Door
from bot.flows.moderation.lost_messages import MOST, delete_lost, highest, keep, raise_highest
from bot.flows.moderation.review import Settled, settle
from bot.flows.moderation.review_card_order import order_of, question_of
from bot.flows.moderation.review_card_text import (
    ReviewCardText,
    alarm_text,
    answered_text,
    appeal_face,
    decided_face,
    open_face,
    said,
)
from bot.flows.moderation.room import ModeratorsRoom
from bot.flows.moderation.summary import quiet
from bot.flows.places.settle import StepsToPrint
from bot.flows.ports import ModeratorsChat
from bot.flows.publishing.publisher import CardStudio
from bot.i18n import Translator
from bot.logs import Event, log, report
from bot.memory.appeals import Appeals
from bot.memory.votes import VoteBook
from storage import Storage
from storage.review_cards import ReviewCard

_AGAIN = timedelta(seconds=5)
_MINUTES = timedelta(minutes=2)  # from here on minutes say enough


@dataclass(slots=True)
class ReviewCards:
    storage: Storage
    moderators_chat: ModeratorsChat
    room: ModeratorsRoom
    studio: CardStudio
    mixing: Mixing
    clock: Clock
    votes: VoteBook
    t: Translator
    zone: ZoneInfo
    place: ChannelInfo
    size: Size
    steps: StepsToPrint
    most: int  # SOTTO_VOTES
    undo: timedelta  # SOTTO_UNDO
    settled: Callable[[Settled], Awaitable[str | None]]
    """Told of each card that was settled; may answer with what the card says instead."""
    appeals: Appeals
    alarms: int = 0  # messages that are never published and that nobody sees
    _faces: dict[str, ReviewCardText] = field(default_factory=dict)
    _choosing: dict[str, ReviewCardText] = field(default_factory=dict)
    """The cards under which the reasons to reject are shown."""
    _said: dict[str, str] = field(default_factory=dict)
    _wanted: set[str] = field(default_factory=set)
    """The cards on hold that somebody asked for, to be shown once their old message is emptied."""
    _topics: dict[str, int] = field(default_factory=dict)
    """The cards that somebody asked for in a topic of the chat."""
    _refused: dict[str, int] = field(default_factory=dict)
    """How often Telegram refused a card: those that it did not refuse go first."""
    _undrawn_until: datetime | None = None
    rounds: Rounds = field(init=False)
    case_rounds: Rounds = field(init=False)  # through the cards of hidden posts

    def __post_init__(self) -> None:
        self.rounds, self.case_rounds = Rounds(self.clock), Rounds(self.clock)

    @property
    def turn(self) -> asyncio.Lock:
        """The room's lock: one hand at a time."""
        return self.room.turn

    @property
    def door(self) -> Door:
        return self.room.door

    async def sync(self) -> None:
        """Make one pass over all review cards."""
        async with self.turn:
            await self._settle()
            async with self.storage.reading() as tables:
                cards = await tables.review_cards.all()
            for card in sorted(cards, key=self._first_things):
                if not self._open():
                    return
                await self._one(card)
            if self._open():
                await self._look_for_one(cards)

    async def refresh(self, name: str) -> None:
        """Bring this card in step at once, since somebody pressed something."""
        async with self.turn:
            self._choosing.pop(name, None)
            await self._settle()
            async with self.storage.reading() as tables:
                card = await tables.review_cards.by_name(name)
            if card is not None and self._open():
                await self._one(card)

    async def stands_under(self, name: str, message_id: int) -> bool:
        """Whether this message is the card's. One whose sending had no known end is: whoever
        pressed has found it."""
        async with self.turn:
            async with self.storage.reading() as tables:
                card = await tables.review_cards.by_name(name)
            if card is None or card.message_id is not None:
                return card is not None and card.message_id == message_id
            async with self.storage.transaction() as tables:
                await tables.review_cards.shown(name, message_id)
                await raise_highest(tables, message_id)
            return True

    async def open_reasons(self, card: ReviewCard, face: ReviewCardText) -> None:
        """Show other buttons under a card, until somebody presses one."""
        async with self.turn:
            async with self.storage.reading() as tables:
                found = await tables.review_cards.by_name(card.name)
            if found is not None and found.message_id is not None:
                self._choosing[card.name] = face
                await self._draw(found, face)

    def look_for_all(self) -> None:
        """Look whether each waiting message is still there, since somebody asks what waits."""
        self.rounds.ask()
        self.case_rounds.ask()

    def want(self, names: Iterable[str], topic: int | None) -> None:
        """Show these, which were set aside, as soon as it can be done."""
        self._wanted |= set(names)
        if topic is not None:
            self._topics |= dict.fromkeys(names, topic)

    async def face(self, card: ReviewCard) -> ReviewCardText | None:
        """How the card should look now. None: it should be empty, or stay until it is settled."""
        if card.whisper is None:
            return await self._appeal(card.name)
        if card.set_aside:
            return None
        if card.verdict is not None and card.settles is not None:
            if card.settles <= self.clock.now():
                return None  # decided since this pass settled what was due: the next one does
            until = card.settles.astimezone(self.zone)
            return decided_face(card, until=until, exact=self.undo < _MINUTES, t=self.t)
        whisper = await self._whisper(card)
        return await self._open_face(card, whisper) if whisper else None

    def raise_alarm(self) -> None:
        """Note that something was refused that is never published: it is said with the next batch,
        without words, so that the moment does not tell who."""
        self.alarms += 1

    async def tell_alarms(self) -> None:
        count = self.alarms
        if count and self._open():
            async with self.storage.reading() as tables:
                silent = await quiet(tables)
            outcome = await self.moderators_chat.say(alarm_text(count, self.t), silent=silent)
            if self.door.made(outcome):
                self.alarms -= count

    async def _settle(self) -> None:
        now = self.clock.now()
        for each in await settle(storage=self.storage, mixing=self.mixing, now=now):
            await self.votes.forget(each.name)
            if (instead := await self.settled(each)) is not None:
                self._said[each.name] = instead

    async def _one(self, card: ReviewCard) -> None:
        if card.whisper is None:
            face = await self._appeal(card.name)
            if face is None:
                await self._empty(card)
            elif card.message_id is None:
                await self._bring(card, face)
        elif card.set_aside:
            await self._put_aside(card)
        elif card.message_id is None:
            await self._show(card)
        elif card.name in self._choosing and card.verdict is None:
            return
        elif card.name in self._faces or card.verdict is not None:
            face = await self.face(card)
            if face is not None and self._faces.get(card.name) != face:
                await self._draw(card, face)

    async def _look_for_one(self, cards: Iterable[ReviewCard]) -> None:
        """Look whether a waiting card is still there, by an edit that changes nothing; where there
        is nothing to edit, the card is shown anew."""
        waiting = {
            card.name: card
            for card in cards
            if card.message_id is not None and card.verdict is None
        }
        self.rounds.keep(card.name for card in cards)  # with those shown in this very pass
        name = self.rounds.next(waiting)
        if name is None:
            return
        async with self.storage.reading() as tables:
            card = await tables.review_cards.by_name(name)
        if card is None or card.message_id is None or card.verdict is not None:
            return  # decided in this very pass
        face = self._choosing.get(name) or await self.face(card)
        if face is not None:
            await self._draw(card, face)

    async def _empty(self, card: ReviewCard) -> None:
        """Remove words and picture from the message; then nothing ties it to a whisper."""
        if card.message_id is not None:
            if not await self._blank(card):
                return
        elif card.high is not None:
            await self._look_for_lost(card.high, card.high + MOST, text=card.queue is Queue.APPEAL)
        async with self.storage.transaction() as tables:
            await tables.review_cards.drop([card.name])
            if card.message_id is not None:
                await keep(tables, card.message_id)
        self._forget(card.name)

    async def _put_aside(self, card: ReviewCard) -> None:
        """Remove words and picture of a card on hold from the message; the card keeps its name."""
        if card.message_id is not None:
            if not await self._blank(card):
                return
            async with self.storage.transaction() as tables:
                await tables.review_cards.hidden(card.name, card.message_id)
                await keep(tables, card.message_id)
            self._forget(card.name)
        if card.name in self._wanted:
            async with self.storage.transaction() as tables:
                await tables.review_cards.recall(card.name)
            self._wanted.discard(card.name)
            await self._show(replace(card, message_id=None, verdict=None))

    async def _blank(self, card: ReviewCard) -> bool:
        """Empty the message but for what was decided."""
        assert card.message_id is not None
        line = f"<b>{card.name}</b> {await self._end(card)}"
        if card.queue is Queue.APPEAL:
            return self.door.changed(await self.moderators_chat.rewrite(card.message_id, line))
        return self.door.changed(await self.moderators_chat.redraw(card.message_id, blank(), line))

    async def _end(self, card: ReviewCard) -> str:
        """Return what the emptied card says. HTML."""
        allow = None
        if card.queue is Queue.APPEAL:
            allow = await self.appeals.decision(card.name, self.clock.now())
        if allow is not None:
            return answered_text(self.t, allow=allow)
        return self._said.get(card.name) or said(card, self.t)

    def _forget(self, name: str) -> None:
        for known in (self._faces, self._choosing, self._said, self._refused):
            known.pop(name, None)

    async def _show(self, card: ReviewCard) -> None:
        if card.verdict is not None or not self.room.has_place:
            return
        whisper = await self._whisper(card)
        if whisper is None:
            return  # withdrawn this moment; the next pass parts them
        try:
            photo = await self.studio.card(await self._order(whisper, card.name))
        except Exception as error:  # noqa: BLE001  the studio is outside; a later pass tries again
            report(error, Event.UNEXPECTED)
            self._undrawn_until = self.clock.now() + _AGAIN
            return
        face = await self._open_face(card, whisper)
        await self._bring(card, face, photo, spoiler=whisper.photo is not None)

    async def _bring(
        self,
        card: ReviewCard,
        face: ReviewCardText,
        photo: bytes | None = None,
        *,
        spoiler: bool = False,
    ) -> None:
        """Send a new message for this card: a picture, or for an appeal a text."""
        if not self.room.has_place:
            return
        async with self.storage.transaction() as tables:
            high = await highest(tables)
            await tables.review_cards.attempt(card.name, high if card.high is None else card.high)
            silent = await quiet(tables)
        self.room.sends()
        began = self.clock.now()
        chat = self.moderators_chat.for_queue(topic_of(card.queue), self._topics.get(card.name))
        if photo is None:
            outcome = await chat.say(face.html, rows=face.rows, silent=silent)
        else:
            outcome = await chat.show(
                photo, face.html, rows=face.rows, spoiler=spoiler, silent=silent
            )
        if self.door.made(outcome) and isinstance(outcome, Delivered):
            async with self.storage.transaction() as tables:
                await tables.review_cards.shown(card.name, outcome.message_id)
                await raise_highest(tables, outcome.message_id)
            self._faces[card.name] = face
            self._refused.pop(card.name, None)
            self.rounds.seen(card.name, began)
            if card.high is not None:
                await self._look_for_lost(card.high, outcome.message_id, text=photo is None)
            return
        if isinstance(outcome, Refused):
            self._refused[card.name] = self._refused.get(card.name, 0) + 1
        if not isinstance(outcome, Unknown) and card.high is None:
            async with self.storage.transaction() as tables:
                await tables.review_cards.attempt(card.name, None)

    async def _look_for_lost(self, after: int, before: int, *, text: bool = False) -> None:
        await delete_lost(
            storage=self.storage,
            moderators_chat=self.moderators_chat,
            after=after,
            before=before,
            text=text,
        )

    async def _draw(self, card: ReviewCard, face: ReviewCardText) -> None:
        assert card.message_id is not None
        change = (
            self.moderators_chat.rewrite
            if card.queue is Queue.APPEAL
            else self.moderators_chat.relabel
        )
        began = self.clock.now()
        outcome = await change(card.message_id, face.html, rows=face.rows)
        if isinstance(outcome, Refused) and outcome.gone:
            await self._vanished(card)
        elif self.door.changed(outcome):
            self._faces[card.name] = face
            self.rounds.seen(card.name, began)

    async def _vanished(self, card: ReviewCard) -> None:
        """Note that somebody deleted the message, or the chat's timer did. What waits is shown
        anew."""
        assert card.message_id is not None
        async with self.storage.transaction() as tables:
            await tables.review_cards.hidden(card.name, card.message_id)
        self._forget(card.name)
        log(Event.CARD_VANISHED, count=1)

    def _open(self) -> bool:
        drawn = self._undrawn_until is None or self.clock.now() >= self._undrawn_until
        return drawn and self.door.is_open

    async def _whisper(self, card: ReviewCard) -> Whisper | None:
        if card.whisper is None:
            return None
        async with self.storage.reading() as tables:
            return await tables.whispers.by_key(card.whisper)

    async def _appeal(self, name: str) -> ReviewCardText | None:
        """How it looks as long as it waits for an answer."""
        appeal = await self.appeals.get(name, self.clock.now())
        return appeal_face(name, appeal.plea, self.t) if appeal else None

    async def _open_face(self, card: ReviewCard, whisper: Whisper) -> ReviewCardText:
        step = await self.steps.of(whisper.place, self.clock.now())
        votes = {each: await self.votes.count(card.name, each) for each in Verdict}
        question = await question_of(whisper, storage=self.storage)
        return open_face(card, whisper, step, question, votes=votes, most=self.most, t=self.t)

    async def _order(self, whisper: Whisper, name: str) -> CardOrder:
        imprint = f"{self.place.imprint} · {name}"
        return await order_of(whisper, imprint, size=self.size, storage=self.storage)

    def _first_things(self, card: ReviewCard) -> tuple[int, int, int, str]:
        """Return a sort key: what must vanish goes first, then what was refused least often, then
        the queues in their order, each in no order."""
        refused = self._refused.get(card.name, 0)
        queues = list(type(card.queue))
        return (card.whisper is not None, refused, queues.index(card.queue), card.name)
