"""What happens by the clock. Every job asks the tables what is due; state is theirs alone."""

import asyncio
from datetime import datetime, timedelta
from functools import partial

from bot.beat import Beat, Rest
from bot.domain.days import local_day, next_moment
from bot.domain.reports import Thresholds, slot
from bot.flows.authors.release import release_due
from bot.flows.digest import DigestRules, digest_due, is_undecided
from bot.flows.forget_handles import forget_handles
from bot.flows.moderation.bans import forget_ended
from bot.flows.moderation.batch import call_batch, next_care_slot
from bot.flows.moderation.hidden_posts import HiddenPostCards
from bot.flows.moderation.hide import hide_due
from bot.flows.moderation.remove import removal_votes
from bot.flows.moderation.stats import forget_old_tallies
from bot.flows.moderation.summary import summary_due
from bot.flows.publishing.follow_name import follow_name
from bot.flows.publishing.publish import is_busy, publish_due
from bot.flows.publishing.publisher import Publisher
from bot.logs import Event, log
from bot.schedule import Schedule
from bot.services import Services

_LATE = timedelta(minutes=5)
"""After so long it is told that messages could not be deleted; and again, while it lasts."""

_FADE = 5.0
"""Seconds between looks at authors' own pictures whose drafts were left alone."""
_MINUTE = 60.0
_HOUR = 3600.0
_NAME = 600.0
"""Seconds between looks at what the channel is called."""


_SHOWN = timedelta(seconds=2)
"""Between two looks while cards wait in the moderators' chat: they may have to be undone, looked
for or shown again."""


def add_jobs(schedule: Schedule, services: Services, press: Publisher) -> Beat:
    """Add every job. The schedule is started by the caller."""
    shared, memory, moderators = services.shared, services.author.memory, services.moderators
    settings, storage, clock = shared.settings, shared.storage, shared.clock
    beat = Beat(schedule, clock, storage.version)

    rules = DigestRules(
        at=settings.digest_time,
        zone=settings.timezone,
        size=settings.digest_size,
        weights=settings.ranking_weights,
    )

    async def release() -> datetime | Rest:
        now, mixing = clock.now(), settings.mixing_rules
        await release_due(
            storage=storage,
            now=now,
            mixing=mixing,
            rng=shared.rng,
            author_of=memory.authors.of,
            forget=memory.authors.drop,
            zone=settings.timezone,
        )
        return Rest.LONG if mixing.instant else mixing.next_slot(now)

    async def review() -> datetime | Rest:
        review_cards, now = moderators.review_cards, clock.now()
        if review_cards is None:
            return Rest.LONG
        batch = await call_batch(
            storage=storage,
            now=now,
            review=settings.review_rules,
            rng=shared.rng,
            author_of=memory.authors.of,
        )
        if batch is not None:
            memory.authors.show(batch.keys, now)
        if batch is not None and batch.full:
            if not settings.review_rules.instant:
                await moderators.figures.take(now)
                schedule.ring("summary")
            await review_cards.tell_alarms()
        await review_cards.sync()
        next_batch = next_care_slot(settings.review_rules, now)
        async with storage.reading() as tables:
            shown = await tables.review_cards.all()
        if not shown:
            return Rest.LONG if settings.review_rules.instant else next_batch
        ends = [card.settles for card in shown if card.settles is not None]
        return min([now + _SHOWN, next_batch, *ends])

    async def publish() -> datetime | Rest:
        await publish_due(press)
        return Rest.NONE if await is_busy(press) else Rest.LONG

    async def digest() -> datetime | Rest:
        await digest_due(press, rules)
        now = clock.now()
        if await is_undecided(press, rules):
            return Rest.NONE
        return next_moment(now, rules.at, rules.zone)

    async def delete() -> None:
        await shared.deletions.delete_due()

    async def tell_overdue() -> None:
        if left := shared.deletions.overdue(by=_LATE):
            log(Event.DELETION_OVERDUE, count=left)

    async def forget() -> None:
        await forget_handles(
            storage=storage,
            published=memory.published_drafts,
            deletions=shared.deletions,
            now=clock.now(),
        )

    async def follow() -> None:
        await follow_name(channel=press.channel, info=shared.place)

    async def fade() -> None:
        memory.own_pictures.fade(clock.now())

    async def look_at_pictures() -> None:
        await asyncio.to_thread(shared.studio.shelf.refresh)

    async def forget_old() -> None:
        today = local_day(clock.now(), settings.timezone)
        await forget_old_tallies(storage=storage, today=today)
        async with storage.transaction() as tables:
            await tables.whispers.forget_handles(clock.now())
            await tables.ended_drafts.forget(clock.now())
            await tables.whispers.forget_photos(clock.now())
        await forget_ended(storage=storage, today=today)

    moderators_chat = moderators.moderators_chat
    if moderators_chat is not None and moderators.review_cards is not None:
        cases = HiddenPostCards(
            press,
            moderators_chat,
            settings.votes,
            votes=partial(removal_votes, moderators.votes),
            turn=moderators.review_cards.turn,
            door=moderators.review_cards.door,
            rounds=moderators.review_cards.case_rounds,
        )

        thresholds = Thresholds(settings.reports_severe, settings.reports_other)

        async def hide_reported() -> datetime | Rest:
            now, every = clock.now(), settings.reports_every
            await hide_due(
                storage=storage,
                chat=press.chat,
                thresholds=thresholds,
                weights=rules.weights,
                reporters=services.author.reporters,
                every=every,
                now=now,
            )
            return slot(now, every) + every if every else Rest.NONE

        async def show_hidden() -> datetime | Rest:
            now = clock.now()
            await cases.due()
            return now + _SHOWN if await cases.any() else Rest.LONG

        async def summary() -> None:
            await summary_due(
                storage=storage,
                moderators_chat=moderators_chat,
                figures=moderators.figures,
                t=press.house.t,
                zone=settings.timezone,
                now=clock.now(),
            )

        beat.look(hide_reported, name="hide")
        beat.look(show_hidden, name="hidden_posts")
        schedule.every(_MINUTE / 2, summary, name="summary")
    beat.look(release, name="release")
    beat.look(review, name="review")
    beat.look(publish, name="publish")
    beat.look(digest, name="digest")
    beat.when(shared.deletions.is_due, delete, name="delete")
    schedule.every(_LATE.total_seconds(), tell_overdue, name="overdue")
    beat.when(memory.published_drafts.any, forget, name="forget")
    schedule.every(_FADE, fade, name="own_pictures")
    schedule.every(_MINUTE, look_at_pictures, name="pictures")
    schedule.every(_NAME, follow, name="name")
    schedule.every(_HOUR, forget_old, name="forget_old")
    return beat
