"""A running bot: its parts, its start and its end in good order."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import handlers
from bot.botapi.forum import open_topics
from bot.botapi.intake import Intake
from bot.botapi.menus import present_at_moderators
from bot.botapi.moderators_chat import TelegramModeratorsChat
from bot.botapi.receive import Station, keep_in_touch, take_updates, together
from bot.flows.campaigns.group_moves import recall_group
from bot.flows.moderation.door import Door
from bot.flows.moderation.group_moves import Mover, recall_rooms
from bot.flows.moderation.mode import forget_mode
from bot.flows.moderation.room_topics import keep_topics, topics_known
from bot.flows.publishing.new_poster import follow_poster
from bot.i18n import translator_for
from bot.jobs.shared import Work
from bot.logs import Event, log
from bot.memory.away import MemoryAway
from bot.ops.lag import LoopLag
from bot.ops.overview import ChannelLook
from bot.ops.pulse import Pulse
from bot.ops.status import Kind
from bot.ops.watch import Watch, watching
from bot.schedule import Schedule
from bot.services import Services, SharedServices
from bot.services.channels import Channels, RunningChannel
from bot.settings import Settings
from storage import Storage


@dataclass(slots=True)
class Running:
    """The whole of it, put together and not yet fetching updates. ``channels``: as each channel's
    poster sees it."""

    channels: Channels
    bots: tuple[Station, ...]
    """Where the updates of each bot arrive, in the operator's order."""
    schedule: Schedule
    anew: asyncio.Event
    """Set when a setting was changed: the bot ends, and begins again with it."""
    work: Work
    lag: LoopLag = field(default_factory=LoopLag)

    @property
    def services(self) -> Services:
        """The first channel's services."""
        return self.channels.first

    @property
    def intake(self) -> Intake:
        """The first bot's intake."""
        return self.bots[0].intake

    async def recall(self, channel: RunningChannel) -> None:
        """Learn where the channel's moderators' chat is, and what they had chosen."""
        moderators = channel.services.moderators
        storage = moderators.shared.storage
        await follow_poster(storage=storage, chat=moderators.shared.place.id, bot=channel.poster.id)
        await recall_rooms(storage=storage, rooms=moderators.rooms)
        if (managers := channel.services.campaigns) is not None:
            await recall_group(storage=storage, rooms=managers.rooms)
        if moderators.shared.settings.moderators is None:
            await forget_mode(storage=storage)  # nobody could approve anything

    async def settle_in(self) -> None:
        """Offer the moderators' commands in each of their chats, and make the topics there."""
        offered: set[int | None] = set()
        for each in self.channels.all:
            services = each.services.moderators
            if services.rooms.moderators not in offered:
                offered.add(services.rooms.moderators)
                await self._open_topics(each)
                await present_at_moderators(
                    each.poster,
                    services.rooms,
                    services.shared.settings.language,
                    handlers.moderators.help.HELP,
                )

    async def _open_topics(self, channel: RunningChannel) -> None:
        """Make the topics for all channels whose moderators' chat it is."""
        services = channel.services.moderators
        chat, storage = services.rooms.moderators, services.shared.storage
        if chat is None or not services.shared.settings.topics:
            return
        t = translator_for(services.shared.settings.language)
        topics = await open_topics(
            channel.poster, chat, await topics_known(storage=storage, chat=chat), t
        )
        await keep_topics(topics, storage=storage, chat=chat)
        for each in self.channels.all:
            if each.services.moderators.rooms.moderators == chat:
                each.services.moderators.rooms.topics = dict(topics)

    def mover(self, channel: RunningChannel) -> Mover:
        """Return the mover that goes where the channel's private groups go."""
        services = channel.services.moderators
        review_cards = services.review_cards
        return Mover(
            storage=services.shared.storage,
            rooms=services.rooms,
            moderators_chat_in=TelegramModeratorsChat(channel.poster, services.rooms).under,
            turn=review_cards.turn if review_cards else asyncio.Lock(),
            door=review_cards.door if review_cards else Door(services.shared.clock),
            tell=channel.publisher.tell,
            settle_in=self.settle_in,
        )

    @contextlib.asynccontextmanager
    async def watched(self) -> AsyncIterator[Watch]:
        """Tell the operator, inside the block, of what is stuck."""
        shared = self.services.shared
        watch = watching(
            shared.settings,
            self.schedule,
            channels=[looked_at(each.services.shared, each.kind) for each in self.channels.all],
            clock=shared.clock,
            pulse=partial(self._pulse, shared.clock.now()),
            tell=self.channels.all[0].publisher.tell,
        )
        with self.lag.measured():
            async with watch as found:
                yield found

    def _pulse(self, started: datetime) -> Pulse:
        figures = [each.intake.figures for each in self.bots if each.right.is_held]
        polls = [each.last_poll for each in figures if each.last_poll is not None]
        stuck = [each.stuck_since for each in figures if each.stuck_since is not None]
        studio = self.services.shared.studio
        elsewhere = studio.elsewhere
        doors = [
            each.services.moderators.review_cards.door
            for each in self.channels.all
            if each.services.moderators.review_cards is not None
        ]
        refused = [door.refused_since for door in doors if door.refused_since is not None]
        return Pulse(
            started=started,
            last_poll=min(polls) if len(polls) == len(figures) and polls else None,
            handled=sum(each.handled for each in figures),
            failed=sum(each.failed for each in figures),
            unreadable=sum(each.unreadable for each in figures),
            undeleted=self.services.shared.deletions.overdue(),
            again=max((each.again for each in figures), default=0),
            stuck_since=min(stuck, default=None),
            moderators_refused_since=min(refused, default=None),
            loop_lag=self.lag.p99(),
            loop_lag_longest=self.lag.longest(),
            tasks=len(asyncio.all_tasks()),
            renderers=elsewhere.states if elsewhere else {},
            drawing=studio.in_line,
            drawn_elsewhere=elsewhere.drawn if elsewhere else 0,
            drawn_here=studio.drawn,
        )

    async def serve(self, stop: asyncio.Event) -> None:
        """Fetch and handle updates until ``stop``, or until there is to be a new beginning; then
        end in good order within the grace."""
        settings = self.services.shared.settings
        log(Event.STARTED)
        try:
            async with _either(stop, self.anew, *(each.right.taken for each in self.bots)) as end:
                if self.work.role.takes_updates:
                    await take_updates(self.bots, settings, self.schedule, end)
                else:
                    await keep_in_touch(self.bots, self.schedule, end)
        finally:
            taken = any(each.right.taken.is_set() for each in self.bots)
            log(Event.LEASE_TAKEN if taken else Event.STOPPING)
            grace = settings.stop_grace.total_seconds()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(grace):
                    await self._end(grace)

    async def _end(self, grace: float) -> None:
        shared = self.services.shared
        await together(
            each.intake.finish(grace / 2, confirm=each.right.is_held) for each in self.bots
        )
        await self.schedule.stop(timedelta(seconds=grace / 2))
        try:
            owed = await shared.deletions.finish()
        except MemoryAway:  # what it knew is known to the others, or to nobody any more
            owed = 0
        held = any(each.right.is_held for each in self.bots)
        if not (self.work.role.takes_updates and held):
            return  # whoever takes the updates says how it has stopped
        async with shared.storage.transaction() as tables:
            await tables.runtime_settings.clean_stop.put(owed == 0)


