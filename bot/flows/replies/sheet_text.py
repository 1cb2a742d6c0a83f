"""The text of a sheet of replies in the moderators' chat, and the buttons under it. Telegram
HTML."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from itertools import groupby

from bot.domain.captions import first_words, shorten, units
from bot.domain.inert import inert
from bot.domain.replies.reply import Reply, ReplyKey
from bot.domain.reports import Reason
from bot.flows.moderation.buttons import Action, ModeratorButton, button
from bot.flows.moderation.report import LABELS
from bot.flows.moderation.review_card_text import ReviewCardText, found_in, undo_until
from bot.flows.ports import Rows
from bot.flows.replies.decide import Ends, is_care, mark_of, stand_of_sheet
from bot.i18n import Translator
from storage.reply_reports import ReplyReport
from storage.reply_sheets import ReplySheet

ROOM = 3800
"""The most UTF-16 units of a sheet; Telegram lets a message have 4,096."""

_REPLY = 700
_HEADING = 100
_FOUND = 400
_ROW = 5
ON_PAGE = 10
"""The number of published replies on a page."""


@dataclass(frozen=True, slots=True)
class SheetReply:
    """A reply, the words that it answers, and what readers said about it."""

    reply: Reply
    whisper: str = field(repr=False, default="")
    reports: tuple[ReplyReport, ...] = ()


def weigh(reply: Reply, t: Translator) -> int:
    """How much room it takes at most on a sheet."""
    found = min(_FOUND, units(found_in(reply.words, reply.findings, t)))
    return _HEADING + min(_REPLY, units(inert(reply.words))) + found + 10 * len(LABELS)


def open_sheet(
    sheet: ReplySheet, shown: Sequence[SheetReply], *, votes: int, needed: int, t: Translator
) -> ReviewCardText:
    """Return the text of an undecided sheet: each reply with its number here, and what was found in
    it."""
    replies = [each.reply for each in shown]
    waiting = t.n("{n} reply is waiting.", "{n} replies are waiting.", len(shown))
    lines = [f"💬 <b>{sheet.name}</b> {waiting}"]
    if any(map(is_care, replies)):
        lines.append("🫂 " + t("It’s about suicide or self-harm."))
    lines += _by_thread(shown, lambda n, each: _waiting(n, each, t), t)
    stand = stand_of_sheet(sheet.name, replies)
    count = f" · {t.out_of(votes, needed)}" if needed > 1 else ""
    rows: list[Sequence[ModeratorButton]] = [
        [
            button(
                "✅ " + t.p("approve all replies", "All") + count, Action.ALL, sheet.name + stand
            ),
            button("⏸ " + t.p("decide later", "Hold"), Action.ASIDE, sheet.name),
        ]
    ]
    crosses = [
        button(
            f"↩️ {t.number(n)}" if reply.crossed else f"{t.number(n)} ✗",
            Action.CROSS,
            sheet.name + mark_of(sheet.name, reply.key),
        )
        for n, reply in enumerate(replies, 1)
    ]
    return ReviewCardText("\n".join(lines), [*rows, *in_rows(crosses)])


def in_rows(buttons: Sequence[ModeratorButton]) -> Rows:
    return [buttons[start : start + _ROW] for start in range(0, len(buttons), _ROW)]


def _by_thread(
    shown: Sequence[SheetReply], line: Callable[[int, SheetReply], str], t: Translator
) -> list[str]:
    lines = []
    numbered = enumerate(shown, 1)
    for number, group in groupby(numbered, lambda each: each[1].reply.number):
        entries = list(group)
        lines += ["", _heading(number, entries[0][1].whisper)]
        lines += [line(n, each) for n, each in entries]
    return lines


def _heading(number: int, whisper: str) -> str:
    words = f" <i>{_text(inert(first_words(whisper)))}</i>" if whisper else ""
    return f"<b>#{number}</b>{words}"


def _waiting(n: int, each: SheetReply, t: Translator) -> str:
    reply = each.reply
    words = _text(shorten(inert(reply.words), _REPLY))
    author = "✔ " + t("Author") + ": " if reply.author else ""
    text = f"<b>{t.number(n)}</b> {author}{words}"
    if reply.crossed:
        text = f"❌ <s>{text}</s>"
    if found := found_in(reply.words, reply.findings, t):
        text += "\n🔎 " + found
    if reply.ordinal is not None:
        text += "\n⚑ " + t(
            "{name} is hidden: readers reported it.", name=f"{reply.number}.{reply.ordinal}"
        )
    return text + "".join(f"\n{line}" for line in report_lines(each.reports, t))


def report_lines(reports: Sequence[ReplyReport], t: Translator) -> list[str]:
    """How many readers gave which reason."""
    lines = []
    for each in reports:
        emoji, label = LABELS[Reason(each.reason)]
        tail = " · " + t("checked before") if each.immune else ""
        lines.append(f"{emoji} {t(label)}: {t.number(each.times)}{tail}")
    return lines


def reasons_under(
    face: ReviewCardText, sheet: ReplySheet, stand: str, reasons: Sequence[str], t: Translator
) -> ReviewCardText:
    """Return the sheet with the reasons as buttons: why what is crossed out is rejected. Its
    writers read the reason by receipt."""
    rows = [
        [button(t(reason), Action.ALL, sheet.name + stand, n)] for n, reason in enumerate(reasons)
    ]
    back = button("↩️ " + t("Back"), Action.AGAIN, sheet.name)
    return ReviewCardText(face.html, [*rows, [back]])


def decided_sheet(
    sheet: ReplySheet, ends: Ends, *, until: datetime, exact: bool, t: Translator
) -> ReviewCardText:
    """Return the text of a decided sheet that can still be undone; without words already."""
    wait = undo_until(until, exact=exact, t=t)
    html = f"💬 <b>{sheet.name}</b> {ends_text(ends, t)}\n{wait}"
    undo = button("↩️ " + t("Undo"), Action.UNDECIDE, sheet.name)
    return ReviewCardText(html, [[undo]])


def ends_text(ends: Ends, t: Translator) -> str:
    parts = []
    if ends.approved:
        parts.append("✅ " + t.n("{n} approved", "{n} approved", ends.approved))
    if ends.rejected:
        parts.append("✋ " + t.n("{n} rejected", "{n} rejected", ends.rejected))
    return " · ".join(parts)


def page_of_thread(
    sheet: ReplySheet,
    shown: Sequence[SheetReply],
    *,
    count: int,
    locked: bool,
    votes: Mapping[ReplyKey, int],
    needed: int,
    t: Translator,
) -> ReviewCardText:
    """Return a page of published replies to one whisper, each with a cross to remove it. ``count``:
    on all pages."""
    number = sheet.thread or 0
    total = t.n("{n} reply", "{n} replies", count)
    lines = [f"{_heading(number, shown[0].whisper)}", f"💬 {total}" + (" · 🔒" if locked else "")]
    cuts = []
    for each in shown:
        reply = each.reply
        author = "✔ " + t("Author") + ": " if reply.author else ""
        words = _text(shorten(inert(reply.words), _REPLY // 2))
        lines += ["", f"<b>{number}.{reply.ordinal}</b> {author}{words}"]
        lines += report_lines(each.reports, t)
        cast = votes.get(reply.key, 0)
        tally = f" {t.out_of(cast, needed)}" if cast else ""
        subject = reply_subject(number, reply.ordinal or 0)
        cuts.append(button(f"{reply.ordinal} ✗{tally}", Action.CUT, subject))
    turns = [
        button(label, Action.PAGE, sheet.name, page)
        for label, page, there in (
            ("‹", sheet.page - 1, sheet.page > 0),
            ("›", sheet.page + 1, (sheet.page + 1) * ON_PAGE < count),
        )
        if there
    ]
    return ReviewCardText("\n".join(lines), [*in_rows(cuts), *([turns] if turns else [])])


def closed_page(number: int, t: Translator) -> str:
    return "💬 " + t("/replies {number} shows the replies to #{number}.", number=number)


def reply_subject(number: int, ordinal: int) -> str:
    """Return a published reply as a button names it: ``12R3``."""
    return f"{number}R{ordinal}"


def read_reply_subject(subject: str) -> tuple[int, int] | None:
    """Return (number, ordinal). None: ``reply_subject`` cannot have written it."""
    number, _, ordinal = subject.partition("R")
    if not (number.isdecimal() and ordinal.isdecimal()):
        return None
    read = int(number), int(ordinal)
    return read if reply_subject(*read) == subject else None


def _text(words: str) -> str:
    return escape(words, quote=False)
