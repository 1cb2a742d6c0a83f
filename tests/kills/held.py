"""How long a channel was held up by anything but its own trouble.

Ten times a second the bot's tables are read. A channel is held up while it has something to post,
its own pace and its own pauses are over, no post of its own is lost, and yet none comes: from then,
or from its last post, the seconds are counted. Not while all of Telegram is away, nor from a kill
until the bot polls again. A look that comes late counts as three at most: then it is this machine
that stands still.

What is counted while another channel is refused, or still waits because it was, is told apart from
the rest: the rest is what people who write at the same time, the token's 28 calls a second and this
machine take, without anybody being refused.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.parcel import ParcelKind, Progress
from bot.sandbox.world import WorldEvent
from storage import Storage, StorageUnavailable
from tests.kills.process import ProcessTown
from tests.kills.refusal import Refusal
from tests.kills.views import open_views

EVERY = 0.1
"""Seconds between two looks."""
_POSTS = tuple(kind for kind in ParcelKind if kind.makes_a_post)


@dataclass
class HeldUp:
    place: ProcessTown
    shaken: Callable[[], bool]
    """Whether all channels are in trouble together."""
    refusal: Refusal
    longest: dict[str, float] = field(default_factory=dict)
    """Seconds, by the channel's name, while the refused one was in trouble."""
    otherwise: dict[str, float] = field(default_factory=dict)
    """Likewise, while it was not."""
    _posts: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.longest = dict.fromkeys(self.place.channels, 0.0)
        self.otherwise = dict.fromkeys(self.place.channels, 0.0)
        self.place.world.subscribe(self._count)

    def _count(self, event: WorldEvent) -> None:
        if event.kind == "sent" and event.chat is not None:
            self._posts[event.chat.id] += 1

    async def look_on(self) -> None:
        """For ever."""
        seen = Counter[int]()
        since = dict.fromkeys(self.place.channels, 0.0)
        async with open_views(self.place) as views:
            last = time.monotonic()
            while True:
                await asyncio.sleep(EVERY)
                before, last = last, time.monotonic()
                trouble = self.refusal.on or await self._fails(next(iter(views.values())))
                longest = self.longest if trouble else self.otherwise
                for name, channel in self.place.channels.items():
                    posted = self._posts[channel.id] > seen[channel.id]
                    seen[channel.id] = self._posts[channel.id]
                    ready = not self.shaken() and await self._could_post(views[name], channel.id)
                    if posted or not ready:
                        since[name] = 0.0
                    else:
                        since[name] += min(last - before, 3 * EVERY)
                    longest[name] = max(longest[name], since[name])

    async def _fails(self, storage: Storage) -> bool:
        """The refused channel's last call failed."""
        try:
            async with storage.reading() as tables:
                return (await tables.channel_states.of(self.refusal.channel.id)).failures > 0
        except StorageUnavailable:
            return False

    async def _could_post(self, storage: Storage, chat: int) -> bool:
        try:
            async with storage.reading() as tables:
                waits = await tables.outbox.next_due(chat, _POSTS)
                sent = await tables.outbox.in_state(Progress.SENDING)
                lost = await tables.outbox.unresolved(chat)
                state = await tables.channel_states.of(chat)
        except StorageUnavailable:
            return False
        open_now = state.open_at(self.place.world.clock.now())
        return bool(waits or sent) and lost is None and open_now
