"""Every job that all channels share.

The jobs of ``channel`` are each channel's, so that one which Telegram refuses holds up no other.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from bot.botapi.alerts import AGAIN
from bot.domain.days import local_day
from bot.flows.campaigns.group_moves import follow_group
from bot.flows.feeds.index import clean_up
from bot.flows.forget_handles import forget_handles
from bot.flows.moderation.bans import forget_ended
from bot.flows.moderation.changes import changes_in
from bot.flows.moderation.group_moves import Mover
from bot.flows.moderation.stats import forget_old_tallies
from bot.i18n import _, translator_for
from bot.jobs.beat import Beat
from bot.jobs.channel import add_channel_jobs, add_publishing
from bot.jobs.leases import HOURLY, Holder
from bot.jobs.roles import Role
from bot.logs import Event, log
from bot.memory.identity import Route
from bot.memory.private_groups import PrivateGroups
from bot.schedule import Schedule, Tick
from bot.services.channels import Channels, RunningChannel
from bot.settings.changeable import with_changes

_LATE = timedelta(minutes=5)
"""The time after which it is told that messages could not be deleted; and again, while it lasts."""

_FADE = 5.0
"""The seconds between looks at authors' own pictures whose drafts were left alone."""
_ANSWERED = _("Someone replied where you were reading.")
_VOTES = 5.0
"""The seconds between looks whether moderators have changed a setting through another process."""
_MINUTE = 60.0
_HOUR = 3600.0
_CLEAN = 300.0
"""The seconds between looks whether something has left the search index; then it is moved, a step
with each beat."""


def _moves(groups: PrivateGroups) -> bool:
    return bool(groups.unwritten)


async def _tell_news(channels: Channels) -> None:
    """Tell whoever asked that something new stands where they were reading: without number and
    words, in the language of the first channel, since nobody's own is remembered."""
    shared, news = channels.first.shared, channels.first.author.memory.replies.news
    said = "🔔 " + translator_for(shared.settings.language)(_ANSWERED)
    for route in await news.due(shared.clock.now()):

        async def burn(message_id: int, route: Route = route) -> None:
            life = shared.settings.draft_ttl
            await shared.deletions.schedule(route, (message_id,), after=life)

        await shared.chats.say(route, said, then=burn)


@dataclass(frozen=True, slots=True)
class Work:
    """The part of all the work that this process does."""

    role: Role
    leases: Holder


def _following_votes(channels: Channels) -> Tick:
    """Return a tick that begins anew where moderators, whom another process has heard, have changed
    a setting."""
    known: Mapping[int, Mapping[str, str]] = {}

    async def follow() -> None:
        nonlocal known
        by_key = {each.services.key: each.services.moderators for each in channels.all}
        before, known = known, await changes_in(by_key, storage=channels.first.shared.storage)
        for key, moderators in by_key.items():
            voted, deployed = known[key], moderators.changes.deployed
            if voted == before.get(key):
                continue  # to read settings anew takes milliseconds
            if with_changes(deployed, voted) != moderators.shared.settings:
                moderators.changes.begin_anew()
                return

    return follow


def add_jobs(
    channels: Channels,
    schedule: Schedule,
    mover_of: Callable[[RunningChannel], Mover],
    work: Work,
) -> None:
    """Add every job of this process. The schedule is started by the caller. ``mover_of``: who goes
    where a channel's private groups go."""
    shared = channels.first.shared
    beat = Beat(schedule, shared.clock, shared.storage.version)
    if shared.storage.shared:
        schedule.every(_VOTES, _following_votes(channels), name="settings")
    if work.role.publishes:
        for each in channels.all:
            add_publishing(each, beat, work.leases)
    if work.role.takes_updates:
        _add_the_others(channels, schedule, beat, mover_of, work.leases)
    schedule.every(
        _MINUTE, partial(asyncio.to_thread, shared.studio.shelf.refresh), name="pictures"
    )


def _add_the_others(
    channels: Channels,
    schedule: Schedule,
    beat: Beat,
    mover_of: Callable[[RunningChannel], Mover],
    leases: Holder,
) -> None:
    """Add all that goes by what is known of people, or by what readers and moderators do."""
    services = channels.first
    shared, memory = services.shared, services.author.memory
    settings, storage, clock = shared.settings, shared.storage, shared.clock
    hourly = leases.lease(HOURLY)

    async def tell_overdue() -> None:
        if left := shared.deletions.overdue(by=_LATE):
            log(Event.DELETION_OVERDUE, count=left)

    async def forget() -> None:
        await forget_handles(
            storage=storage,
            published=memory.published_drafts,
            slates=memory.slates,
            deletions=shared.deletions,
            now=clock.now(),
        )

    async def fade() -> None:
        memory.own_pictures.fade(clock.now())

    async def forget_old() -> None:
        if not hourly.is_held:
            return
        today = local_day(clock.now(), settings.timezone)
        await forget_old_tallies(storage=storage, today=today)
        async with storage.transaction() as tables:
            await tables.whispers.forget_handles(clock.now())
            await tables.ended_drafts.forget(clock.now())
            await tables.whispers.forget_photos(clock.now())
            await tables.replies.forget_handles(clock.now())
            await tables.places.forget_chosen(clock.now())
        await forget_ended(storage=storage, today=today)

    cleaning = False

    async def clean_feeds() -> None:
        nonlocal cleaning
        cleaning = hourly.is_held and await clean_up(storage=storage)

    for each in channels.all:
        add_channel_jobs(each, schedule, beat, leases, channels.shown_by(each))
        schedule.every(AGAIN, each.alerts.say_untold, name=each.job("untold"))
        groups, mover = each.services.moderators.rooms, mover_of(each)
        beat.when(partial(_moves, groups), mover.due, name=each.job("moves"))
        if (managers := each.services.campaigns) is not None:
            follow = partial(follow_group, storage=managers.shared.storage, rooms=managers.rooms)
            moved = partial(_moves, managers.rooms)
            beat.when(moved, follow, name=each.job("managers_move"))
    beat.when(shared.deletions.is_due, shared.deletions.delete_due, name="delete")
    schedule.every(_LATE.total_seconds(), tell_overdue, name="overdue")
    beat.when(
        lambda: memory.replies.news.waiting(clock.now()), partial(_tell_news, channels), name="news"
    )
    beat.when(memory.published_drafts.any, forget, name="forget")
    schedule.every(_FADE, fade, name="own_pictures")
    schedule.every(_HOUR, forget_old, name="forget_old")
    schedule.every(_CLEAN, clean_feeds, name="feeds_clean")
    beat.when(lambda: cleaning, clean_feeds, name="feeds_move")
