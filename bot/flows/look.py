"""Looking what stands under the channel's message ids, one silent forward at a time.

Message ids of a channel grow by one with each message. Ids of deleted messages stay empty, so a
few missing in a row do not mean the end; eight do, once we are past every id that is known.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta

from bot.channel import Refused, Seen, TryLater, Unknown
from bot.domain.retry import backoff
from bot.flows.press import Press
from bot.logs import Event, log

MISSING_IN_A_ROW = 8
MOST_AT_ONCE = 300
"""Ids looked at in one walk: the staging chat has limits of its own."""

_WORTH_WAITING = timedelta(seconds=45)
_WAITS = 3


@dataclass(slots=True)
class Walk:
    last: int  # every id up to here was looked at (or known)
    seen: list[Seen] = field(default_factory=list)
    opaque: list[int] = field(default_factory=list)  # there, but cannot be forwarded
    stopped: TryLater | Unknown | Refused | None = None  # why it ended before its end
    ended: bool = False  # nothing is above


async def walk(
    press: Press,
    after: int,
    *,
    at_least: int,
    known: Collection[int] = (),
    up_to: int | None = None,
    until: Callable[[Seen], bool] = lambda _seen: False,
) -> Walk:
    """Look at the ids above ``after``: up to ``up_to``, or until eight in a row are missing and
    ``at_least`` is reached, or until one is what we look for. ``known`` ids are not forwarded."""
    found = Walk(after)
    missing = waits = 0
    while found.last - after < MOST_AT_ONCE:
        message_id = found.last + 1
        if up_to is not None and message_id > up_to:
            found.ended = True
            return found
        outcome: Seen | Refused | TryLater | Unknown
        if message_id in known:
            outcome = Refused("known")
        else:
            outcome = await press.channel.look(message_id)
        match outcome:
            case Seen():
                found.seen.append(outcome)
                missing = 0
                if until(outcome):
                    found.last = message_id
                    return found
            case Refused(gone=True):
                missing += 1
            case Refused(lane=False):
                missing = 0
                if message_id not in known:
                    found.opaque.append(message_id)
            case TryLater(after=timedelta() as pause) if pause <= _WORTH_WAITING and waits < _WAITS:
                waits += 1
                await press.clock.sleep(pause.total_seconds())
                continue
            case _:
                found.stopped = outcome
                return found
        found.last = message_id
        if up_to is None and missing >= MISSING_IN_A_ROW and message_id >= at_least:
            found.ended = True
            return found
    return found


async def wait_after(press: Press, stopped: TryLater | Unknown | Refused) -> None:
    """A walk was interrupted: the whole lane waits a little and begins it again."""
    now = press.clock.now()
    async with press.storage.transaction() as tables:
        lane = await tables.lanes.of(press.chat)
        pause = stopped.after if isinstance(stopped, TryLater) else None
        if pause is None:
            pause = backoff(lane.failures, press.rng)
        await tables.lanes.pause(
            press.chat,
            now,
            pause,
            failures=lane.failures + 1,
            failing_since=lane.failing_since or now,
            why=stopped.why,
        )
    log(Event.LANE_WAITS, seconds=pause.total_seconds(), attempt=lane.failures + 1)


async def is_protected(press: Press) -> bool:
    """Whether nothing at all can be forwarded: tried on a post that we know to be there.

    True as well when there is no such post to try: then an id that cannot be forwarded may be
    the very one that we look for."""
    async with press.storage.reading() as tables:
        control = await tables.posts.newest(press.chat)
    if control is None:
        return True
    return not isinstance(await press.channel.look(control.message_id), Seen)


def without_staging(stopped: TryLater | Unknown | Refused | None) -> bool:
    """The staging chat itself refuses us."""
    return isinstance(stopped, Refused) and stopped.lane
