"""What rings, and what each bell does. Every job is a tick: it asks the tables what is due."""

import asyncio
from datetime import timedelta
from functools import partial

from bot.domain.days import local_day
from bot.domain.ranking import Weights
from bot.domain.reports import Thresholds
from bot.flows.authors.release import release_due
from bot.flows.digest import DigestRules, digest_due
from bot.flows.moderation.bans import forget_ended
from bot.flows.moderation.batch import call_batch
from bot.flows.moderation.hidden_posts import HiddenPostCards
from bot.flows.moderation.hide import hide_due
from bot.flows.moderation.stats import forget_old_tallies
from bot.flows.moderation.summary import summary_due
from bot.flows.publishing.follow_name import follow_name
from bot.flows.publishing.publish import publish_due
from bot.flows.publishing.publisher import Publisher
from bot.logs import Event, log
from bot.schedule import Schedule
from bot.services import Services
from handlers.moderators import removal

BEAT = 0.5
"""Seconds between looks at what is to be released, published and burnt."""

_LATE = timedelta(minutes=5)
"""After so long it is told that messages could not be deleted; and again, while it lasts."""

_MINUTE = 60.0
_HOUR = 3600.0
_NAME = 600.0
"""Seconds between looks at what the channel is called."""


def wind(schedule: Schedule, services: Services, press: Publisher) -> None:
    """Hang every bell. The schedule is started by the caller."""
    settings, storage, clock = services.settings, services.storage, services.clock

    rules = DigestRules(
        at=settings.digest_time,
        zone=settings.timezone,
        size=settings.digest_size,
        weights=Weights.parse(settings.weights or ""),
    )

    async def release() -> None:
        await release_due(
            storage=storage,
            now=clock.now(),
            mixing=services.mixing,
            rng=services.rng,
            author_of=services.authors.of,
            forget=services.authors.drop,
            zone=settings.timezone,
        )

    async def review() -> None:
        review_cards, now = services.review_cards, clock.now()
        if review_cards is None:
            return
        batch = await call_batch(
            storage=storage,
            now=now,
            review=services.review,
            rng=services.rng,
            author_of=services.authors.of,
        )
        if batch is not None:
            services.authors.show(batch.keys, now)
        if batch is not None and batch.full:
            if not services.review.instant:
                await services.figures.take(now)
                schedule.ring("summary")
            await review_cards.tell_alarms()
        await review_cards.sync()

    async def publish() -> None:
        await publish_due(press)

    async def digest() -> None:
        await digest_due(press, rules)

    async def burn() -> None:
        await services.deletions.delete_due()

    async def tell_overdue() -> None:
        if left := services.deletions.overdue(by=_LATE):
            log(Event.DELETION_OVERDUE, count=left)

    async def forget() -> None:
        services.own_pictures.fade(clock.now())
        await services.published_drafts.forget(
            storage=storage, deletions=services.deletions, now=clock.now()
        )

    async def follow() -> None:
        await follow_name(channel=press.channel, info=services.place)

    async def look_at_pictures() -> None:
        await asyncio.to_thread(services.shelf.refresh)

    async def forget_old() -> None:
        today = local_day(clock.now(), settings.timezone)
        await forget_old_tallies(storage=storage, today=today)
        async with storage.transaction() as tables:
            await tables.whispers.forget_handles(clock.now())
            await tables.ended_drafts.forget(clock.now())
            await tables.whispers.forget_photos(clock.now())
        await forget_ended(storage=storage, today=today)

    moderators_chat = services.moderators_chat
    if moderators_chat is not None and services.review_cards is not None:
        cases = HiddenPostCards(
            press,
            moderators_chat,
            settings.votes,
            votes=partial(removal.votes, services),
            turn=services.review_cards.turn,
            door=services.review_cards.door,
            rounds=services.review_cards.case_rounds,
        )

        thresholds = Thresholds(settings.reports_severe, settings.reports_other)

        async def hide_reported() -> None:
            await hide_due(
                storage=storage,
                chat=press.chat,
                thresholds=thresholds,
                weights=rules.weights,
                reporters=services.reporters,
                every=settings.reports_every,
                now=clock.now(),
            )

        async def summary() -> None:
            await summary_due(
                storage=storage,
                moderators_chat=moderators_chat,
                figures=services.figures,
                t=press.house.t,
                zone=settings.timezone,
                now=clock.now(),
            )

        schedule.every(2 * BEAT, hide_reported, name="hide")
        schedule.every(BEAT, cases.due, name="cases")
        schedule.every(_MINUTE / 2, summary, name="summary")
    schedule.every(BEAT, release, name="release")
    schedule.every(BEAT, review, name="review")
    schedule.every(BEAT, publish, name="publish")
    schedule.every(2 * BEAT, digest, name="digest")
    schedule.every(BEAT, burn, name="burn")
    schedule.every(_LATE.total_seconds(), tell_overdue, name="overdue")
    schedule.every(2 * BEAT, forget, name="forget")
    schedule.every(_MINUTE, look_at_pictures, name="pictures")
    schedule.every(_NAME, follow, name="name")
    schedule.every(_HOUR, forget_old, name="forget_old")
