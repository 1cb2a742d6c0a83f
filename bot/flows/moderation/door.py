"""The door of the moderators' chat: whether Telegram lets anything in just now.

Everybody who brings something there shares it. A refusal (kicked, a closed topic, no right to
send photos) holds for all that waits, so nothing is drawn again before the pause is over, and
each refusal in a row doubles it.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.outcome import Delivered, Outcome, Refused, TryLater
from bot.domain.retry import backoff
from bot.logs import Event, log

REFUSED = timedelta(seconds=30)
"""The first pause after a refusal; a person has to mend it, so there is no hurry."""
LONGEST = timedelta(minutes=10)

_AWAY = timedelta(seconds=5)
_LONGEST_AWAY = timedelta(minutes=1)


@dataclass(slots=True)
class Door:
    clock: Clock
    rng: random.Random = field(default_factory=random.SystemRandom)
    refused_since: datetime | None = None
    """Since when nothing gets in, refused or not reached; None: it does, as far as we know."""
    _refused: bool = False  # whether the last failure was a refusal
    _failures: int = 0  # the failures of one kind, in a row
    _pause: tuple[datetime, datetime] | None = None  # from, until

    @property
    def is_open(self) -> bool:
        if self._pause is None:
            return True
        began, until = self._pause
        return not began <= self.clock.now() < until  # before it began: the clock was set back

    def made(self, outcome: Outcome) -> bool:
        """Note how a call that makes a message ended. Return whether the message is there; after
        any other end the chat rests for a while."""
        if isinstance(outcome, Delivered):
            self.reset()
            return True
        self._rest(outcome)
        return False

    def changed(self, outcome: Outcome) -> bool:
        """Note how a call that changes a message ended. True: it is done, or can never be done."""
        if isinstance(outcome, Delivered):
            return True
        if isinstance(outcome, Refused) and not outcome.chat_unusable:
            if not outcome.gone:
                log(Event.MODERATORS_REFUSED)
            return True
        self._rest(outcome)
        return False

    def reset(self) -> None:
        """Forget all failures, so that the next call is tried."""
        self.refused_since, self._refused, self._failures, self._pause = None, False, 0, None

    def _rest(self, outcome: Outcome) -> None:
        now = self.clock.now()
        self.refused_since = self.refused_since or now
        if isinstance(outcome, Refused):
            if not self._refused:
                self._refused, self._failures = True, 0
            log(Event.MODERATORS_REFUSED, attempt=self._failures + 1)
            pause = backoff(self._failures, self.rng, first=REFUSED, longest=LONGEST)
        elif isinstance(outcome, TryLater) and outcome.after is not None:
            pause = outcome.after
        else:
            pause = backoff(self._failures, self.rng, first=_AWAY, longest=_LONGEST_AWAY)
        self._failures += 1
        self._pause = (now, now + pause)
