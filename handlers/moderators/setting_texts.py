"""What moderators read of each setting: its name, and what a value of it costs in anonymity.

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
    "moderation": _("Who looks first"),
    "replies": _("Replies"),
    "places": _("Places"),
    "card_size": _("Shape of cards"),
    "rules": _("House rules"),
    "author_limit": _("Whispers per person and day"),
}
"""In the order in which they are listed."""

_COSTS: Mapping[str, Mapping[str, str]] = {
    "mix": {
        "quick": _("out within the hour; whoever watches guesses three authors in four"),
        "balanced": _("out within twelve hours; whoever watches guesses one author in five"),
        "strong": _("out within three days; whoever watches guesses one author in twenty"),
    },
    "moderation": {
        "pre": _("you see each whisper first, in batches: you might guess by the hour"),
        "hybrid": _("you see first what the checks point at; the rest comes out unseen"),
        "post": _("nobody looks first; what names or hurts somebody stands until it is reported"),
    },
    "replies": {
        "on": _("whoever replies is hidden among those who reply in the same quarter of an hour"),
        "off": _("nothing to hide"),
    },
    "places": {
        "off": _("says nothing about where people are"),
        "country": _("a country, once several whispers share it"),
        "region": _("a region, once several whispers share it: fewer people to be"),
        "town": _("a big town, once several whispers share it: fewest people to be"),
    },
    "author_limit": {
        "": _("The more one person may write, the better somebody can fill the pool and watch.")
    },
}
_FREE = _("Costs nothing in anonymity.")
_SHAPES: Mapping[str, str] = {
    "language": _("Authors are answered in their own language in any case."),
    "digest_time": _("Or any other time: {example}."),
    "rules": _("Write them behind the command: {example}."),
}
_EXAMPLES = {"digest_time": "/settings digest_time 19:30", "rules": "/settings rules …"}


def named(field: str, t: Translator) -> str:
    return t(NAMES[field])


def shown(field: str, value: str, t: Translator) -> str:
    """HTML. House rules that nobody has written are ours."""
    if field == "rules":
        return escape(value[:80] + "…" if len(value) > 80 else value) or t("the usual ones")
    return escape(value)


def origin(field: str, deployed: Settings, *, voted: bool, t: Translator) -> str:
    if voted:
        return t("Voted for here.")
    if field in deployed.model_fields_set:
        return t("Set by whoever runs the bot.")
    return t("This is the default.")


def costs(field: str, t: Translator) -> list[str]:
    """A line for each value that costs something else than the others, or one for all."""
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
