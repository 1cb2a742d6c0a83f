"""A reader reports a published whisper: counted without who, and hidden when it is enough."""

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum, auto

from bot.domain.reports import Reason, Thresholds, hides
from bot.domain.tallies import Counted
from bot.domain.whisper import State
from bot.flows.remove import hide
from bot.i18n import _
from bot.logs import Event, log
from storage import Storage, Tables

LABELS = {
    Reason.CRUEL: ("💔", _("Cruel to someone")),
    Reason.PRIVATE: ("🪪", _("Somebody's private data")),
    Reason.SEXUAL: ("🔞", _("Sexual")),
    Reason.SELF_HARM: ("🆘", _("Self-harm")),
    Reason.VIOLENCE: ("⚠️", _("Violence")),
    Reason.SPAM: ("📢", _("Spam")),
    Reason.OTHER: ("❔", _("Something else")),
}


class Stand(Enum):
    """What can be reported about a number, and what cannot any more."""

    LIVE = auto()
    HIDDEN = auto()  # being looked at already
    GONE = auto()  # removed, withdrawn, deleted
    COMING = auto()  # on its way, or its end is not known yet
    UNKNOWN = auto()  # no such number has been published


class Reported(Enum):
    """How a report ended."""

    COUNTED = auto()
    HID_IT = auto()  # it was the one that made it enough
    LOOKED_AT = auto()  # counted; moderators have let it stand for this reason
    AGAIN = auto()  # this person has reported it already
    TOO_MANY = auto()  # this person has reported enough for today


async def stand_of(*, storage: Storage, number: int) -> Stand:
    async with storage.reading() as tables:
        return await _stand(tables, number)


async def _stand(tables: Tables, number: int) -> Stand:
    post = await tables.posts.by_number(number)
    if post is None:
        whisper = await tables.whispers.by_number(number)
        if whisper is None:
            return Stand.UNKNOWN
        return Stand.COMING if whisper.state is State.RELEASED else Stand.GONE
    return {"live": Stand.LIVE, "hidden": Stand.HIDDEN}.get(post.state, Stand.GONE)


async def report(
    *,
    storage: Storage,
    number: int,
    reason: Reason,
    thresholds: Thresholds,
    refusal: Callable[[], Reported | None],
    day: date,
    now: datetime,
) -> Reported | Stand:
    """Count it and hide the post if that makes it enough, in one transaction. ``refusal`` knows,
    from memory, whether this person may report it; a post that does not stand is not counted."""
    if (no := refusal()) is not None:
        return no
    async with storage.transaction() as tables:
        stand = await _stand(tables, number)
        if stand is not Stand.LIVE:
            return stand
        counted = await tables.reports.add(number, reason)
        await tables.tallies.count(day, Counted.REPORTS)
        if counted.immune:
            return Reported.LOOKED_AT
        all_reports = await tables.reports.of(number)
        counts = {Reason(each.reason): each.count for each in all_reports if not each.immune}
        if not hides(counts, thresholds):
            return Reported.COUNTED
        await hide(tables, number, now)
    log(Event.HIDDEN, number=number)
    return Reported.HID_IT
