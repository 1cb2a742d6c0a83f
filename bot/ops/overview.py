"""The overview joins the figures of the tables with those that only the running process knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from bot.domain.campaigns.campaign import CampaignState
from bot.domain.mixing import Mixing
from bot.domain.parcel import Progress
from bot.domain.tallies import Counted
from bot.domain.whisper import State
from bot.flows.replies.served import groups_to_serve
from bot.ops.pulse import Pulse
from bot.ops.status import ChannelFacts, ChannelStatus, Facts, Kind, Status, judge
from bot.ops.workers import workers_of
from storage import Storage, Tables


@dataclass(frozen=True, slots=True)
class ChannelLook:
    """A channel, and what is set for it."""

    name: str | None  # None: it is the only one
    storage: Storage
    mixing: Mixing
    mode: str  # unless it was changed at run time
    zone: tzinfo
    kind: Kind = "whispers"


_DAYS = 7


async def overview(
    *,
    channels: Sequence[ChannelLook],
    now: datetime,
    pulse: Pulse | None,
    stands_by: bool = False,
) -> Status:
    """Return the status of all channels together, and of each. ``pulse`` is None when no bot runs,
    or when the one here ``stands_by``."""
    each = [await _of_channel(channel, now) for channel in channels]
    async with channels[0].storage.glancing() as tables:
        moved = await tables.runtime_settings.moved_chats.get()
        ways = await tables.channel_states.all()
        names = {row.chat: row.name for row in await tables.channels.all()}
    first = each[0]
    groups: frozenset[int] = frozenset()  # their way is none of a channel's
    for channel in channels:
        async with channel.storage.reading() as tables:
            groups |= await groups_to_serve(tables)
    facts = Facts(
        at=now,
        workers=await workers_of(channels[0].storage),
        stands_by=stands_by,
        started=pulse.started if pulse else None,
        last_poll=pulse.last_poll if pulse else None,
        handled=pulse.handled if pulse else None,
        failed=pulse.failed if pulse else None,
        unreadable=pulse.unreadable if pulse else None,
        undeleted=pulse.undeleted if pulse else None,
        again=pulse.again if pulse else 0,
        stuck_since=pulse.stuck_since if pulse else None,
        moderators_refused_since=pulse.moderators_refused_since if pulse else None,
        loop_lag=pulse.loop_lag if pulse else None,
        loop_lag_longest=pulse.loop_lag_longest if pulse else None,
        tasks=pulse.tasks if pulse else None,
        renderers=pulse.renderers if pulse else {},
        drawing=pulse.drawing if pulse else None,
        drawn_elsewhere=pulse.drawn_elsewhere if pulse else 0,
        drawn_here=pulse.drawn_here if pulse else 0,
        with_moderators=sum(facts.with_moderators for facts in each),
        pool=sum(facts.pool for facts in each),
        in_review=sum(facts.in_review for facts in each),
        next_slot=min((f.next_slot for f in each if f.next_slot is not None), default=None),
        backlog=sum(facts.backlog for facts in each),
        unsent_replies=sum(facts.unsent_replies for facts in each),
        campaigns=sum(facts.campaigns for facts in each),
        campaigns_asked=sum(facts.campaigns_asked for facts in each),
        oldest_due=min((f.oldest_due for f in each if f.oldest_due is not None), default=None),
        set_aside=sum(facts.set_aside for facts in each),
        published=sum(facts.published for facts in each),
        mode=first.mode,
        paused=any(facts.paused for facts in each),
        moved=moved,
        channels=tuple(
            ChannelStatus(
                names.get(way.chat) if len(each) > 1 else None,
                way.failures,
                way.failing_since,
                way.not_before,
            )
            for way in ways
            if way.chat not in groups
        ),
        by_channel=tuple(each) if len(each) > 1 else (),
    )
    return judge(facts)


async def _of_channel(channel: ChannelLook, now: datetime) -> ChannelFacts:
    async with channel.storage.glancing() as tables:
        oldest = await tables.outbox.oldest(besides=await groups_to_serve(tables))
        return ChannelFacts(
            name=channel.name or "",
            kind=channel.kind,
            with_moderators=await _at_moderators(tables),
            pool=await tables.whispers.count(State.POOL),
            in_review=await tables.whispers.count(State.REVIEW, State.HELD),
            next_slot=None if channel.mixing.instant else channel.mixing.next_slot(now),
            backlog=await tables.outbox.backlog(),
            unsent_replies=await tables.outbox.unsent_replies(),
            campaigns=len(await tables.campaigns.in_state(CampaignState.APPROVED)),
            campaigns_asked=len(await tables.campaigns.in_state(CampaignState.ASKED)),
            oldest_due=oldest if oldest is not None and oldest <= now else None,
            set_aside=len(await tables.outbox.in_state(Progress.ASIDE, Progress.REFUSED)),
            published=await tables.runtime_settings.numbers_given(),
            mode=await tables.runtime_settings.mode.get() or channel.mode,
            paused=await tables.runtime_settings.paused.get(),
            a_day=await released_a_day(tables, now.astimezone(channel.zone).date()),
        )


async def released_a_day(tables: Tables, today: date) -> float | None:
    """How many whispers came out on each of the last days before this one, on average: the crowd in
    which each hides. Of a channel that is younger, the days since its first. None: it is new, and
    has no day behind it."""
    began = await tables.daily_counts.began()
    if began is None or began >= today:
        return None
    first = max(began, today - timedelta(days=_DAYS))
    counted = await tables.daily_counts.since(first)
    released = [row for row in counted if row.what == Counted.RELEASED and row.day < today]
    return sum(row.times for row in released) / (today - first).days


async def _at_moderators(tables: Tables) -> int:
    """How much waits for the moderators' chat to take it: to be shown there, or to be emptied."""
    cards = await tables.review_cards.all()
    moving = sum(card.message_id is None or card.whisper is None for card in cards)
    hidden = sum(case.message_id is None for case in await tables.hidden_posts.all())
    return moving + hidden + len(await tables.review_cards.without_card(State.REVIEW))
