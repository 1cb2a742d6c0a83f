"""HiddenPostCards: what readers have reported stands in the moderators' chat until it is decided.

Which cases there are follows from the posts: a hidden one without a card gets one, and so does one
that the brake has left standing; a card whose post is decided says what became of it. So nothing is
forgotten by a crash, and a decision shows there however it was made: by a button, a command, the
author or the operator.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.captions import first_line_of, post_link
from bot.domain.outcome import Delivered, Refused, Unknown
from bot.domain.parcel import Change
from bot.domain.reports import Reason
from bot.domain.review import RoomTopic
from bot.domain.states import PostState
from bot.domain.whisper import Whisper
from bot.flows.moderation.buttons import Action, button
from bot.flows.moderation.card_rounds import Rounds
from bot.flows.moderation.door import Door
from bot.flows.moderation.lost_messages import MOST, delete_lost, highest, keep, raise_highest
from bot.flows.moderation.remove import stands_reported
from bot.flows.moderation.report import LABELS
from bot.flows.moderation.summary import quiet
from bot.flows.moderation.voting import vote_button
from bot.flows.ports import ModeratorsChat, Rows
from bot.flows.publishing import content
from bot.flows.publishing.publisher import Publisher
from bot.i18n import Translator, _
from bot.logs import Event, log
from storage import Storage, Tables
from storage.hidden_posts import Case
from storage.posts import Post
from storage.reports import Report

_PATIENCE = timedelta(seconds=30)
"""The time until the next try when a card could not be drawn."""

_ENDS = {
    Change.RESTORED: _("{post} is back in the channel."),
    Change.REMOVED: _("{post} was removed."),
    Change.WITHDRAWN: _("{post} was withdrawn by its author."),
}


@dataclass(slots=True)
class HiddenPostCards:
    press: Publisher
    moderators_chat: ModeratorsChat
    needed: int  # votes to remove
    votes: Callable[[int], Awaitable[int]]  # number -> votes to remove it so far
    turn: asyncio.Lock  # the review cards' own, like the next two
    door: Door
    rounds: Rounds
    not_before: datetime | None = None

    async def due(self) -> None:
        """A tick: bring the messages in step with the hidden posts."""
        now = self.press.clock.now()
        if (self.not_before is not None and now < self.not_before) or not self.door.is_open:
            return
        try:
            async with self.turn:
                await self._look()
        except Exception:
            self.not_before = now + _PATIENCE
            raise

    async def any(self) -> bool:
        """Whether a post is hidden, or a message of this chat stands for one."""
        async with self.press.storage.reading() as tables:
            return bool(await tables.posts.hidden() or await tables.hidden_posts.all())

    async def _look(self) -> None:
        async with self.press.storage.reading() as tables:
            open_ = {post.number: post for post in await tables.posts.hidden()}
            cases = await tables.hidden_posts.all()
            for case in cases:
                post = await tables.posts.by_number(case.number) if case.standing else None
                if post is not None and await stands_reported(tables, case.number):
                    open_[case.number] = post
        known = {case.number: case for case in cases if case.message_id is not None}
        for number, post in open_.items():
            if number not in known and not await self._show(post):
                return
        for case in cases:
            if case.number not in open_ and not await self._close(case):
                return
        waiting = {_name(number): case for number, case in known.items() if number in open_}
        self.rounds.keep(map(_name, open_))  # with those shown in this very pass
        name = self.rounds.next(waiting)
        if name is not None:
            await self._look_for(waiting[name], open_[waiting[name].number])

    async def _look_for(self, case: Case, post: Post) -> None:
        """Look whether its card is still there, by an edit that changes nothing; where there is
        nothing to edit, the next look shows it anew."""
        assert case.message_id is not None
        async with self.press.storage.reading() as tables:
            reports = await tables.reports.of(case.number)
        house, began = self.press.house, self.press.clock.now()
        outcome = await self.moderators_chat.relabel(
            case.message_id,
            case_text(post, reports, house.username, house.t),
            rows=case_buttons(post, await self.votes(case.number), self.needed, house.t),
        )
        if isinstance(outcome, Refused) and outcome.gone:
            async with self.press.storage.transaction() as tables:
                await tables.hidden_posts.lost(case.number)
            log(Event.CARD_VANISHED, count=1)
        elif self.door.changed(outcome):
            self.rounds.seen(_name(case.number), began)

    async def _show(self, post: Post) -> bool:
        """Show the card as it stood in the channel, without its number, and why it is hidden.
        False: the chat takes nothing just now; all of it is tried again later."""
        number = post.number or 0
        async with self.press.storage.reading() as tables:
            shown = await tables.whispers.by_number(number)
            whisper = await tables.whispers.by_key(shown.key) if shown else None
            reports = await tables.reports.of(number)
            place = await tables.places.shown_of(number)
            silent = await quiet(tables)
        if whisper is None:
            return True
        press, t = self.press, self.press.house.t
        card = await content.card(whisper, place, studio=press.studio, house=press.house)
        async with press.storage.transaction() as tables:
            lost_after = await tables.hidden_posts.attempt(number, await highest(tables))
        began = press.clock.now()
        outcome = await self.moderators_chat.for_queue(RoomTopic.REPORTS).show(
            card.photo,
            case_text(post, reports, press.house.username, t),
            rows=case_buttons(post, await self.votes(number), self.needed, t),
            spoiler=_blurred(whisper),
            silent=silent,
        )
        if self.door.made(outcome) and isinstance(outcome, Delivered):
            self.rounds.seen(_name(number), began)
            async with press.storage.transaction() as tables:
                await tables.hidden_posts.shown(number, outcome.message_id)
                await raise_highest(tables, outcome.message_id)
            if lost_after is not None:
                await self._delete_lost(lost_after, outcome.message_id)
            return True
        if not isinstance(outcome, Unknown) and lost_after is None:
            async with press.storage.transaction() as tables:
                await tables.hidden_posts.lost(number)
        return False

    async def _delete_lost(self, after: int, before: int) -> None:
        await delete_lost(
            storage=self.press.storage,
            moderators_chat=self.moderators_chat,
            after=after,
            before=before,
        )

    async def _close(self, case: Case) -> bool:
        """Remove picture and words from the moderators' chat; what became of the post stays."""
        press, t = self.press, self.press.house.t
        if case.message_id is None:  # decided before we knew whether it stands there
            if case.high is not None:
                await self._delete_lost(case.high, case.high + MOST)
            async with press.storage.transaction() as tables:
                await tables.hidden_posts.close(case.number)
            return True
        async with press.storage.reading() as tables:
            change = await _end_of(tables, case.number)
            post = await tables.posts.by_number(case.number)
        link = first_line_of(case.number)
        if change is Change.RESTORED and post is not None:
            link = _linked(post, press.house.username)
        sentence = t(_ENDS[change], post=first_line_of(case.number))
        photo = await press.studio.notice(sentence)
        outcome = await self.moderators_chat.redraw(
            case.message_id, photo, t(_ENDS[change], post=link)
        )
        done = self.door.changed(outcome)
        if done:
            async with press.storage.transaction() as tables:
                await tables.hidden_posts.close(case.number)
                await keep(tables, case.message_id)
        return done