@contextlib.asynccontextmanager
async def _either(*events: asyncio.Event) -> AsyncIterator[asyncio.Event]:
    """Yield an event that is set as soon as one of these is."""
    first = asyncio.Event()

    async def follow(event: asyncio.Event) -> None:
        await event.wait()
        first.set()

    followers = [asyncio.create_task(follow(event)) for event in events]
    try:
        yield first
    finally:
        for each in followers:
            each.cancel()
        await asyncio.gather(*followers, return_exceptions=True)


async def sweep_delay(storage: Storage, settings: Settings) -> timedelta | None:
    """How soon what precedes a chat's first update is swept: at once unless the last stop was
    clean. From now on, until the next clean stop, it was not. None: this is the first start, and
    nothing is swept."""
    async with storage.transaction() as tables:
        clean = await tables.runtime_settings.clean_stop.get()
        await tables.runtime_settings.clean_stop.put(False)
    if clean is None:
        return None
    return settings.draft_ttl if clean else timedelta(0)


def looked_at(shared: SharedServices, kind: Kind = "whispers") -> ChannelLook:
    """Return what the overview needs to know of a channel."""
    settings = shared.settings
    return ChannelLook(
        name=shared.place.name,
        storage=shared.storage,
        mixing=settings.mixing_rules,
        mode=settings.moderation_mode,
        zone=settings.timezone,
        kind=kind,
    )
