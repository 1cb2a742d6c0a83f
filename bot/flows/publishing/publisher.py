"""A publisher has all that the channel's worker needs: the world outside, the style of posts, the
pace."""

import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.cards.order import CardOrder, PosterEntry, Size
from bot.clock import Clock
from bot.domain.campaigns.campaign import Campaign
from bot.domain.campaigns.packs import PackPicture
from bot.domain.campaigns.schedule import A_DAY
from bot.domain.captions import (
    QUESTION_PAYLOAD,
    THREAD_PAYLOAD,
    WHY_PAYLOAD,
    Link,
    bot_link,
    shorten,
)
from bot.domain.channel_info import ChannelInfo
from bot.domain.inert import inert
from bot.domain.parcel import ParcelKind
from bot.domain.whisper import Whisper
from bot.flows.ports import Channel
from bot.flows.publishing.alerts import Alert, AlertKind
from bot.flows.replies.group import shut_group
from bot.i18n import Translator
from storage import Storage, Tables
from storage.runtime import SettingHere

_POSTS = frozenset({ParcelKind.CARD, ParcelKind.DIGEST})
_WITH_CAMPAIGNS = _POSTS | {ParcelKind.CAMPAIGN}
_QUESTION = 120  # UTF-16 units of a question that a caption repeats
_REPLIES = frozenset({ParcelKind.REPLY})


class CardStudio(Protocol):
    """The part of ``bot.cards.studio.Studio`` that the worker uses."""

    async def card(self, order: CardOrder) -> bytes: ...

    async def notice(self, text: str) -> bytes: ...

    async def poster(
        self,
        title: str,
        subtitle: str,
        entries: Sequence[PosterEntry],
        *,
        channel: str,
        design: int = 0,
    ) -> bytes: ...


@dataclass(frozen=True, slots=True)
class PostStyle:
    """The look of this channel's posts."""

    place: ChannelInfo
    bot: str  # the bot's username, without "@"
    t: Translator  # the channel's language
    size: Size = "square"
    repeat_words: bool = True
    hashtags: Callable[[str], Sequence[str]] = lambda _words: ()
    care: Callable[[str], str | None] = lambda _words: None  # words -> a helpline line, or None
    report: bool = False  # offer readers a link to report a whisper
    replies: bool = False  # … and one to reply
    others: Mapping[int, ChannelInfo] = field(default_factory=dict)
    """The channels whose whispers its digests show, by their id in the tables."""

    @property
    def channel(self) -> str:
        """The channel as the cards show it: "@sotto_voce", or the title of a private channel."""
        return self.place.imprint

    @property
    def username(self) -> str | None:
        """The channel's public name, without "@"."""
        return self.place.username

    def links(self, number: int | None = None) -> tuple[Link, ...]:
        """Return the deep links for the caption: write one's own, reply to this one, and report
        it."""
        found = [self._link(self.t("Write yours"), "write", None)]
        if number is not None and self.replies:
            found.append(self._link(self.t.p("to do it", "Reply"), "reply", number))
        if number is not None and self.report:
            found.append(self._link(self.t.p("to do it", "Report"), "report", number))
        return tuple(found)

    def is_tender(self, whisper: Whisper) -> bool:
        """Tell whether it is covered, or a helpline stands under it: no campaign stands beside."""
        return whisper.cover or self.care(whisper.words) is not None

    def replies_link(self, number: int, count: int) -> Link | None:
        """Return the link to the card with its replies in the bot. None: there is none to count."""
        if count == 0:
            return None
        return self._link(self.t.n("{n} reply", "{n} replies", count), THREAD_PAYLOAD, number)

    def question_link(self, question: Campaign) -> Link:
        """Return the link to the question that a whisper answers, in the bot."""
        label = "❔ " + shorten(inert(question.words), _QUESTION)
        return self.campaign_link(question, QUESTION_PAYLOAD, label)

    def pack_link(self, pack: PackPicture) -> Link:
        """Return the label of a card on a campaign's picture: it leads to why the picture is
        shown."""
        return self.campaign_link(pack.campaign, WHY_PAYLOAD, pack.label)

    def campaign_link(self, campaign: Campaign, what: str, label: str) -> Link:
        """Return a link to the bot that speaks of this campaign; ``what``: the beginning of its
        payload."""
        address = bot_link(self.bot, self.place.named_payload(what, campaign.token))
        return Link(label, address)

    def _link(self, label: str, what: str, number: int | None) -> Link:
        return Link(label, bot_link(self.bot, self.place.payload(what, number)))


SendAlert = Callable[[Alert], Awaitable[None]]


async def tell_nobody(_trouble: Alert) -> None:
    """Tell nobody: for tools that print the trouble themselves."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """The pace of posts, and the times after which a call without an answer is looked into."""

    pace: timedelta = timedelta(seconds=3.1)
    """The least time between two posts."""
    probe_after: timedelta = timedelta(seconds=120)
    campaigns_a_day: int = A_DAY


@dataclass(frozen=True, slots=True)
class Publisher:
    storage: Storage
    channel: Channel
    studio: CardStudio
    house: PostStyle
    clock: Clock
    tempo: Tempo = field(default_factory=Tempo)
    tell: SendAlert = tell_nobody
    rng: random.Random = field(default_factory=random.SystemRandom)
    campaigns: ZoneInfo | None = None
    """The zone of the days of campaigns, which it posts too. None: there are none here."""
    group: bool = False
    """Whether its chat is the channel's discussion group, to which replies go and nothing else."""

    @property
    def chat(self) -> int:
        return self.channel.chat_id

    @property
    def makes(self) -> frozenset[ParcelKind]:
        """The kinds of posts that it makes."""
        if self.group:
            return _REPLIES
        return _POSTS if self.campaigns is None else _WITH_CAMPAIGNS

    def besides_campaigns(self, *, paused: bool) -> frozenset[ParcelKind]:
        """The kinds of posts that it makes, besides campaigns; while releases are paused, digests
        alone."""
        return self.makes & {ParcelKind.DIGEST} if paused else self.makes - {ParcelKind.CAMPAIGN}

    @property
    def serves(self) -> frozenset[ParcelKind]:
        """The kinds of parcels that it carries."""
        return self.makes | {ParcelKind.EDIT, ParcelKind.PLACE, ParcelKind.DELETE}

    def walk_first(self, tables: Tables) -> SettingHere[int]:
        """How far the look at what its chat holds has come, after a restore."""
        settings = tables.runtime_settings
        return settings.walk_group_first if self.group else settings.walk_first

    async def tell_refused(self) -> None:
        """Tell the operator that the chat takes nothing. Replies that wait for their group are
        counted on their cards."""
        if self.group:
            async with self.storage.transaction() as tables:
                await shut_group(tables, self.clock.now())
        await self.tell(Alert(AlertKind.GROUP_REFUSED if self.group else AlertKind.CHANNEL_REFUSED))
