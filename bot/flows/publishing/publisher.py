"""What the channel's worker needs, in one bundle: the things outside, the house style, the pace."""

import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from bot.cards.order import CardOrder, PosterEntry, Size
from bot.clock import Clock
from bot.domain.captions import Link, bot_link
from bot.domain.channel_info import ChannelInfo
from bot.flows.ports import Channel
from bot.flows.publishing.alerts import Alert
from bot.i18n import Translator
from storage import Storage


class CardStudio(Protocol):
    """What the worker asks of ``bot.cards.studio.Studio``."""

    async def card(self, order: CardOrder) -> bytes: ...

    async def notice(self, text: str) -> bytes: ...

    async def poster(
        self, title: str, subtitle: str, entries: Sequence[PosterEntry], *, channel: str
    ) -> bytes: ...


@dataclass(frozen=True, slots=True)
class PostStyle:
    """How this channel's posts look."""

    place: ChannelInfo
    bot: str  # the bot's username, without "@"
    t: Translator  # the channel's language
    size: Size = "square"
    repeat_words: bool = True
    hashtags: Callable[[str], Sequence[str]] = lambda _words: ()
    care: Callable[[str], str | None] = lambda _words: None  # words -> a helpline line, or None
    report: bool = False  # offer readers a link to report a whisper
    others: Mapping[int, ChannelInfo] = field(default_factory=dict)
    """Channels whose whispers its digests show, by their id in the tables."""

    @property
    def channel(self) -> str:
        """As the cards show it: "@sotto_voce", or the title of a private channel."""
        return self.place.imprint

    @property
    def username(self) -> str | None:
        """Of the channel, without "@"."""
        return self.place.username

    def links(self, number: int | None = None) -> tuple[Link, ...]:
        """Deep links for the caption: write one's own, and report this one."""
        write = Link(self.t("Write yours"), bot_link(self.bot, self.place.payload("write")))
        if number is None or not self.report:
            return (write,)
        return (
            write,
            Link(self.t("Report"), bot_link(self.bot, self.place.payload("report", number))),
        )


SendAlert = Callable[[Alert], Awaitable[None]]


async def tell_nobody(_trouble: Alert) -> None:
    """For tools that print the trouble themselves."""


@dataclass(frozen=True, slots=True)
class Publisher:
    storage: Storage
    channel: Channel
    studio: CardStudio
    house: PostStyle
    clock: Clock
    pace: timedelta = timedelta(seconds=3.1)  # least time between two posts
    probe_after: timedelta = timedelta(seconds=120)
    tell: SendAlert = tell_nobody
    rng: random.Random = field(default_factory=random.SystemRandom)

    @property
    def chat(self) -> int:
        return self.channel.chat_id
