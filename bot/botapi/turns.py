"""The order in which updates are handled. Chats take turns, so that a flood from some delays no
others.

Within a chat one update is handled at a time, in order; but words that ask for a card let all else
pass, and the newest of them comes first. Between chats the one goes first that has asked for least
of late. Only so many are handled side by side; the heavier kinds have places of their own.

What a chat may have waiting is bounded, and so is what all have together: the oldest is let go, and
then its handler does only what must be done. Words that were edited meanwhile need no card.
"""

import asyncio
import itertools
import math
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum, auto

from bot.clock import Clock
from bot.memory.expiring import ExpiringDict

LET_GO: ContextVar[bool] = ContextVar("let_go", default=False)
"""Whether the handler that runs now was let go: newer ones of this chat wait, so nothing is to be
drawn and hardly said."""

A_CHAT = 4
"""The number of updates of one chat that may wait for their turn, of those that can be let go."""
IN_ALL = 1_000
"""The same number for all chats."""

_HALF_LIFE = timedelta(seconds=30)
"""The time after which what a chat asked for counts half."""
_MOST = 20.0  # as a power of two: a clock that was set back makes nobody wait for ever


class Weight(Enum):
    """The work that an update takes to handle."""

    FREE = auto()  # groups and the channel: no turns
    LIGHT = auto()  # at most an answer
    WORDS = auto()  # a card is drawn
    PICTURE = auto()  # … on somebody's own picture, which has to be fetched and decoded


PLACES = {Weight.LIGHT: 16, Weight.WORDS: 12, Weight.PICTURE: 4}
"""The number of each that are handled side by side: enough to send cards while others are drawn,
and few, since whoever comes next waits for all of them."""


@dataclass(frozen=True, slots=True)
class Burden:
    """All that has to be known of an update before it is parsed. ``queue``: the chat whose order it
    belongs to ("": none). In memory while the update is in flight."""

    queue: str = ""
    weight: Weight = Weight.FREE
    cost: float = 0.0  # of a chat's share; a card is 1
    card: bool = False  # new words: they let others pass, the newest first
    spare: bool = False  # nothing is lost but an answer when it is let go
    message: int | None = None  # the message that is drawn: an edit takes the place of what waits
    clears: bool = False  # whatever waits for a card is not wanted any more


@dataclass(eq=False, slots=True)
class Place:
    """An update in the line."""

    burden: Burden
    go: "asyncio.Future[None]"
    order: int
    let_go: bool = False
    overtaken: bool = False
    """Whether an edit of the same message came, so that there is nothing to do."""

    @property
    def waits(self) -> bool:
        return not self.go.done()

    @property
    def weight(self) -> Weight:
        return (
            Weight.LIGHT
            if self.let_go and self.burden.weight is not Weight.FREE
            else (self.burden.weight)
        )


@dataclass(eq=False, slots=True)
class _Queue:
    name: str
    busy: bool = False
    first: deque[Place] = field(default_factory=deque)
    cards: list[Place] = field(default_factory=list)  # the newest last

    def head(self) -> Place | None:
        if self.busy:
            return None
        return self.first[0] if self.first else self.cards[-1] if self.cards else None

    def leave(self, place: Place) -> None:
        if place in self.first:
            self.first.remove(place)
        elif place in self.cards:
            self.cards.remove(place)

    def spare(self) -> Iterator[Place]:
        """Yield what can be let go, oldest first."""
        for place in (*self.cards, *self.first):
            if not place.let_go and place.burden.spare:
                yield place


