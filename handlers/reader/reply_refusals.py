"""The sentence for each way to say no to a reply (``bot/flows/replies/refusals.py``)."""

from bot.domain.words import WordsRefused
from bot.flows.replies.refusals import NameTaken, ReplyRefusal, Shut, TooMany, Unproven
from bot.i18n import Translator, _
from bot.memory.reply_memory import A_DAY, AN_HOUR
from bot.services import AuthorServices
from handlers.author.refusals import sentence as whispers_sentence

_SHUT = {
    Shut.OFF: _("This one doesn’t take replies. Its reactions say it all."),
    Shut.UNKNOWN: _("I can’t find a whisper with that number."),
    Shut.COMING: _("It’s just being published. Please try again in a few minutes."),
    Shut.HIDDEN: _("It is being looked at. Please come back later."),
    Shut.GONE: _("It’s no longer in the channel."),
    Shut.CLOSED: _("Its author would rather not get more replies."),
    Shut.LOCKED: _("The moderators have closed these replies."),
}


def reply_sentence(refusal: ReplyRefusal, services: AuthorServices, t: Translator) -> str:
    """Return the sentence for a refusal. HTML."""
    match refusal:
        case Shut():
            return t(_SHUT[refusal])
        case TooMany():
            return _too_many(refusal, services, t)
        case NameTaken(mask):
            return t(
                "Someone else is {name} here now, so you have another name. Press Send again.",
                name=f"{mask.emoji} {t(mask.label)}",
            )
        case Unproven.RECEIPT:
            return t("I was restarted in the meantime. Please send the code again.")
        case WordsRefused(reason="too_long"):
            return t(
                "That’s {length} characters, and a reply holds {limit}. Shorten it: edit your "
                "message, or reply again.",
                length=t.number(refusal.length),
                limit=t.number(refusal.limit),
            )
        case _:
            return whispers_sentence(refusal, services, t)


def _too_many(refusal: TooMany, services: AuthorServices, t: Translator) -> str:
    zone = services.shared.settings.timezone
    when = {"time": t.clock(refusal.free_at.astimezone(zone)), "zone": t.zone(zone)}
    if refusal.here:
        return t.n(
            "You can send {n} reply an hour to the same whisper, so that others are heard too. "
            "The next one is possible from {time} ({zone}).",
            "You can send {n} replies an hour to the same whisper, so that others are heard "
            "too. The next one is possible from {time} ({zone}).",
            AN_HOUR,
            **when,
        )
    return t.n(
        "You can send {n} reply a day, so that everyone is heard. The next one is possible from "
        "{time} ({zone}).",
        "You can send {n} replies a day, so that everyone is heard. The next one is possible "
        "from {time} ({zone}).",
        A_DAY,
        **when,
    )
