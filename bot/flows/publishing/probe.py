"""Looking what stands under the channel's message ids, one silent forward at a time.

Message ids of a channel grow by one with each message. Ids of deleted messages stay empty, so a
few missing in a row do not mean the end; eight do, once we are past every id that is known.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.outcome import FoundPost, Outcome, Refused, TryLater, Unknown
from bot.domain.retry import backoff, decide
from bot.domain.telegram_limits import WALKED_IDS
from bot.flows.publishing.publisher import Publisher
from bot.logs import Event, log
from storage.channel_state import ChannelState

MISSING_IN_A_ROW = 8
_WORTH_WAITING = timedelta(seconds=45)
_TRIES = 4
"""The most looks at one id before the walk is given up: a look can be repeated, and a long walk
would never end if it began anew whenever one of its many looks fails."""


@dataclass(slots=True)
class Walk:
    last: int  # every id up to here was looked at (or known)
    seen: list[FoundPost] = field(default_factory=list)
    opaque: list[int] = field(default_factory=list)  # there, but cannot be forwarded
    stopped: TryLater | Unknown | Refused | None = None  # why it ended before its end
    ended: bool = False  # nothing is above


async def walk(
    press: Publisher,
    after: int,
    *,
    at_least: int,
    known: Collection[int] = (),
    up_to: int | None = None,
    until: Callable[[FoundPost], bool] = lambda _seen: False,
) -> Walk:
    """Look at the ids above ``after``: up to ``up_to``, or until eight in a row are missing and
    ``at_least`` is reached, or until one is what we look for. ``known`` ids are not forwarded."""
    found = Walk(after)
    missing = tries = 0
    while found.last - after < WALKED_IDS:
        message_id = found.last + 1
        if up_to is not None and message_id > up_to:
            found.ended = True
            return found
        outcome: FoundPost | Refused | TryLater | Unknown
        if message_id in known:
            outcome = Refused("known")
        else:
            outcome = await press.channel.look(message_id)
        match outcome:
            case FoundPost():
                found.seen.append(outcome)
                missing = 0
                if until(outcome):
                    found.last = message_id
                    return found
            case Refused(gone=True):
                missing += 1
            case Refused(chat_unusable=False, staging_unusable=False):
                missing = 0
                if message_id not in known:
                    found.opaque.append(message_id)
            case _:
                tries += 1
                pause = _pause(press, outcome, tries)
                if pause is None:
                    found.stopped = outcome
                    return found
                await press.clock.sleep(pause.total_seconds())
                continue
        found.last = message_id
        tries = 0
        if up_to is None and missing >= MISSING_IN_A_ROW and message_id >= at_least:
            found.ended = True
            return found
    return found


def _pause(press: Publisher, outcome: TryLater | Unknown | Refused, tries: int) -> timedelta | None:
    """How long to wait before the same look once more. None: not now."""
    if isinstance(outcome, Refused) or tries >= _TRIES:
        return None
    pause = outcome.after if isinstance(outcome, TryLater) else None
    if pause is None:
        pause = backoff(tries - 1, press.rng)
    return pause if pause <= _WORTH_WAITING else None


async def wait_after(press: Publisher, stopped: TryLater | Unknown | Refused) -> None:
    """Let the whole channel wait a little after a walk was interrupted; then the walk begins
    again."""
    now = press.clock.now()
    async with press.storage.channel_transaction() as tables:
        channel_state = await tables.channel_states.of(press.chat)
        shut = isinstance(stopped, Refused) and begins_to_refuse(channel_state, stopped)
        failures = 0 if shut else channel_state.failures
        verdict = decide(stopped, makes_a_post=False, failures=failures, rng=press.rng)
        pause = verdict.pause or backoff(failures, press.rng)
        await tables.channel_states.failed(channel_state, now, stopped.why, pause)
    if shut:  # nothing is posted while a lost post is looked for: nobody else would tell
        await press.tell_refused()
    log(Event.CHANNEL_WAITS, seconds=pause.total_seconds(), attempt=channel_state.failures + 1)


async def hides_posts(press: Publisher, found: Walk) -> bool | TryLater | Unknown | Refused:
    """Whether a post of ours may be among the ids that could not be forwarded. In a channel whose
    content is not protected they are service messages: pins, a new title."""
    return await press.channel.is_protected() if found.opaque else False


def begins_to_refuse(channel_state: ChannelState, outcome: Outcome) -> bool:
    """Tell whether this is refused for another reason than last time, whatever else failed before:
    a person has to be told, and what failed before says nothing about how long this will last."""
    return isinstance(outcome, Refused) and outcome.why != channel_state.why


def without_staging(stopped: TryLater | Unknown | Refused | None) -> bool:
    """Tell whether the staging chat itself refuses us."""
    return isinstance(stopped, Refused) and stopped.staging_unusable
