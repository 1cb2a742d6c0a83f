"""The sentence for each way to say no to an author (``bot/flows/authors/refusals.py``)."""

from html import escape
from typing import assert_never

from bot.cards.order import CannotSet
from bot.darkroom.headers import SMALLEST_SIDE
from bot.domain.care_texts import care_texts
from bot.domain.words import WordsRefused
from bot.flows.authors.refusals import (
    Banned,
    No,
    OverLimit,
    PictureRefused,
    Refusal,
    Unsettable,
)
from bot.i18n import Translator
from bot.memory.own_pictures import NotFetched
from bot.services import AuthorServices
from handlers.incoming.private import MessageKind


def sentence(refusal: Refusal, services: AuthorServices, t: Translator) -> str:
    """HTML."""
    match refusal:
        case WordsRefused():
            return _words(refusal, t)
        case Banned(until):
            return t(
                "You can write here again on {day}. The moderators found that something you wrote "
                "goes against what keeps this place kind. If you think that this is a mistake, "
                "tell them once: /appeal, then the receipt, then a few words.",
                day=t.day(until),
            )
        case OverLimit():
            return _over_limit(refusal, services, t)
        case Unsettable(why):
            return _cannot(why, t)
        case PictureRefused(reason):
            return _picture(reason, t)
        case NotFetched(too_big=True):
            return too_big(t)
        case NotFetched():
            return t("I could not fetch your picture. Please send it again.")
        case No():
            return _no(refusal, t)
        case _:
            assert_never(refusal)


def _no(refusal: No, t: Translator) -> str:
    match refusal:
        case No.WORDLESS:
            return t("Send the picture once more, with your words as its caption.")
        case No.NEVER:
            return t("I do not publish this: it is about a child, and sexual.")
        case No.CRUEL:
            return t("This would hurt somebody. I do not publish it.")
        case No.TELLS_HOW:
            return care_texts(t.language).plan
        case No.BUSY:
            return t("Very many people are writing just now. Please try again in a minute.")
        case No.ASK_CONTACTS:
            return t("First choose above: shall I hide the contact data, or keep it?")
        case No.SAID_BEFORE:
            return t(
                "You published these words already. If you want them out there twice, press "
                "Publish once more."
            )
        case No.BACKLOG:
            return t("The channel is more than a day behind. Please publish it tomorrow.")
        case _:
            assert_never(refusal)


def _words(refused: WordsRefused, t: Translator) -> str:
    if refused.reason == "too_long":
        return t(
            "That is {length} characters, and a card holds {limit}. Shorten it: edit your message, "
            "or send it again.",
            length=t.number(refused.length),
            limit=t.number(refused.limit),
        )
    if refused.reason == "only_links":
        return t("There are only links in it, and links are left out. Tell it in your own words.")
    return t("I found no words in it. Write what you would like to say.")


def _over_limit(refusal: OverLimit, services: AuthorServices, t: Translator) -> str:
    zone = services.rules.zone
    return t.n(
        "You have published {n} whisper in the last 24 hours; that is the most, so that everybody "
        "is heard. The next one is possible from {time} ({zone}).",
        "You have published {n} whispers in the last 24 hours; that is the most, so that everybody "
        "is heard. The next one is possible from {time} ({zone}).",
        services.shared.settings.author_limit,
        time=t.clock(refusal.free_at.astimezone(zone)),
        zone=t.zone(zone),
    )


def _cannot(cannot: CannotSet, t: Translator) -> str:
    if cannot.reason == "uncovered" and cannot.whole_script:
        return t(
            "I can't write in this script yet, so I can't make a card of it. If you can, send it "
            "in another one."
        )
    if cannot.reason == "uncovered":
        return t(
            "I have no letters for {signs}. Leave them out and send it again; you can edit your "
            "message.",
            signs=escape(" ".join(cannot.clusters[:8])),
        )
    if cannot.reason == "hostile":
        return t("Some signs in it cannot be set as text. Send it again without them.")
    return t("That does not fit on a card. Shorten it a little, or use fewer line breaks.")


def _picture(reason: str, t: Translator) -> str:
    sentences = {
        "animated": t("That picture moves. Send a still one: JPEG, PNG, WebP, HEIC or AVIF."),
        "too_large": t("That picture is too large for me. Send a smaller one."),
        "too_small": t(
            "That picture is too small: on a card it would be a blur. Send one that measures at "
            "least {pixels} pixels on its short side.",
            pixels=t.number(SMALLEST_SIDE),
        ),
        "unsupported": t("I cannot read that picture. Send a JPEG, PNG, WebP, HEIC or AVIF."),
    }
    return sentences.get(reason, t("That picture seems to be damaged. Send another one."))


def too_big(t: Translator) -> str:
    return t("That file is larger than 20 MB. Send a smaller picture, or as a photo.")


def unfit(kind: MessageKind, t: Translator) -> str:
    """The answer to what cannot become a card."""
    answers = {
        MessageKind.STICKER: t("A lovely sticker, but a card needs words. Write me a few."),
        MessageKind.VOICE: t(
            "Your voice would give you away, so I do not take it. Write it to me."
        ),
        MessageKind.PLACE: t(
            "I never want to know where you are. I have not kept it. Write me words."
        ),
        MessageKind.POLL: t("I cannot publish polls. Write me what you would like to say."),
        MessageKind.CONTACT: t(
            "I do not take contacts, to protect people. Write me words instead."
        ),
        MessageKind.FORWARD: t(
            "I do not publish forwarded messages: they are somebody else's words."
        ),
        MessageKind.TOO_LARGE: too_big(t),
        MessageKind.FILE: t(
            "I take words, or one picture (JPEG, PNG, WebP, HEIC, AVIF) with words as its caption."
        ),
    }
    return answers.get(kind, t("I cannot make a card of that. Write me a few words."))
