"""The text of a card in the moderators' chat, and the buttons under it. Telegram HTML."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from bot.domain.captions import shorten
from bot.domain.checks import inspect
from bot.domain.inert import inert
from bot.domain.places.names import said as said_place
from bot.domain.places.place import Place
from bot.domain.review import Queue, Verdict, needed
from bot.domain.whisper import Whisper
from bot.flows.moderation.buttons import Action, ModeratorButton, button
from bot.flows.moderation.reasons import told
from bot.flows.ports import Rows
from bot.i18n import Translator, _, _p
from storage.review_cards import ReviewCard

_WORDS = 600
"""The most UTF-16 units of the words under the card; the card itself shows all of them."""
_QUOTES = 3
_QUOTE = 40

FOUND = {
    "person": _("someone could be recognised"),
    "contact": _("contact details"),
    "threat": _("a threat, or a call for violence"),
    "cruel": _("cruel to someone"),
    "minor": _("a child, and something sexual or cruel"),
    "spam": _("advertising, or nearly the same words again"),
    "slur": _("an insult"),
}

DONE = {
    Verdict.APPROVE: ("✅", _p("whisper", "approved")),
    Verdict.COVER: ("🌫", _("approved, covered")),
    Verdict.REJECT: ("✋", _p("whisper", "rejected")),
    Verdict.HOLD: ("⏸", _("on hold, see /held")),
    Verdict.BAN: ("⛔", _("rejected; its author may not write for a while")),
}

# L10n: a button
_BUTTONS = (
    (
        (Verdict.APPROVE, Action.APPROVE, "✅", _("Approve")),
        (Verdict.COVER, Action.COVER, "🌫", _p("blur the picture", "Cover")),
    ),
    (
        (Verdict.REJECT, Action.WHY, "✋", _("Reject")),
        (Verdict.HOLD, Action.HOLD, "⏸", _p("decide later", "Hold")),
    ),
    ((Verdict.BAN, Action.BAN, "⛔", _("Ban the author")),),
)


@dataclass(frozen=True, slots=True)
class ReviewCardText:
    html: str
    rows: Rows = ()


def open_face(
    card: ReviewCard,
    whisper: Whisper,
    place: Place | None,
    question: str | None = None,
    *,
    votes: Mapping[Verdict, int],
    most: int,
    t: Translator,
) -> ReviewCardText:
    """Return the text of an undecided card: what was found, the words once more for copying, and
    what can be decided. ``place``: what would be printed, which may be less than its author chose;
    ``question``: the one that it answers."""
    lines = [f"<b>{card.name}</b>"]
    if card.queue is Queue.CARE:
        lines.append("🫂 " + t("It’s about suicide or self-harm."))
    if found := found_in(whisper.words, whisper.findings, t):
        lines.append("🔎 " + found)
    if whisper.cover:
        lines.append("🌫 " + t("Its author wants it blurred."))
    if place is not None:
        lines.append("📍 " + _text(said_place(place, t.language)))
    if question is not None:
        lines.append("❔ " + t("In answer to: {question}", question=_text(inert(question))))
    if whisper.photo is not None:
        lines.append("🖼 " + t("The author’s own picture: tap to see it."))
    lines.append(
        f"<blockquote expandable>{_text(shorten(inert(whisper.words), _WORDS))}</blockquote>"
    )

    def choice(verdict: Verdict, action: Action, sign: str, label: str) -> ModeratorButton:
        takes = needed(verdict, card.queue, most)
        count = f" · {t.out_of(votes.get(verdict, 0), takes)}" if takes > 1 else ""
        return button(f"{sign} {t(label)}{count}", action, card.name)

    return ReviewCardText("\n".join(lines), [[choice(*each) for each in row] for row in _BUTTONS])


def found_in(words: str, findings: Collection[str], t: Translator) -> str:
    """Return what the checks see, with the places they mean. The words are read anew: nothing but
    the families (``findings``) is stored. HTML."""
    shown = []
    seen = set()
    for finding in inspect(words):
        seen.add(finding.family)
        spans = _widest(finding.spans)
        quotes = [f"“{inert(shorten(words[start:end], _QUOTE))}”" for start, end in spans]
        places = f" ({', '.join(quotes[:_QUOTES])})" if quotes else ""
        shown.append(_text(t(FOUND[finding.family]) + places))
    shown += [_text(t(FOUND[each])) for each in findings if each not in seen]
    return "; ".join(shown)


def _widest(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans without those that lie inside another: “Lilac Street” adds nothing to “14
    Lilac Street”."""
    return [
        one
        for one in spans
        if not any(each != one and each[0] <= one[0] and one[1] <= each[1] for each in spans)
    ]


def reason_rows(card: ReviewCard, reasons: Sequence[str], t: Translator) -> Rows:
    """Return the buttons for why it is rejected: its author reads the reason by receipt."""
    rows = [[button(t(reason), Action.REJECT, card.name, n)] for n, reason in enumerate(reasons)]
    return [*rows, [button("↩️ " + t("Back"), Action.BACK, card.name)]]


def undo_until(until: datetime, *, exact: bool, t: Translator) -> str:
    """Return the line that says how long a decision can be undone."""
    return "⏳ " + t("You can undo this until {time}.", time=t.clock(until, exact=exact))


def decided_face(
    card: ReviewCard, *, until: datetime, exact: bool, t: Translator
) -> ReviewCardText:
    """Return the text of a decided card that can still be undone. ``exact``: the time to do so is
    counted in seconds."""
    line = f"<b>{card.name}</b> {said(card, t)}"
    wait = undo_until(until, exact=exact, t=t)
    return ReviewCardText(f"{line}\n{wait}", [[button("↩️ " + t("Undo"), Action.UNDO, card.name)]])


def appeal_face(name: str, plea: str, t: Translator) -> ReviewCardText:
    """Return the text of an appeal: a banned author asks to be allowed again."""
    asks = t("Someone who is banned asks to write again.")
    lines = [f"⚖️ <b>{name}</b> {asks}"]
    if plea:
        lines.append(f"<blockquote>{_text(inert(plea))}</blockquote>")
    lift = button("✅ " + t("Lift the ban"), Action.LIFT, name)
    uphold = button("✖️ " + t("Keep the ban"), Action.UPHOLD, name)
    return ReviewCardText("\n".join(lines), [[lift], [uphold]])


def answered_text(t: Translator, *, allow: bool) -> str:
    """Return what an appeal's message says in the end."""
    return "✅ " + t("ban lifted") if allow else "✖️ " + t("the ban stays")


def alarm_text(count: int, t: Translator) -> str:
    return "🚫 " + t.n(
        "{n} message was refused and not kept: it was sexual, and about a child. Nobody sees it.",
        "{n} messages were refused and not kept: they were sexual, and about a child. Nobody "
        "sees them.",
        count,
    )


def said(card: ReviewCard, t: Translator) -> str:
    """Return the decision in a word or two. HTML."""
    if card.queue is Queue.APPEAL:
        return "⚖️ " + t("I was restarted and have forgotten this appeal. It can be made again.")
    if card.verdict is None:
        return "🗑 " + t("withdrawn by its author")
    sign, what = DONE[card.verdict]
    if not card.reason:
        return f"{sign} {t(what)}"
    return f"{sign} " + t("{what}: {reason}", what=t(what), reason=_text(told(card.reason, t)))


def _text(words: str) -> str:
    return escape(words, quote=False)
