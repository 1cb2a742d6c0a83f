"""A reader reports a published whisper: counted without who."""

from collections.abc import Awaitable, Callable
from datetime import date
from enum import Enum, auto

from bot.domain.reports import Reason
from bot.domain.states import PostState
from bot.domain.tallies import Counted
from bot.domain.whisper import State
from bot.i18n import _
from storage import Storage, Tables

# L10n: a button
LABELS = {
    Reason.CRUEL: ("💔", _("Cruel to someone")),
    Reason.PRIVATE: ("🪪", _("Someone’s private data")),
    Reason.SEXUAL: ("🔞", _("Sexual")),
    Reason.SELF_HARM: ("🆘", _("Self-harm")),
    Reason.VIOLENCE: ("⚠️", _("Violence")),
    Reason.SPAM: ("📢", _("Spam")),
    Reason.OTHER: ("❔", _("Something else")),
}


class Stand(Enum):
    """The state of a number that somebody would report."""

    LIVE = auto()
    HIDDEN = auto()  # being looked at already
    GONE = auto()  # removed, withdrawn, deleted
    COMING = auto()  # on its way, or its end is not known yet
    UNKNOWN = auto()  # no such number has been published


class Reported(Enum):
    """The end of a report."""

    COUNTED = auto()
    LOOKED_AT = auto()  # counted; moderators have let it stand for this reason
    AGAIN = auto()  # this person has reported it already
    TOO_MANY = auto()  # this person has reported enough for today


async def stand_of(*, storage: Storage, number: int) -> Stand:
    async with storage.reading() as tables:
        return await stand_in(tables, number)


async def stand_in(tables: Tables, number: int) -> Stand:
    post = await tables.posts.by_number(number)
    if post is None:
        whisper = await tables.whispers.by_number(number)
        if whisper is None:
            return Stand.UNKNOWN
        return Stand.COMING if whisper.state is State.RELEASED else Stand.GONE
    return {PostState.LIVE: Stand.LIVE, PostState.HIDDEN: Stand.HIDDEN}.get(post.state, Stand.GONE)


async def report(
    *,
    storage: Storage,
    number: int,
    reason: Reason,
    light: bool,
    refusal: Callable[[], Awaitable[Reported | None]],
    day: date,
) -> Reported | Stand:
    """Count it; what follows from it comes later (``bot.flows.moderation.hide``). ``refusal``
    knows, from memory, whether this person may report it; a post that does not stand is not
    counted."""
    if (no := await refusal()) is not None:
        return no
    async with storage.channel_transaction() as tables:
        stand = await stand_in(tables, number)
        if stand is not Stand.LIVE:
            return stand
        counted = await tables.reports.add(number, reason, light=light)
        await tables.daily_counts.count(day, Counted.REPORTS)
    return Reported.LOOKED_AT if counted.immune else Reported.COUNTED
