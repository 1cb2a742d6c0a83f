"""First words in the moderators' chat, and /help: what can be asked for there."""

from collections.abc import Sequence
from html import escape

from bot.i18n import Translator, _
from bot.services import ModeratorServices

GREETING = _(
    "This is the moderators’ chat: whispers to check and posts that readers reported arrive here, "
    "with buttons to decide. You never see who wrote. /help shows what I can do."
)
"""The first words in the moderators' chat."""

HELP = {
    "queue": _("how many are waiting for you"),
    "held": _("show what’s on hold again"),
    "mode": _("who checks first: /mode pre, hybrid or post"),
    "find": _("status of number 12: /find 12"),
    "remove": _("remove number 12 from the channel: /remove 12; a reply: /remove 12.3"),
    "restore": _("show number 12 again after reports: /restore 12"),
    "replies": _("replies that are waiting; /replies 12: those to number 12"),
    "lock": _("close replies to number 12: /lock 12"),
    "unlock": _("open replies to number 12 again: /unlock 12"),
    "release": _("publish early what’s waiting, less mixed"),
    "stats": _("the last days as a picture"),
    "summary": _("once a day instead of each time: /summary on"),
    "bans": _("how many bans there were this week"),
    "settings": _("the settings, and changing them by vote"),
    "log": _("what was changed and decided, by day"),
    "pause": _("pause publishing"),
    "resume": _("resume publishing"),
    "help": _("this list"),
}


def help_text(
    services: ModeratorServices, t: Translator, *, sharing: Sequence[ModeratorServices] = ()
) -> str:
    """Return the help. ``sharing``: the channels whose chat it is, where there are several.
    HTML."""
    lines = [f"/{name} – {t(what)}" for name, what in HELP.items()]
    votes = t.n(
        "Removing what is published takes {n} vote.",
        "Removing what is published takes {n} votes.",
        services.shared.settings.votes,
    )
    promise = t("You never see who wrote, and neither do I once it’s published.")
    here = [*_of_several(sharing, t), *_campaigns([services, *sharing], t)]
    return "\n".join([*lines, "", *here, votes, promise])


def _campaigns(sharing: Sequence[ModeratorServices], t: Translator) -> list[str]:
    """Say what moderators do with campaigns, where community managers have a group."""
    if all(each.shared.settings.campaigns is None for each in sharing):
        return []
    said = t(
        "Campaigns by the community’s managers come here first. {command} removes one from the "
        "channel.",
        command="/remove c7",
    )
    return [said, ""]


def _of_several(sharing: Sequence[ModeratorServices], t: Translator) -> list[str]:
    names = [escape(each.shared.place.name) for each in sharing if each.shared.place.name]
    if not names:
        return []
    named = t(
        "Several channels share this chat. To mean just one, name it first: {example}.",
        example=f"/pause {names[0]}",
    )
    return [named, t("Their names: {names}.", names=t.listed(names)), ""]
