"""The next step after a send follows from the way in which it ended. One pure function, tested as a
table."""

import random
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot.domain.outcome import Delivered, Outcome, Refused, TryLater, Unknown

FIRST = timedelta(seconds=1)
LONGEST = timedelta(minutes=1)
CHANNEL_REFUSED = timedelta(seconds=30)
"""The pause when the bot was kicked, lacks rights or has a wrong token: a person has to mend it, so
there is no hurry."""

MOST_RESENDS = 5
"""Each resend follows two looks that did not find the post. A parcel that is lost so often while
Telegram answers everything else goes to a person."""


class Fate(StrEnum):
    """The fate of the parcel."""

    DONE = "done"  # it is in the channel: leaves the outbox
    AGAIN = "again"  # it waits and is tried again
    LOST = "lost"  # nobody knows: must be looked up before anything else is posted
    GONE = "gone"  # the post that it concerns is not there any more
    REFUSED = "refused"  # never in this form


@dataclass(frozen=True, slots=True)
class NextStep:
    fate: Fate
    pause: timedelta | None
    """The time for which the whole channel waits; None: the usual pace."""
    failed: bool
    """Whether it counts as one more failure in a row, which makes the next pause longer."""


def backoff(
    failures: int,
    rng: random.Random,
    *,
    first: timedelta = FIRST,
    longest: timedelta = LONGEST,
) -> timedelta:
    """Return ``first``, doubled with each failure in a row up to ``longest``, less a random half of
    it, so that many who failed together do not come back together."""
    grown = first * (1 << min(max(failures, 0), 30))
    return min(grown, longest) * (0.5 + rng.random() / 2)


def decide(outcome: Outcome, *, makes_a_post: bool, failures: int, rng: random.Random) -> NextStep:
    """Return what follows from the outcome. ``failures``: how many in a row before this one. Edits
    and deletions can be repeated; a post cannot, so a post whose end is not known is LOST."""
    match outcome:
        case Delivered():
            return NextStep(Fate.DONE, None, failed=False)
        case TryLater(after=None):
            return NextStep(Fate.AGAIN, backoff(failures, rng), failed=True)
        case TryLater(after=timedelta() as after):
            # A little later than asked, and not all channels at the same moment.
            return NextStep(Fate.AGAIN, after + timedelta(seconds=rng.random()), failed=True)
        case Refused(chat_unusable=True):
            return NextStep(
                Fate.AGAIN,
                backoff(failures, rng, first=CHANNEL_REFUSED, longest=CHANNEL_REFUSED * 20),
                failed=True,
            )
        case Refused(gone=True) if not makes_a_post:
            return NextStep(Fate.GONE, None, failed=False)
        case Refused():
            return NextStep(Fate.REFUSED, None, failed=False)
        case Unknown() if makes_a_post:
            return NextStep(Fate.LOST, None, failed=True)
        case _:
            return NextStep(Fate.AGAIN, backoff(failures, rng), failed=True)


def look_due(looks: int, resends: int, since_attempt: timedelta, probe_after: timedelta) -> bool:
    """Tell whether a look is due. The first look is made at once; the second, ``probe_after`` after
    the attempt, decides. After each resend that was lost too, it waits twice as long (up to eight
    times)."""
    return looks == 0 or since_attempt >= probe_after * (1 << min(resends, 3))
