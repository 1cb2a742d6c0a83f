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
    """Return the sentence for a refusal. HTML."""
    match refusal:
        case WordsRefused():
            return _words(refusal, t)
        case Banned(until):
            return t(
                "You can write here again on {day}. The moderators found that something you "
                "wrote breaks the house rules. If you think this is a mistake, tell them once: "
                "/appeal, then the code, then a few words.",
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
            return t("I couldn’t download your picture. Please send it again.")
        case No():
            return _no(refusal, t)
        case _:
            assert_never(refusal)


def _no(refusal: No, t: Translator) -> str:
    match refusal:
        case No.WORDLESS:
            return t("Send the picture again, with your words as its caption.")
        case No.NEVER:
            return t("I don’t publish this: it’s sexual, and about a child.")
        case No.CRUEL:
            return t("This would hurt someone, so I don’t publish it.")
        case No.TELLS_HOW:
            return care_texts(t.language).plan
        case No.BUSY:
            return t("A lot of people are writing right now. Please try again in a minute.")
        case No.ASK_CONTACTS:
            return t("First choose above: should I hide the contact details, or keep them?")
        case No.SAID_BEFORE:
            return t(
                "You’ve already published these words. To publish them a second time, press "
                "Publish once more."
            )
        case No.BACKLOG:
            return t("There’s a long queue right now. Please try again tomorrow.")
        case _:
            assert_never(refusal)


def _words(refused: WordsRefused, t: Translator) -> str:
    if refused.reason == "too_long":
        return t(
            "That’s {length} characters, and a card holds {limit}. Shorten it: edit your "
            "message, or send it again.",
            length=t.number(refused.length),
            limit=t.number(refused.limit),
        )
    if refused.reason == "only_links":
        return t("There are only links in it, and links are left out. Say it in your own words.")
    return t("I can’t find any words in it. Write what you’d like to say.")


def _over_limit(refusal: OverLimit, services: AuthorServices, t: Translator) -> str:
    zone = services.rules.zone
    return t.n(
        "You’ve published {n} whisper in the last 24 hours. That’s the limit, so that everyone "
        "is heard. The next one is possible from {time} ({zone}).",
        "You’ve published {n} whispers in the last 24 hours. That’s the limit, so that everyone "
        "is heard. The next one is possible from {time} ({zone}).",
        services.shared.settings.author_limit,
        time=t.clock(refusal.free_at.astimezone(zone)),
        zone=t.zone(zone),
    )


def _cannot(cannot: CannotSet, t: Translator) -> str:
    if cannot.reason == "uncovered" and cannot.whole_script:
        return t(
            "I can’t write in this script yet, so I can’t make a card of it. If you can, send "
            "it in another one."
        )
    if cannot.reason == "uncovered":
        return t(
            "I can’t draw some of these characters: {signs}. Leave them out and send it again; "
            "you can also edit your message.",
            signs=escape(" ".join(cannot.clusters[:8])),
        )
    if cannot.reason == "hostile":
        return t("I can’t draw some of these characters. Send it again without them.")
    return t("That doesn’t fit on a card. Shorten it a little, or use fewer line breaks.")


def _picture(reason: str, t: Translator) -> str:
    sentences = {
        "animated": t("That picture is animated. Send a still one: JPEG, PNG, WebP, HEIC or AVIF."),
        "too_large": t("That picture is too large for me. Send a smaller one."),
        "too_small": t(
            "That picture is too small: it would look blurry on a card. Send one that measures "
            "at least {pixels} pixels on its short side.",
            pixels=t.number(SMALLEST_SIDE),
        ),
        "unsupported": t("I can’t read that picture. Send a JPEG, PNG, WebP, HEIC or AVIF."),
    }
    return sentences.get(reason, t("That picture seems to be damaged. Send another one."))


def too_big(t: Translator) -> str:
    return t("That file is over 20 MB. Send a smaller picture, or send it as a photo.")


def unfit(kind: MessageKind, t: Translator) -> str:
    """Return the answer to what cannot become a card."""
    answers = {
        MessageKind.STICKER: t("Lovely sticker, but a card needs words. Write me a few."),
        MessageKind.VOICE: t(
            "Your voice would give you away, so I don’t take it. Write it to me instead."
        ),
        MessageKind.PLACE: t(
            "I never want to know where you are, and I haven’t kept it. Write me a few words "
            "instead."
        ),
        MessageKind.POLL: t("I don’t publish polls. Write me what you’d like to say."),
        MessageKind.CONTACT: t(
            "I don’t take contacts, to protect people. Write me a few words instead."
        ),
        MessageKind.FORWARD: t("I don’t publish forwarded messages: they’re someone else’s words."),
        MessageKind.TOO_LARGE: too_big(t),
        MessageKind.FILE: t(
            "Send me words, or one picture (JPEG, PNG, WebP, HEIC, AVIF) with your words as "
            "its caption."
        ),
    }
    return answers.get(kind, t("I can’t make a card out of that. Write me a few words."))
