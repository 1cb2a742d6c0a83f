"""The memory of feeds while people read them: orders and pictures for some seconds, and how often
one chat asked. One for all channels, in memory only."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.memory.feed_orders import FeedOrders, FeedPictures
from bot.memory.limits import Tally

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ReadersMemory:
    orders: FeedOrders = field(default_factory=FeedOrders)
    pictures: FeedPictures = field(default_factory=FeedPictures)
    looks: Tally = field(default_factory=lambda: Tally(most=40, within=_MINUTE))
    """The pages and cards asked for in one chat."""
    typed: Tally = field(default_factory=lambda: Tally(most=120, within=_MINUTE))
    """The questions behind the bot's name: every letter that is typed asks anew."""
