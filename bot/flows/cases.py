"""Cases: what reports have hidden stands in the moderators' chat until it is decided.

Which cases there are follows from the posts alone: a hidden post without a card gets one, a card
whose post is no longer hidden says what became of it. So nothing is forgotten by a crash, and
a decision shows there however it was made: by a button, a command, the author or the operator.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channel import Delivered, Outcome, Refused, TryLater, Unknown
from bot.desk import Desk, Rows
from bot.domain.captions import first_line_of, post_link
from bot.domain.parcel import Change
from bot.domain.reports import Reason
from bot.domain.whisper import Whisper
from bot.flows import compose
from bot.flows.lost_cards import MOST, delete_lost, highest, keep, raise_highest
from bot.flows.press import Press
from bot.flows.report import LABELS
from bot.flows.summary import quiet
from bot.i18n import Translator, _
from storage import Tables
from storage.cases import Case
from storage.posts import Post
from storage.reports import Report

_PATIENCE = timedelta(seconds=30)
"""Until the next try, where Telegram names no time."""

_ENDS = {
    Change.RESTORED: _("{post} stands in the channel again."),
    Change.REMOVED: _("{post} was removed."),
    Change.WITHDRAWN: _("{post} was taken back by its author."),
}


@dataclass(slots=True)
class Cases:
    press: Press
    desk: Desk
    needed: int  # votes to remove
    votes: Callable[[int], int]  # number -> votes to remove it so far
    turn: asyncio.Lock  # the clerk's
    not_before: datetime | None = None

    async def due(self) -> None:
        """A tick."""
        now = self.press.clock.now()
        if self.not_before is not None and now < self.not_before:
            return
        try:
            async with self.turn:
                await self._look(now)
        except Exception:
            self.not_before = now + _PATIENCE
            raise

    async def _look(self, now: datetime) -> None:
        async with self.press.storage.reading() as tables:
            hidden = await tables.posts.hidden()
            cases = await tables.cases.all()
        numbers = {post.number for post in hidden}
        known = {case.number for case in cases if case.message_id is not None}
        for post in hidden:
            if post.number not in known and not self._reached(await self._show(post), now):
                return
        for case in cases:
            if case.number not in numbers and not self._reached(await self._close(case), now):
                return

    def _reached(self, outcome: Outcome | None, now: datetime) -> bool:
        """False: the chat takes nothing just now; all of it is tried again later."""
        if outcome is None or isinstance(outcome, Delivered):
            return True
        after = outcome.after if isinstance(outcome, TryLater) else None
        self.not_before = now + (after or _PATIENCE)
        return False

    async def _show(self, post: Post) -> Outcome | None:
        """The card as it stood in the channel, without its number, and why it is hidden."""
        number = post.number or 0
        async with self.press.storage.reading() as tables:
            shown = await tables.whispers.by_number(number)
            whisper = await tables.whispers.by_key(shown.key) if shown else None
            reports = await tables.reports.of(number)
            silent = await quiet(tables)
        if whisper is None:
            return None
        press, t = self.press, self.press.house.t
        card = await compose.card(whisper, studio=press.studio, house=press.house)
        async with press.storage.transaction() as tables:
            lost_after = await tables.cases.attempt(number, await highest(tables))
        outcome = await self.desk.show(
            card.photo,
            case_text(post, reports, press.house.username, t),
            rows=case_buttons(number, self.votes(number), self.needed, t),
            spoiler=_blurred(whisper),
            silent=silent,
        )
        if isinstance(outcome, Delivered):
            async with press.storage.transaction() as tables:
                await tables.cases.shown(number, outcome.message_id)
                await raise_highest(tables, outcome.message_id)
            if lost_after is not None:
                await self._delete_lost(lost_after, outcome.message_id)
        elif not isinstance(outcome, Unknown) and lost_after is None:
            async with press.storage.transaction() as tables:
                await tables.cases.close(number)
        return outcome

    async def _delete_lost(self, after: int, before: int) -> None:
        await delete_lost(storage=self.press.storage, desk=self.desk, after=after, before=before)

    async def _close(self, case: Case) -> Outcome | None:
        """Picture and words leave the moderators' chat; what became of it stays."""
        press, t = self.press, self.press.house.t
        if case.message_id is None:  # decided before we knew whether it stands there
            if case.high is not None:
                await self._delete_lost(case.high, case.high + MOST)
            async with press.storage.transaction() as tables:
                await tables.cases.close(case.number)
            return None
        async with press.storage.reading() as tables:
            change = await _end_of(tables, case.number)
            post = await tables.posts.by_number(case.number)
        link = first_line_of(case.number)
        if change is Change.RESTORED and post is not None:
            link = _linked(post, press.house.username)
        sentence = t(_ENDS[change], post=first_line_of(case.number))
        photo = await press.studio.notice(sentence)
        outcome: Outcome = await self.desk.redraw(
            case.message_id, photo, t(_ENDS[change], post=link)
        )
        if isinstance(outcome, Delivered | Refused):  # refused: somebody deleted it there
            async with press.storage.transaction() as tables:
                await tables.cases.close(case.number)
                await keep(tables, case.message_id)
            return None
        return outcome


async def _end_of(tables: Tables, number: int) -> Change:
    post = await tables.posts.by_number(number)
    whisper = await tables.whispers.by_number(number)
    if post is not None and post.state == "live":
        return Change.RESTORED
    withdrawn = whisper is not None and whisper.state == "withdrawn"
    return Change.WITHDRAWN if withdrawn else Change.REMOVED


def _blurred(whisper: Whisper) -> bool:
    """People's own pictures, and what its author called heavy, show themselves at a tap only."""
    return whisper.photo is not None or whisper.cover


def _linked(post: Post, username: str | None) -> str:
    address = post_link(post.chat, username, post.message_id)
    return f'<a href="{address}">{first_line_of(post.number or 0)}</a>'


def case_text(post: Post, reports: tuple[Report, ...], username: str | None, t: Translator) -> str:
    """Why it is hidden, in the readers' own counts. HTML."""
    lines = ["⚑ " + t("{post} is hidden: readers reported it.", post=_linked(post, username))]
    for each in reports:
        emoji, label = LABELS[Reason(each.reason)]
        tail = " · " + t("looked at before") if each.immune else ""
        lines.append(f"{emoji} {t(label)}: {t.number(each.count)}{tail}")
    lines.append("")
    lines.append(t("Restored, it is not hidden for these reasons again."))
    return "\n".join(lines)


def case_buttons(number: int, votes: int, needed: int, t: Translator) -> Rows:
    return [
        [
            ("♻️ " + t("Restore"), f"m:restore:{number}"),
            (f"🗑 {t('Remove')} · {votes}/{needed}", f"m:drop:{number}"),
        ]
    ]