async def _end_of(tables: Tables, number: int) -> Change:
    post = await tables.posts.by_number(number)
    whisper = await tables.whispers.by_number(number)
    if post is not None and post.state is PostState.LIVE:
        return Change.RESTORED
    withdrawn = whisper is not None and whisper.state == "withdrawn"
    return Change.WITHDRAWN if withdrawn else Change.REMOVED


def _name(number: int | None) -> str:
    """Return the name under which the rounds know it."""
    return f"case {number}"


def _blurred(whisper: Whisper) -> bool:
    """Tell whether it shows itself at a tap only: people's own pictures, and what its author called
    heavy."""
    return whisper.photo is not None or whisper.cover


def _linked(post: Post, username: str | None) -> str:
    address = post_link(post.chat, username, post.message_id)
    return f'<a href="{address}">{first_line_of(post.number or 0)}</a>'


@dataclass(frozen=True, slots=True)
class CaseFace:
    """The text of a case's message, as HTML, and its buttons."""

    html: str
    rows: Rows


async def case_face(
    number: int, *, storage: Storage, votes: int, needed: int, username: str | None, t: Translator
) -> CaseFace | None:
    """How it looks now. None: there is no such post."""
    async with storage.reading() as tables:
        post = await tables.posts.by_number(number)
        reports = await tables.reports.of(number)
    if post is None:
        return None
    return CaseFace(case_text(post, reports, username, t), case_buttons(post, votes, needed, t))


def case_text(post: Post, reports: tuple[Report, ...], username: str | None, t: Translator) -> str:
    """Say why it is shown there, in the readers' own counts. HTML."""
    sentence = (
        t("{post} is hidden: readers reported it.", post=_linked(post, username))
        if post.state is PostState.HIDDEN
        else t(
            "{post} is still up: readers reported it, but reports alone may not hide this many "
            "at once.",
            post=_linked(post, username),
        )
    )
    lines = [f"⚑ {sentence}"]
    for each in reports:
        emoji, label = LABELS[Reason(each.reason)]
        tail = " · " + t("checked before") if each.immune else ""
        lines.append(f"{emoji} {t(label)}: {t.number(each.times)}{tail}")
    lines.append("")
    lines.append(t("Once restored, it won’t be hidden for these reasons again."))
    return "\n".join(lines)


def case_buttons(post: Post, votes: int, needed: int, t: Translator) -> Rows:
    number = post.number or 0
    remove = vote_button("🗑 " + t("Remove"), votes, needed, Action.DROP, number, t=t)
    if post.state is PostState.HIDDEN:
        return [[button("♻️ " + t("Restore"), Action.RESTORE, number), remove]]
    stay = button("✖️ " + t("Leave it up"), Action.RESTORE, number)
    return [
        [button("🙈 " + t.p("a post from readers", "Hide"), Action.HIDE, number), stay],
        [remove],
    ]
