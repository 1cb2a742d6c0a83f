"""The sentence for each way to say no to a reply (``bot/flows/replies/refusals.py``)."""

from bot.domain.words import WordsRefused
from bot.flows.replies.refusals import NameTaken, ReplyRefusal, Shut, TooMany, Unproven
from bot.i18n import Translator, _
from bot.memory.reply_memory import A_DAY, AN_HOUR
from bot.services import AuthorServices
from handlers.author.refusals import sentence as whispers_sentence

_SHUT = {
    Shut.OFF: _("This one takes no replies. Its reactions say it all."),
    Shut.UNKNOWN: _("I know no whisper with that number."),
    Shut.COMING: _("It is only just coming out. Please try again in a few minutes."),
    Shut.HIDDEN: _("It is being looked at. Please come back later."),
    Shut.GONE: _("It is no longer in the channel."),
    Shut.CLOSED: _("Its author would rather not get any more replies."),
    Shut.LOCKED: _("The moderators have closed these replies."),
}


def reply_sentence(refusal: ReplyRefusal, services: AuthorServices, t: Translator) -> str:
    """HTML."""
    match refusal:
        case Shut():
            return t(_SHUT[refusal])
        case TooMany():
            return _too_many(refusal, services, t)
        case NameTaken(mask):
            return t(
                "Somebody else is {name} here by now, so you have another name. Press Send again.",
                name=f"{mask.emoji} {t(mask.label)}",
            )
        case Unproven.RECEIPT:
            return t("I was restarted meanwhile. Show me the receipt once more.")
        case WordsRefused(reason="too_long"):
            return t(
                "That is {length} characters, and a reply holds {limit}. Shorten it: edit your "
                "message, or answer again.",
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
            "{n} reply an hour to the same whisper is the most, so that others are heard too. The "
            "next one is possible from {time} ({zone}).",
            "{n} replies an hour to the same whisper are the most, so that others are heard too. "
            "The next one is possible from {time} ({zone}).",
            AN_HOUR,
            **when,
        )
    return t.n(
        "{n} reply a day is the most, so that everybody is heard. The next one is possible from "
        "{time} ({zone}).",
        "{n} replies a day are the most, so that everybody is heard. The next one is possible from "
        "{time} ({zone}).",
        A_DAY,
        **when,
    )
