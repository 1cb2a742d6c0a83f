"""Sheets of replies in the moderators' chat: shows what waits, keeps the messages in step with what
was decided, and takes the words out of them in the end.

As with review cards: one pass after another, from the tables; a call that fails is made again in a
later pass; a sheet whose sending has no known end is sent again, and what the lost call may have
left is looked for and deleted; one whose message was deleted is shown anew. A page of a published
thread is a sheet too, so that words which are taken down leave it at once; it closes by itself.
"""

import random
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.outcome import Delivered, Refused, Unknown
from bot.domain.replies.reply import Reply, ReplyKey
from bot.domain.replies.slots import ReplySlots
from bot.domain.review import RoomTopic
from bot.flows.moderation.card_rounds import Rounds
from bot.flows.moderation.lost_messages import MOST, delete_lost, highest, keep, raise_highest
from bot.flows.moderation.review_card_text import ReviewCardText
from bot.flows.moderation.room import ModeratorsRoom
from bot.flows.moderation.summary import quiet
from bot.flows.ports import ModeratorsChat
from bot.flows.replies.decide import (
    Ends,
    call_held,
    is_care,
    lay_sheets,
    needed_for,
    settle,
    stand_of_sheet,
    subject_of,
)
from bot.flows.replies.removal import reply_removal_votes
from bot.flows.replies.sheet_text import (
    ON_PAGE,
    ROOM,
    SheetReply,
    closed_page,
    decided_sheet,
    ends_text,
    open_sheet,
    page_of_thread,
    weigh,
)
from bot.i18n import Translator
from bot.logs import Event, log
from bot.memory.votes import VoteBook
from storage import Storage, Tables
from storage.reply_sheets import ReplySheet

PAGE_STAYS = timedelta(minutes=15)
"""The time after which a page of a thread closes, since it was asked for or turned."""

_MINUTES = timedelta(minutes=2)  # from here on minutes say enough