class Turns:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._queues: dict[str, _Queue] = {}
        self._ready: dict[Weight, dict[str, _Queue]] = {weight: {} for weight in Weight}
        self._used = dict.fromkeys(Weight, 0)
        self._asked: ExpiringDict[int, float] = ExpiringDict(10 * _HALF_LIFE, most=10_000)
        self._orders = itertools.count()
        self._spare = 0

    @property
    def at_rest(self) -> bool:
        """Whether nobody waits and no place is taken."""
        taken = self._spare or any(self._used.values()) or any(self._ready.values())
        return not (self._queues or taken)

    def place(self, burden: Burden) -> Place:
        """Get into line."""
        place = Place(burden, asyncio.get_running_loop().create_future(), next(self._orders))
        if not burden.queue:
            place.go.set_result(None)
            return place
        queue = self._queues.setdefault(burden.queue, _Queue(burden.queue))
        self._count(burden)
        if burden.clears:
            for each in list(queue.cards):
                self._let_go(queue, each)
        if burden.message is not None:
            for each in (*queue.cards, *queue.first):
                if each.burden.message == burden.message and each.burden.spare:
                    each.overtaken = True
                    self._let_go(queue, each)
        (queue.cards if burden.card else queue.first).append(place)
        if burden.spare:
            self._spare += 1
            waiting = list(queue.spare())
            if len(waiting) > A_CHAT:
                self._let_go(queue, waiting[0])
            elif self._spare > IN_ALL:
                self._relieve()
        self._file(queue)
        self._pump()
        return place

    @asynccontextmanager
    async def turn(self, place: Place) -> AsyncIterator[None]:
        """Wait for the turn, and hold it inside the block."""
        queue = self._queues.get(place.burden.queue)
        try:
            await place.go
            token = LET_GO.set(place.let_go)
            try:
                yield
            finally:
                LET_GO.reset(token)
        finally:
            if queue is not None:
                self._ended(queue, place, started=place.go.done() and not place.go.cancelled())

    def let_go(self, place: Place) -> None:
        """Let go at a stop of what waits and was confirmed already: it is not to be left lying."""
        queue = self._queues.get(place.burden.queue)
        if queue is not None and place.waits:
            self._let_go(queue, place)
            self._file(queue)
            self._pump()

    def _ended(self, queue: _Queue, place: Place, *, started: bool) -> None:
        if started:
            self._used[place.weight] -= 1
            queue.busy = False
        else:
            queue.leave(place)
        if place.burden.spare:
            self._spare -= 1
        if not queue.busy and not queue.first and not queue.cards:
            self._queues.pop(queue.name, None)
        self._file(queue)
        self._pump()

    def _let_go(self, queue: _Queue, place: Place) -> None:
        """Let go of an update. Its handler has little to do now: it goes ahead of what asks for
        cards."""
        place.let_go = True
        if place in queue.cards:
            queue.cards.remove(place)
            queue.first.append(place)

    def _relieve(self) -> None:
        """Let the chat that asked for most let go of its oldest, since too many wait in all."""
        for queue in sorted(self._queues.values(), key=self._share, reverse=True):
            oldest = next(queue.spare(), None)
            if oldest is not None:
                self._let_go(queue, oldest)
                self._file(queue)
                return

    def _file(self, queue: _Queue) -> None:
        """Keep the queue among those that wait for a place of their head's weight."""
        for queues in self._ready.values():
            queues.pop(queue.name, None)
        head = queue.head()
        if head is not None:
            self._ready[head.weight][queue.name] = queue

    def _pump(self) -> None:
        """Start whatever may start now."""
        for weight, queues in self._ready.items():
            places = PLACES.get(weight, math.inf)
            while queues and self._used[weight] < places:
                queue = (
                    min(queues.values(), key=self._share)
                    if len(queues) > 1
                    else (next(iter(queues.values())))
                )
                place = queue.head()
                assert place is not None
                queue.leave(place)
                queue.busy = True
                self._used[weight] += 1
                self._file(queue)
                if not place.go.done():
                    place.go.set_result(None)

    def _count(self, burden: Burden) -> None:
        """Add what a chat asked for. It is kept as the logarithm of what it counts at the beginning
        of all time: so it fades by itself, and comparing costs nothing."""
        if burden.cost:
            now = self._clock.now()
            ages = now.timestamp() / _HALF_LIFE.total_seconds()
            counts = 2.0 ** min(_MOST, self._asked_by(burden.queue) - ages)
            self._asked.put(hash(burden.queue), math.log2(counts + burden.cost) + ages, now)

    def _asked_by(self, queue: str) -> float:
        asked = self._asked.get(hash(queue))
        return -math.inf if asked is None else asked

    def _share(self, queue: _Queue) -> tuple[float, int]:
        """Return a sort key: the lower, the sooner its turn."""
        head = queue.head()
        return (self._asked_by(queue.name), head.order if head else 0)
