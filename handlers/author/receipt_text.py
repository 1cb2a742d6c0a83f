"""The text for a receipt's holder about the whisper."""

from html import escape

from bot.domain.whisper import State
from bot.flows.authors.receipts import WhisperStatus
from bot.flows.moderation.reasons import told
from bot.i18n import Translator
from bot.services import AuthorServices


def tell(status: WhisperStatus, services: AuthorServices, t: Translator) -> str:
    """Say the state of a whisper in a sentence or two. HTML."""
    if status.shut_in:
        return shut_in(t)
    if status.state is State.POOL:
        if status.deadline is None or services.rules.mixing.instant:
            return "⏳ " + t("It’s waiting among others and will be published soon.")
        latest = status.deadline.astimezone(services.shared.settings.timezone)
        return "⏳ " + t(
            "It’s waiting among others and will be published by {time} on {day} at the "
            "latest ({zone}).",
            day=t.day(latest.date()),
            time=t.clock(latest),
            zone=t.zone(services.shared.settings.timezone),
        )
    if status.state is State.RELEASED:
        return _released(status, services, t)
    if status.state is State.REMOVED and not status.came_out:
        return "✋ " + t("It was never published: it had to be dropped on its way to the channel.")
    if status.state is State.WITHDRAWN and not status.came_out:
        return "🗑 " + t("You withdrew it before it was published.")
    return {
        State.REVIEW: "👀 " + t("It’s waiting for a moderator to check it."),
        State.HELD: "👀 " + t("The moderators are taking more time to think about it."),
        State.REJECTED: "✋ "
        + t("The moderators didn’t publish it: {reason}", reason=_reason(status, t)),
        State.REMOVED: "✋ "
        + t("It was published, then removed: {reason}", reason=_reason(status, t)),
        State.WITHDRAWN: "🗑 " + t("It was published, and you withdrew it."),
    }[status.state]


def shut_in(t: Translator) -> str:
    """Return the sentence about what has not come out, in a channel that is closed."""
    return "🔒 " + t(
        "Its channel is closed, so it won’t be published. You can withdraw it; otherwise I "
        "keep it, unseen, in case the channel opens again."
    )


def _released(status: WhisperStatus, services: AuthorServices, t: Translator) -> str:
    if status.message_id is None:
        return "📮 " + t("It’s number {number}, on its way to the channel.", number=status.number)
    link = services.shared.place.post_link(status.message_id)
    lines = ["📮 " + t("Published as {link}.", link=f'<a href="{link}">#{status.number}</a>')]
    if status.reactions:
        lines.append("  ".join(f"{escape(emoji)} {t.number(n)}" for emoji, n in status.reactions))
    else:
        lines.append(t("No reactions yet."))
    return "\n".join(lines)


def _reason(status: WhisperStatus, t: Translator) -> str:
    return escape(told(status.reason, t)) if status.reason else t("no reason was given")
