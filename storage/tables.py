"""Tables give one repository per noun, all on one connection and in one transaction."""

from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.archive import Archive
from storage.bans import Bans
from storage.bests import Bests
from storage.campaign_days import CampaignDays
from storage.campaigns import Campaigns
from storage.channel_state import ChannelStates
from storage.channels import ChannelRows
from storage.daily_counts import DailyCounts
from storage.digests import Digests
from storage.ended_drafts import EndedDrafts
from storage.hidden_posts import HiddenPosts
from storage.leases import Leases
from storage.outbox import Outbox
from storage.places import Places
from storage.posts import Posts
from storage.reactions import Reactions
from storage.replies import Replies
from storage.reply_reports import ReplyReports
from storage.reply_sheets import ReplySheetRows
from storage.reports import Reports
from storage.review_cards import ReviewCardRows
from storage.runtime import RuntimeSettings
from storage.scope import Scope
from storage.standings import Standings
from storage.terms import Terms
from storage.threads import Threads
from storage.whispers import Whispers


class Tables:
    """All repositories of a transaction. Each is made when it is first asked for: most transactions
    need two or three."""

    def __init__(self, connection: AsyncConnection, scope: Scope, *, alone: bool = False) -> None:
        """``alone``: the transaction has the turn of this channel, and of no other."""
        self._connection = connection
        self._scope = scope
        self._alone = alone
        self.within: set[int] = {scope.channel}
        """Channels as which this transaction was seen."""

    def of(self, channel: int | None) -> "Tables":
        """Return the same transaction as another channel sees it; None: as it is. Raises
        LookupError: it is one of a single channel."""
        if channel is None or channel == self._scope.channel:
            return self
        if self._alone:
            raise LookupError("this transaction has the turn of one channel alone")
        other = Tables(self._connection, Scope(channel))
        self.within.add(channel)
        other.within = self.within
        return other

    @cached_property
    def channels(self) -> ChannelRows:
        return ChannelRows(self._connection)

    @cached_property
    def whispers(self) -> Whispers:
        return Whispers(self._connection, self._scope)

    @cached_property
    def replies(self) -> Replies:
        return Replies(self._connection, self._scope)

    @cached_property
    def reply_sheets(self) -> ReplySheetRows:
        return ReplySheetRows(self._connection, self._scope)

    @cached_property
    def reply_reports(self) -> ReplyReports:
        return ReplyReports(self._connection, self._scope)

    @cached_property
    def threads(self) -> Threads:
        return Threads(self._connection, self._scope)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self._connection, self._scope)

    @cached_property
    def posts(self) -> Posts:
        return Posts(self._connection, self._scope)

    @cached_property
    def places(self) -> Places:
        return Places(self._connection, self._scope)

    @cached_property
    def reactions(self) -> Reactions:
        return Reactions(self._connection)

    @cached_property
    def digests(self) -> Digests:
        return Digests(self._connection, self._scope)

    @cached_property
    def bests(self) -> Bests:
        return Bests(self._connection, self._scope)

    @cached_property
    def channel_states(self) -> ChannelStates:
        return ChannelStates(self._connection)

    @cached_property
    def ended_drafts(self) -> EndedDrafts:
        return EndedDrafts(self._connection)

    @cached_property
    def runtime_settings(self) -> RuntimeSettings:
        return RuntimeSettings(self._connection, self._scope)

    @cached_property
    def review_cards(self) -> ReviewCardRows:
        return ReviewCardRows(self._connection, self._scope)

    @cached_property
    def bans(self) -> Bans:
        return Bans(self._connection)

    @cached_property
    def reports(self) -> Reports:
        return Reports(self._connection, self._scope)

    @cached_property
    def hidden_posts(self) -> HiddenPosts:
        return HiddenPosts(self._connection, self._scope)

    @cached_property
    def daily_counts(self) -> DailyCounts:
        return DailyCounts(self._connection, self._scope)

    @cached_property
    def campaigns(self) -> Campaigns:
        return Campaigns(self._connection, self._scope)

    @cached_property
    def campaign_days(self) -> CampaignDays:
        return CampaignDays(self._connection, self._scope)

    @cached_property
    def terms(self) -> Terms:
        return Terms(self._connection, self._scope)

    @cached_property
    def standings(self) -> Standings:
        return Standings(self._connection, self._scope)

    @cached_property
    def leases(self) -> Leases:
        return Leases(self._connection)

    @cached_property
    def archive(self) -> Archive:
        return Archive(self._connection)
