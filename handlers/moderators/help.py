"""/help: what can be asked for in the moderators' chat."""

from collections.abc import Sequence
from html import escape

from bot.i18n import Translator, _
from bot.services import ModeratorServices

HELP = {
    "queue": _("how many wait for you"),
    "held": _("show what is on hold once more"),
    "mode": _("who looks first: /mode pre, hybrid or post"),
    "find": _("what became of number 12: /find 12"),
    "remove": _("take number 12 out of the channel: /remove 12; a reply: /remove 12.3"),
    "restore": _("show number 12 again after reports: /restore 12"),
    "replies": _("replies that wait; /replies 12: those to number 12"),
    "lock": _("no more replies to number 12: /lock 12"),
    "unlock": _("replies to number 12 again: /unlock 12"),
    "release": _("release what waits at once, less mixed"),
    "stats": _("the last days as a picture"),
    "summary": _("once a day instead of each time: /summary on"),
    "bans": _("how many bans there were this week"),
    "settings": _("what is set, and changing it by vote"),
    "log": _("what was changed and decided, by day"),
    "pause": _("let nothing new come out"),
    "resume": _("go on after /pause"),
    "help": _("this list"),
}


def help_text(
    services: ModeratorServices, t: Translator, *, sharing: Sequence[ModeratorServices] = ()
) -> str:
    """``sharing``: the channels whose chat it is, where there are several. HTML."""
    lines = [f"/{name} – {t(what)}" for name, what in HELP.items()]
    votes = t.n(
        "To remove what is published it takes {n} vote.",
        "To remove what is published it takes {n} votes.",
        services.shared.settings.votes,
    )
    promise = t("You never see who wrote, and neither do I once it is out.")
    return "\n".join([*lines, "", *_of_several(sharing, t), votes, promise])


def _of_several(sharing: Sequence[ModeratorServices], t: Translator) -> list[str]:
    names = [escape(each.shared.place.name) for each in sharing if each.shared.place.name]
    if not names:
        return []
    named = t(
        "Several channels share this chat. Name one first to mean it alone: {example}.",
        example=f"/pause {names[0]}",
    )
    return [named, t("Their names: {names}.", names=", ".join(names)), ""]
