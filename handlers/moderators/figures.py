"""Figures in the moderators' chat. They move with the batches, never with a tap on Publish."""

from bot.flows.moderation.stats import cards_open
from bot.i18n import Translator
from bot.services import ModeratorServices

_FEW, _SOME = 3, 10
"""Where the steps of /bans end, as its sentences say."""


async def queue(services: ModeratorServices, t: Translator) -> str:
    """Answer /queue: cards to decide, what is on hold, and when others may come."""
    now = services.shared.clock.now()
    waiting = await cards_open(storage=services.shared.storage)
    known = await services.figures.read(now)
    lines = [t.n("{n} whisper is waiting for you.", "{n} whispers are waiting for you.", waiting)]
    if not services.shared.settings.review_rules.instant:
        lines.append(
            t("The next batch comes at {time}, and may be empty.", time=_next(services, t))
        )
    if known is not None and (held := known.stats.waiting.held):  # last: it ends without a stop
        lines.append(t.n("{n} is on hold: /held", "{n} are on hold: /held", held))
    return "\n".join(lines)


async def bans(services: ModeratorServices, t: Translator) -> str:
    """Answer /bans: how many were given this week, so coarsely that one more seldom shows. Who is
    banned at present is not counted: that would tell whether two bans were one person's."""
    known = await services.figures.read(services.shared.clock.now())
    if known is None:
        return later(services, t)
    if known.bans == 0:
        return t("Nobody was banned this week.")
    if known.bans <= _FEW:
        return t("Bans this week: one to three.")
    return (
        t("Bans this week: four to ten.")
        if known.bans <= _SOME
        else t("Bans this week: more than ten.")
    )


def later(services: ModeratorServices, t: Translator) -> str:
    """Return what is said in place of figures after a restart."""
    return t(
        "I was restarted. I’ll have figures again with the next batch, at {time}.",
        time=_next(services, t),
    )


def _next(services: ModeratorServices, t: Translator) -> str:
    due = services.shared.settings.review_rules.next_slot(services.shared.clock.now())
    return t.clock(due.astimezone(services.shared.settings.timezone))
