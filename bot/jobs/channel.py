"""The jobs of each channel: release, review, publish, digest, reports."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.days import local_day, next_moment
from bot.domain.reports import Thresholds, slot
from bot.flows.authors.release import release_due
from bot.flows.bests import best_due, is_asked
from bot.flows.campaigns.answers import count_shown
from bot.flows.campaigns.apart import keep_apart
from bot.flows.campaigns.cards import ManagersCards
from bot.flows.campaigns.end import end_due
from bot.flows.digest import DigestRules, digest_due, is_undecided
from bot.flows.feeds.index import fill_step
from bot.flows.moderation.batch import call_batch, next_care_slot
from bot.flows.moderation.hidden_posts import HiddenPostCards
from bot.flows.moderation.hide import hide_due
from bot.flows.moderation.remove import removal_votes
from bot.flows.moderation.summary import summary_due
from bot.flows.places.settle import settle_due
from bot.flows.publishing.follow_name import follow_name
from bot.flows.publishing.publish import SHORT, is_busy, publish_due, shut_until
from bot.flows.publishing.publisher import Publisher
from bot.flows.replies.follow_group import follow_group
from bot.flows.replies.release import next_release, release_replies
from bot.flows.replies.report import hide_replies_due
from bot.flows.replies.served import groups_to_serve
from bot.jobs.beat import Beat, Rest
from bot.jobs.leases import Holder, jobs_of, posting, under
from bot.schedule import Schedule
from bot.services.channels import RunningChannel

_HALF_A_MINUTE = 30.0
_NAME = 600.0
"""The seconds between looks at what the channel is called."""

AddLook = Callable[..., None]
"""The same as ``Beat.look``, for one channel."""

_SHOWN = timedelta(seconds=2)
"""The time between two looks while cards wait in the moderators' chat: they may have to be undone,
looked for or shown again."""


def add_publishing(channel: RunningChannel, beat: Beat, leases: Holder) -> None:
    """Add the work on whatever the channel and its discussion group receive, under the channel's
    lease: who has lost it changes nothing more."""
    lease = leases.lease(posting(channel.publisher.chat))

    def fenced(press: Publisher) -> Publisher:
        return replace(press, storage=press.storage.behind(lease.fence))

    press = fenced(channel.publisher)

    async def publish() -> datetime | Rest:
        return await _publish(press)

    groups: dict[int, Publisher] = {}

    async def comment() -> datetime | Rest:
        async with press.storage.reading() as tables:
            chats = await groups_to_serve(tables)
        rests = [await _publish(groups.setdefault(c, fenced(channel.group_of(c)))) for c in chats]
        if Rest.NONE in rests or not rests:
            return Rest.NONE if rests else Rest.LONG
        return min((rest for rest in rests if isinstance(rest, datetime)), default=Rest.LONG)

    look = under(lease, partial(beat.look, channel=channel.services.key))
    look(publish, name=channel.job("publish"))
    look(comment, name=channel.job("comment"))


def add_channel_jobs(
    channel: RunningChannel,
    schedule: Schedule,
    beat: Beat,
    leases: Holder,
    shows: Sequence[Publisher] = (),
) -> None:
    """Add every other job of this channel, under names of its own. ``shows``: publishers of the
    channels whose most loved its digest shows, where it is not its own. In one that is closed
    nothing is released, shown to moderators for the first time, or made into a digest: what it has
    is changed and taken down as ever."""
    services, press = channel.services, channel.publisher
    rules = DigestRules.of(services.shared.settings)

    async def digest() -> datetime | Rest:
        await digest_due(press, rules, shows)
        await best_due(press, rules, shows)
        if await is_undecided(press, rules) or await is_asked(press):
            return Rest.NONE
        return next_moment(press.clock.now(), rules.at, rules.zone)

    async def follow() -> None:
        await follow_name(channel=press.channel, info=services.shared.place)
        await follow_group(
            storage=press.storage, channel=press.channel, tell=press.tell, now=press.clock.now()
        )

    lease = leases.lease(jobs_of(services.key))
    look = under(lease, partial(beat.look, channel=services.key))
    _reports(channel, rules, schedule, look)
    if channel.kind != "closed":
        look(partial(_release, channel), name=channel.job("release"))
        look(partial(_replies, channel), name=channel.job("replies"))
        look(digest, name=channel.job("digest"))
    else:  # what is taken back of it makes the places of others wider
        look(partial(_places, channel), name=channel.job("places"))
    look(partial(_review, channel, schedule), name=channel.job("review"))
    look(partial(_reply_sheets, channel), name=channel.job("reply_sheets"))
    look(partial(_fill_feeds, channel), name=channel.job("feeds"))
    if press.campaigns is not None:
        look(partial(_campaigns, press, press.campaigns, {}), name=channel.job("campaigns"))
    if (managers := services.campaigns) is not None:
        look(partial(_managers_cards, managers.cards), name=channel.job("managers_cards"))
    schedule.every(_NAME, follow, name=channel.job("name"))


async def _publish(press: Publisher) -> datetime | Rest:
    if (until := await shut_until(press)) is not None:
        return until - SHORT
    await publish_due(press)
    return Rest.NONE if await is_busy(press) else Rest.LONG


async def _release(channel: RunningChannel) -> datetime | Rest:
    shared, authors = channel.services.shared, channel.services.author.memory.authors
    now, mixing = shared.clock.now(), shared.settings.mixing_rules
    await release_due(
        storage=shared.storage,
        now=now,
        mixing=mixing,
        rng=shared.rng,
        authors=authors,
        zone=shared.settings.timezone,
        places=shared.settings.place_rule,
    )
    return await _places(channel)


async def _places(channel: RunningChannel) -> datetime | Rest:
    shared = channel.services.shared
    now, mixing = shared.clock.now(), shared.settings.mixing_rules
    await settle_due(
        storage=shared.storage, rule=shared.settings.place_rule, mixing=mixing, now=now
    )
    return Rest.LONG if mixing.instant else mixing.next_slot(now)


async def _replies(channel: RunningChannel) -> datetime | Rest:
    shared, news = channel.services.shared, channel.services.author.memory.replies.news
    now = shared.clock.now()
    for number in await release_replies(storage=shared.storage, now=now, rng=shared.rng):
        await news.happened((channel.services.key, number), now)
    return await next_release(storage=shared.storage) or Rest.LONG


async def _campaigns(press: Publisher, zone: ZoneInfo, known: dict[int, bool]) -> datetime | Rest:
    await keep_apart(press, known)
    return await end_due(storage=press.storage, now=press.clock.now(), zone=zone) or Rest.LONG


async def _managers_cards(cards: ManagersCards) -> datetime | Rest:
    return await cards.sync() or Rest.LONG


async def _fill_feeds(channel: RunningChannel) -> datetime | Rest:
    """Make a step with each beat after the start, until the feeds know all that stands."""
    shared = channel.services.shared
    weights, now = shared.settings.ranking_weights, shared.clock.now()
    more = await fill_step(storage=shared.storage, weights=weights, now=now)
    return Rest.NONE if more else Rest.LONG


async def _review(channel: RunningChannel, schedule: Schedule) -> datetime | Rest:
    shared, moderators = channel.services.shared, channel.services.moderators
    authors, review = channel.services.author.memory.authors, shared.settings.review_rules
    review_cards, now = moderators.review_cards, shared.clock.now()
    if review_cards is None:
        return Rest.LONG
    batch = None
    if channel.kind != "closed":
        batch = await call_batch(
            storage=shared.storage, now=now, review=review, rng=shared.rng, authors=authors
        )
    if batch is not None:
        await authors.show(batch.keys, now)
        if channel.publisher.campaigns is not None:
            day = local_day(now, channel.publisher.campaigns)
            await count_shown(batch.keys, storage=shared.storage, day=day)
    if batch is not None and batch.full:
        if not review.instant:
            await moderators.figures.take(now)
            schedule.ring(channel.job("summary"))
        await review_cards.tell_alarms()
    await review_cards.sync()
    next_batch = next_care_slot(review, now)
    async with shared.storage.reading() as tables:
        shown = await tables.review_cards.all()
    if not shown:
        return Rest.LONG if review.instant else next_batch
    ends = [card.settles for card in shown if card.settles is not None]
    return min([now + _SHOWN, next_batch, *ends])


async def _reply_sheets(channel: RunningChannel) -> datetime | Rest:
    """Keep the sheets of replies that wait for moderators in step."""
    sheets = channel.services.moderators.reply_sheets
    if sheets is None:
        return Rest.LONG
    await sheets.sync()
    return await sheets.next_look() or Rest.LONG


def _reports(
    channel: RunningChannel, rules: DigestRules, schedule: Schedule, look: AddLook
) -> None:
    """Add the jobs that follow from reports, where there are moderators."""
    services, press = channel.services, channel.publisher
    moderators, settings = services.moderators, services.shared.settings
    moderators_chat, review_cards = moderators.moderators_chat, moderators.review_cards
    if moderators_chat is None or review_cards is None:
        return
    cases = HiddenPostCards(
        press,
        moderators_chat,
        settings.votes,
        votes=partial(removal_votes, moderators.votes),
        turn=review_cards.turn,
        door=review_cards.door,
        rounds=review_cards.case_rounds,
    )
    thresholds = Thresholds(settings.reports_severe, settings.reports_other)

    async def hide_reported() -> datetime | Rest:
        now, every = press.clock.now(), settings.reports_every
        await hide_due(
            storage=press.storage,
            chat=press.chat,
            thresholds=thresholds,
            weights=rules.weights,
            reporters=services.author.reporters,
            every=every,
            now=now,
        )
        return slot(now, every) + every if every else Rest.NONE

    async def hide_replies() -> datetime | Rest:
        now, every = press.clock.now(), settings.reports_every
        await hide_replies_due(
            storage=press.storage,
            chat=press.chat,
            thresholds=thresholds,
            reporters=services.author.reporters,
            every=every,
            now=now,
        )
        return slot(now, every) + every if every else Rest.NONE

    async def show_hidden() -> datetime | Rest:
        await cases.due()
        return press.clock.now() + _SHOWN if await cases.any() else Rest.LONG

    async def summary() -> None:
        await summary_due(
            storage=press.storage,
            moderators_chat=moderators_chat,
            figures=moderators.figures,
            t=press.house.t,
            zone=settings.timezone,
            now=press.clock.now(),
        )

    look(hide_reported, name=channel.job("hide"))
    look(hide_replies, name=channel.job("hide_replies"))
    look(show_hidden, name=channel.job("hidden_posts"))
    schedule.every(_HALF_A_MINUTE, summary, name=channel.job("summary"))
