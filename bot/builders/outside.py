"""The builders start from the world outside and from the channels that were found."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.botapi.client import RawBot
from bot.cards.studio import Studio
from bot.clock import Clock
from bot.domain.channel_info import ChannelInfo
from bot.memory.maker import LocalMemory, MemoryMaker
from bot.settings import Settings
from storage import Storage


@dataclass(frozen=True, slots=True)
class Outside:
    """The parts of the world that the bot is put together from: a test may replace each of them."""

    settings: Settings  # the installation's
    bots: Mapping[str, RawBot]  # by name, in the operator's order; at least one
    storage: Storage
    studio: Studio
    clock: Clock
    rng: random.Random
    begin_anew: Callable[[], None] = lambda: None
    memory: MemoryMaker = field(default_factory=LocalMemory)

    @property
    def bot(self) -> RawBot:
        """The first bot."""
        return next(iter(self.bots.values()))


@dataclass(frozen=True, slots=True)
class FoundChannel:
    """A channel that is to run."""

    settings: Settings  # as this channel sees them
    place: ChannelInfo
    storage: Storage  # as this channel sees it
    poster: RawBot
    offered_by: frozenset[int] = frozenset()  # the ids of the bots at which one can write for it
    takes_whispers: bool = True
    shows: tuple[str, ...] = ()  # names of channels whose most loved it shows, if it is for that
    deployed: Settings | None = None  # what the operator has set, where some were changed by vote