@dataclass(slots=True)
class ReplySheets:
    storage: Storage
    moderators_chat: ModeratorsChat
    room: ModeratorsRoom
    slots: ReplySlots
    clock: Clock
    rng: random.Random
    votes: VoteBook
    t: Translator
    zone: ZoneInfo
    most: int  # SOTTO_VOTES
    undo: timedelta  # SOTTO_UNDO
    on_rejected: Callable[[ReplyKey], Awaitable[None]]
    """Told of each reply that moderators reject, once that is certain."""
    _faces: dict[str, ReviewCardText] = field(default_factory=dict)
    _choosing: dict[str, tuple[ReviewCardText, ReviewCardText]] = field(default_factory=dict)
    """The sheets under which the reasons to reject are shown: how each looked before, and since."""
    _read: dict[str, tuple[object, ReviewCardText]] = field(default_factory=dict)
    """What an open sheet was made of, and its text, so that its words are not checked anew at each
    pass."""
    _touched: set[str] = field(default_factory=set)
    """The sheets on which somebody pressed something, so they are drawn though nobody knows how
    they look."""
    _said: dict[str, str] = field(default_factory=dict)
    _topics: dict[str, int] = field(default_factory=dict)
    rounds: Rounds = field(init=False)

    def __post_init__(self) -> None:
        self.rounds = Rounds(self.clock)

    async def sync(self) -> None:
        """Make one pass over all sheets."""
        async with self.room.turn:
            await self._settle()
            await lay_sheets(
                storage=self.storage,
                now=self.clock.now(),
                rng=self.rng,
                weigh=self._weigh,
                most=ROOM,
            )
            async with self.storage.reading() as tables:
                sheets = [
                    (await self._urgency(tables, each), each)
                    for each in await tables.reply_sheets.all()
                ]
            for _urgency, sheet in sorted(sheets, key=lambda each: (each[0], each[1].name)):
                if not self.room.door.is_open:
                    return
                await self._one(sheet)
            if self.room.door.is_open:
                await self._look_for_one()

    async def refresh(self, name: str) -> None:
        """Bring this sheet in step at once, since somebody pressed something."""
        self._choosing.pop(name, None)
        self._touched.add(name)
        await self.sync()

    async def touch_pages(self) -> None:
        """Bring pages of threads in step, since somebody pressed something on one."""
        async with self.storage.reading() as tables:
            sheets = await tables.reply_sheets.all()
        self._touched |= {each.name for each in sheets if each.thread is not None}
        await self.sync()

    async def next_look(self) -> datetime | None:
        """Return when something is to be done here. None: nothing waits."""
        async with self.storage.reading() as tables:
            if sheets := await tables.reply_sheets.all():
                ends = [each.until for each in sheets if each.until is not None]
                return min([self.clock.now() + _SHOWN, *ends])
            if await tables.channels.is_closed(self.storage.scope.channel):
                return None
            return await tables.replies.next_look()

    async def stands_under(self, name: str, message_id: int) -> bool | None:
        """Whether this message is the sheet's. One whose sending had no known end is: whoever
        pressed has found it. None: there is no such sheet."""
        async with self.room.turn:
            async with self.storage.reading() as tables:
                sheet = await tables.reply_sheets.by_name(name)
            if sheet is None or sheet.message_id is not None:
                return None if sheet is None else sheet.message_id == message_id
            async with self.storage.transaction() as tables:
                await tables.reply_sheets.shown(name, message_id)
                await raise_highest(tables, message_id)
            return True

    async def show_reasons(
        self, name: str, rows: Callable[[ReviewCardText], ReviewCardText]
    ) -> None:
        """Show other buttons under a sheet, until somebody presses one."""
        async with self.room.turn:
            async with self.storage.reading() as tables:
                sheet = await tables.reply_sheets.by_name(name)
            face = None if sheet is None else await self._face(sheet)
            if sheet is not None and face is not None and sheet.message_id is not None:
                chosen = rows(face)
                self._choosing[name] = (face, chosen)
                await self._draw(sheet, chosen)

    async def call_held(self, topic: int | None) -> int:
        """Show what was set aside; returns on how many sheets."""
        names = await call_held(
            storage=self.storage,
            now=self.clock.now(),
            rng=self.rng,
            weigh=self._weigh,
            most=ROOM,
        )
        self._in_topic(names, topic)
        return len(names)

    def in_topic(self, name: str, topic: int | None) -> None:
        self._in_topic([name], topic)

    def _in_topic(self, names: Iterable[str], topic: int | None) -> None:
        if topic is not None:
            self._topics |= dict.fromkeys(names, topic)

    def look_for_all(self) -> None:
        """Look whether each waiting message is still there, since somebody asks what waits."""
        self.rounds.ask()

    def note(self, name: str, end: str) -> None:
        """Set what the emptied sheet says."""
        self._said[name] = end

    async def _settle(self) -> None:
        done = await settle(
            storage=self.storage,
            slots=self.slots,
            rng=self.rng,
            zone=self.zone,
            now=self.clock.now(),
        )
        for each in done:
            self._said[each.name] = ends_text(each.ends, self.t)
            for key in each.rejected:
                await self.on_rejected(key)

    async def _urgency(self, tables: Tables, sheet: ReplySheet) -> int:
        """Return a sort key: first what must be emptied, then what somebody asked for, then who is
        not well."""
        if sheet.thread is not None:
            return 1
        replies = await tables.replies.on_sheet(sheet.name)
        if not replies or sheet.decided:
            return 0
        if sheet.message_id is not None:
            return 2
        return 3 if any(map(is_care, replies)) else 4

    async def _one(self, sheet: ReplySheet) -> None:
        face = await self._face(sheet)
        if face is None:
            await self._empty(sheet)
        elif sheet.message_id is None:
            await self._bring(sheet, face)
        elif sheet.name in self._choosing and self._choosing[sheet.name][0] == face:
            return
        elif self._known(sheet.name) and self._faces.get(sheet.name) != face:
            self._choosing.pop(sheet.name, None)
            await self._draw(sheet, face)

    def _known(self, name: str) -> bool:
        """Tell whether it is known how a sheet looks. After a start it is not: rounds draw sheets
        one by one."""
        return name in self._faces or name in self._touched

    async def _face(self, sheet: ReplySheet) -> ReviewCardText | None:
        """How it should look now. None: it should be empty."""
        async with self.storage.reading() as tables:
            if sheet.thread is not None:
                return await self._page(tables, sheet, sheet.thread)
            replies = await tables.replies.on_sheet(sheet.name)
            if not replies:
                return None
            if sheet.until is not None:
                rejected = sum(each.crossed for each in replies)
                return decided_sheet(
                    sheet,
                    Ends(len(replies) - rejected, rejected),
                    until=sheet.until.astimezone(self.zone),
                    exact=self.undo < _MINUTES,
                    t=self.t,
                )
            stand = stand_of_sheet(sheet.name, replies)
            votes = await self.votes.count(subject_of(sheet.name), stand)
            known = self._read.get(sheet.name)
            if known is not None and known[0] == (replies, votes):
                return known[1]
            shown = [await _shown(tables, each) for each in replies]
        face = open_sheet(
            sheet, shown, votes=votes, needed=needed_for(replies, self.most), t=self.t
        )
        self._read[sheet.name] = ((replies, votes), face)
        return face

    async def _page(self, tables: Tables, sheet: ReplySheet, number: int) -> ReviewCardText | None:
        thread = await tables.replies.thread(number)
        if not thread or sheet.until is None or sheet.until <= self.clock.now():
            return None
        last = (len(thread) - 1) // ON_PAGE
        start = min(sheet.page, last) * ON_PAGE
        page = thread[start : start + ON_PAGE]
        return page_of_thread(
            sheet,
            [await _shown(tables, each) for each in page],
            count=len(thread),
            locked=(await tables.threads.of(number)).locked,
            votes={
                each.key: await reply_removal_votes(self.votes, number, each.ordinal or 0)
                for each in page
            },
            needed=self.most,
            t=self.t,
        )

    async def _look_for_one(self) -> None:
        """Look whether a waiting sheet is still there, by an edit that changes nothing; where there
        is nothing to edit, the sheet is shown anew."""
        async with self.storage.reading() as tables:
            waiting = {
                each.name: each
                for each in await tables.reply_sheets.all()
                if each.message_id is not None and not each.decided
            }
        self.rounds.keep(waiting)
        name = self.rounds.next(waiting)
        if name is None:
            return
        face = await self._face(waiting[name])
        if face is not None:
            base, chosen = self._choosing.get(name, (face, face))
            await self._draw(waiting[name], chosen if base == face else face)

    async def _empty(self, sheet: ReplySheet) -> None:
        """Remove the words from the message; then nothing ties it to a reply."""
        if sheet.message_id is not None:
            outcome = await self.moderators_chat.rewrite(sheet.message_id, self._end(sheet))
            if not self.room.door.changed(outcome):
                return
        elif sheet.high is not None:
            await self._delete_lost(sheet.high, sheet.high + MOST)
        async with self.storage.transaction() as tables:
            await tables.reply_sheets.drop(sheet.name)
            if sheet.message_id is not None:
                await keep(tables, sheet.message_id)
        self._forget(sheet.name)

    def _end(self, sheet: ReplySheet) -> str:
        if sheet.thread is not None:
            return closed_page(sheet.thread, self.t)
        said = self._said.get(sheet.name) or self.t("already handled, or withdrawn")
        return f"💬 <b>{sheet.name}</b> {said}"

    def _forget(self, name: str) -> None:
        self._touched.discard(name)
        for known in (self._faces, self._said, self._topics, self._choosing, self._read):
            known.pop(name, None)

    async def _bring(self, sheet: ReplySheet, face: ReviewCardText) -> None:
        """Send a new message for this sheet."""
        if not self.room.has_place:
            return
        async with self.storage.transaction() as tables:
            high = await highest(tables)
            await tables.reply_sheets.attempt(
                sheet.name, high if sheet.high is None else sheet.high
            )
            silent = await quiet(tables)
        self.room.sends()
        began = self.clock.now()
        chat = self.moderators_chat.for_queue(RoomTopic.REPLIES, self._topics.get(sheet.name))
        outcome = await chat.say(face.html, rows=face.rows, silent=silent)
        if self.room.door.made(outcome) and isinstance(outcome, Delivered):
            async with self.storage.transaction() as tables:
                await tables.reply_sheets.shown(sheet.name, outcome.message_id)
                await raise_highest(tables, outcome.message_id)
            self._faces[sheet.name] = face
            self.rounds.seen(sheet.name, began)
            if sheet.high is not None:
                await self._delete_lost(sheet.high, outcome.message_id)
        elif not isinstance(outcome, Unknown) and sheet.high is None:
            async with self.storage.transaction() as tables:
                await tables.reply_sheets.attempt(sheet.name, None)

    async def _delete_lost(self, after: int, before: int) -> None:
        await delete_lost(
            storage=self.storage,
            moderators_chat=self.moderators_chat,
            after=after,
            before=before,
            text=True,
        )

    async def _draw(self, sheet: ReplySheet, face: ReviewCardText) -> None:
        assert sheet.message_id is not None
        began = self.clock.now()
        outcome = await self.moderators_chat.rewrite(sheet.message_id, face.html, rows=face.rows)
        if isinstance(outcome, Refused) and outcome.gone:
            async with self.storage.transaction() as tables:
                await tables.reply_sheets.hidden(sheet.name, sheet.message_id)
            self._faces.pop(sheet.name, None)
            self._choosing.pop(sheet.name, None)
            log(Event.CARD_VANISHED, count=1)
        elif self.room.door.changed(outcome):
            self._faces[sheet.name] = face
            self._touched.discard(sheet.name)
            self.rounds.seen(sheet.name, began)

    def _weigh(self, reply: Reply) -> int:
        return weigh(reply, self.t)


_SHOWN = timedelta(seconds=2)
"""The time between two passes while sheets stand there: they may have to be undone, looked for or
shown again."""


async def _shown(tables: Tables, reply: Reply) -> SheetReply:
    whisper = await tables.whispers.by_number(reply.number)
    ordinal = reply.ordinal
    reports = () if ordinal is None else await tables.reply_reports.of(reply.number, ordinal)
    return SheetReply(reply, "" if whisper is None else whisper.words, reports)
