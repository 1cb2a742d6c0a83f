"""Texts of each setting for moderators: its name, and the price of a value in anonymity.

The figures are those of ``python -m bench.anonymity`` for twenty whispers a day: how often the best
guess of somebody who watches everything is right about who wrote what came out."""

from collections.abc import Mapping
from html import escape

from bot.i18n import Translator, _
from bot.settings import Settings

NAMES: Mapping[str, str] = {
    "language": _("Language of the posts"),
    "digest_time": _("Digest time"),
    "digest_size": _("Whispers in a digest"),
    "mix": _("Mixing"),
    "moderation": _("Who checks first"),
    "replies": _("Replies"),
    "places": _("Places"),
    "card_size": _("Shape of cards"),
    "campaigns_a_day": _("Campaigns a day"),
    "rules": _("House rules"),
    "author_limit": _("Whispers per person and day"),
}
"""The names of the settings, in the order in which they are listed."""

_COSTS: Mapping[str, Mapping[str, str]] = {
    "mix": {
        "quick": _("published within the hour; anyone watching guesses three authors in four"),
        "balanced": _("published within twelve hours; anyone watching guesses one author in five"),
        "strong": _("published within three days; anyone watching guesses one author in twenty"),
    },
    "moderation": {
        "pre": _("you see each whisper first, in batches: the time might help you guess"),
        "hybrid": _("you see first what the checks flag; the rest is published unseen"),
        "post": _("nobody checks first; what names or hurts someone stays up until it’s reported"),
    },
    "replies": {
        "on": _("people who reply are hidden among those who reply in the same quarter of an hour"),
        "off": _("nothing to hide"),
    },
    "places": {
        "off": _("says nothing about where people are"),
        "country": _("a country, once several whispers share it"),
        "region": _("a region, once several whispers share it: a smaller crowd to hide in"),
        "town": _("a big town, once several whispers share it: the smallest crowd to hide in"),
    },
    "campaigns_a_day": {
        "": _(
            "Posts and pictures have no effect on anonymity. While an answer to a question "
            "waits, the disk tells which question it answers."
        )
    },
    "author_limit": {
        "": _(
            "The more one person may write, the easier it is for someone to flood the pool and "
            "watch."
        )
    },
}
_FREE = _("No effect on anonymity.")
_SHAPES: Mapping[str, str] = {
    "language": _("Authors always get answers in their own language."),
    "campaigns_a_day": _("0: none is posted, and none of their pictures is offered."),
    "digest_time": _("Or any other time: {example}."),
    "rules": _("Write them after the command: {example}."),
}
_EXAMPLES = {"digest_time": "/settings digest_time 19:30", "rules": "/settings rules …"}


def named(field: str, t: Translator) -> str:
    return t(NAMES[field])


def shown(field: str, value: str, t: Translator) -> str:
    """Return a value as it is shown. HTML. House rules that nobody has written are ours."""
    if field == "rules":
        return escape(value[:80] + "…" if len(value) > 80 else value) or t("the default ones")
    return escape(value)


def origin(field: str, deployed: Settings, *, voted: bool, t: Translator) -> str:
    if voted:
        return t("Chosen by vote here.")
    if field in deployed.model_fields_set:
        return t("Set by whoever runs the bot.")
    return t("This is the default.")


def costs(field: str, t: Translator) -> list[str]:
    """Return a line for each value that costs something else than the others, or one for all."""
    lines = []
    if (hint := _SHAPES.get(field)) is not None:
        lines.append(t(hint, example=_EXAMPLES.get(field, "")))
    told = _COSTS.get(field)
    if told is None:
        return [*lines, t(_FREE)]
    return [
        *lines,
        *(f"<b>{value}</b> – {t(text)}" if value else t(text) for value, text in told.items()),
    ]
