"""The composition root: settings, storage and a channel become a running application.

Every outside thing is a parameter, and tests call the same function as ``sotto run``.
"""

import asyncio
import contextlib
import random
import secrets
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

import handlers
from bot.beat import Beat
from bot.botapi.alerts import AGAIN, Alerts
from bot.botapi.channel import TelegramChannel
from bot.botapi.client import RawBot
from bot.botapi.connect import (
    find_channel,
    introduce,
    make_bot,
    patiently,
    present,
)
from bot.botapi.intake import Intake
from bot.botapi.membership import Membership
from bot.botapi.moderators_chat import TelegramModeratorsChat
from bot.botapi.private_chats import PrivateChats
from bot.cards.studio import Studio
from bot.clock import Clock, SystemClock
from bot.domain.channel_info import ChannelInfo
from bot.domain.hashtags import hashtags
from bot.flows.authors.propose import CardMaker
from bot.flows.authors.rules import AuthorRules
from bot.flows.moderation.carry_out_ban import CarryOutBan
from bot.flows.moderation.door import Door
from bot.flows.moderation.figures import ModeratorsFigures
from bot.flows.moderation.mode import forget_mode
from bot.flows.moderation.moves import Mover, recall_rooms
from bot.flows.moderation.review_cards import ReviewCards
from bot.flows.publishing.publisher import PostStyle, Publisher, SendAlert
from bot.i18n import translator_for
from bot.jobs import add_jobs
from bot.logs import Event, log
from bot.memory.allowance import Allowance
from bot.memory.appeals import Appeals
from bot.memory.author_memory import AuthorMemory
from bot.memory.authors import Authors
from bot.memory.deletions import Deletions
from bot.memory.drafts import OpenDrafts, SaidOnce, WordlessPictures
from bot.memory.identity import ROUTE_LIFE, MemoryRoutes
from bot.memory.limits import Tallies, Tally
from bot.memory.near_duplicates import NearDuplicates
from bot.memory.own_pictures import OwnPictures
from bot.memory.private_groups import PrivateGroups
from bot.memory.published_drafts import PublishedDrafts
from bot.memory.reporters import Reporters
from bot.memory.unseen_messages import UnseenMessages
from bot.memory.votes import Votes
from bot.ops import word_lists
from bot.ops.data_folder import hold, open_folder
from bot.ops.pulse import Pulse
from bot.ops.watch import Watch, watching
from bot.running import Running, _sweep_delay
from bot.schedule import Schedule
from bot.services import Services
from bot.settings import Settings
from handlers.author.care import caption_line
from handlers.context import SERVICES
from handlers.dispatch import application, handler
from handlers.incoming.burden import burden_of
from storage import Storage, open_storage

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


async def run(settings: Settings, *, clock: Clock | None = None) -> None:
    """``sotto run``: until SIGINT or SIGTERM. Raises SottoError."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if settings.mixing_rules.instant:
        log(Event.RELEASE_INSTANT)
    async with assembled(settings, stop, clock=clock or SystemClock()) as running:
        if running is not None:
            await running.serve(stop)
    log(Event.STOPPED)


@asynccontextmanager
async def assembled(
    settings: Settings,
    stop: asyncio.Event,
    *,
    clock: Clock,
    rng: random.Random | None = None,
    open_studio: Callable[..., Awaitable[Studio]] = Studio.open,
) -> AsyncIterator[Running | None]:
    """Put everything together and take it apart again. None: ``stop`` came before Telegram
    answered. Raises SottoError."""
    log(Event.STARTING)
    rng = rng or secrets.SystemRandom()
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(hold(open_folder(settings.data)))
        storage = await open_storage(settings.database_address)
        stack.push_async_callback(storage.close)
        bot = make_bot(settings, clock)
        stack.push_async_callback(bot.shutdown)
        await patiently(lambda: introduce(bot), stop, server=bot.server)
        place = await patiently(lambda: find_channel(bot, settings), stop, server=bot.server)
        if place is None:
            yield None
            return
        studio = await open_studio(
            cache=settings.cache_folder,
            pictures=settings.pictures,
            size=settings.card_size,
            progress=_progress,
            complain=_left_out,
        )
        stack.push_async_callback(studio.close)
        await asyncio.to_thread(word_lists.prepare, settings.cache_folder)
        running = await _compose(settings, bot, place, storage, studio, clock, rng)
        stack.push_async_callback(running.services.chats.close)
        await running.app.initialize()
        stack.push_async_callback(running.app.shutdown)
        await present(bot)
        await running.settle_in()
        await stack.enter_async_context(_watching(running))
        beat = add_jobs(running.schedule, running.services, running.press)
        _follow_moves(running, beat)
        running.schedule.start()
        stack.push_async_callback(running.schedule.stop)
        yield running


async def _compose(
    settings: Settings,
    bot: RawBot,
    place: ChannelInfo,
    storage: Storage,
    studio: Studio,
    clock: Clock,
    rng: random.Random,
) -> Running:
    routes = MemoryRoutes()
    chats = PrivateChats(
        bot,
        routes,
        clock,
        newest=lambda route: unseen.newest(route),
        lost=lambda *where: unseen.lost(*where),
        sent=lambda *where: unseen.sent(*where),
    )
    deletions = Deletions(chats, clock)
    unseen = UnseenMessages(deletions, await _sweep_delay(storage, settings), settings.receipt_ttl)
    app = application(bot)
    intake = Intake(bot, handler(app), burden_of, clock)
    own_pictures = OwnPictures(chats.download, studio.adopt, settings.draft_ttl)
    review, mixing = settings.review_rules, settings.mixing_rules
    authors = Authors(
        life=max(ROUTE_LIFE, review.max_age + mixing.max_age),
        # so long the way back is there in any case, whenever the whisper came
        bannable=max(timedelta(0), ROUTE_LIFE - review.max_age - settings.undo),
    )
    appeals, votes = Appeals(), Votes()
    rooms = PrivateGroups(settings.moderators, settings.staging_chat)
    await recall_rooms(storage=storage, rooms=rooms)
    bot.when_moved(rooms.hear)
    moderators_chat = TelegramModeratorsChat(bot, rooms) if settings.moderators else None
    if moderators_chat is None:
        await forget_mode(storage=storage)  # nobody could approve anything
    services = Services(
        settings=settings,
        clock=clock,
        rng=rng,
        storage=storage,
        studio=studio,
        shelf=studio.shelf,
        mixing=settings.mixing_rules,
        review=settings.review_rules,
        routes=routes,
        memory=AuthorMemory(
            authors=authors,
            drafts=OpenDrafts(own_pictures.forget),
            wordless=WordlessPictures(settings.draft_ttl),
            own_pictures=own_pictures,
            said_once=SaidOnce(),
            published_drafts=PublishedDrafts(lambda: intake.figures.rounds),
            tallies=Tallies(
                published=Tally(most=settings.author_limit, within=_DAY),
                receipts=Tally(most=10, within=_HOUR),
                reports=Tally(most=5, within=_DAY),
                reported=Tally(most=1, within=90 * _DAY),
            ),
            near=NearDuplicates(secrets.token_bytes(32)),
        ),
        rules=AuthorRules.of(settings),
        cards=CardMaker(studio, own_pictures, settings.card_size),
        chats=chats,
        deletions=deletions,
        unseen=unseen,
        reporters=Reporters(),
        allowance=Allowance.for_authors(settings.author_limit),
        place=place,
        membership=Membership(bot, rooms, routes, clock),
        rooms=rooms,
        moderators_chat=moderators_chat,
        moderators_chat_at=lambda chat, topic: TelegramModeratorsChat(bot, rooms, topic, pin=chat),
        votes=votes,
        review_cards=None
        if moderators_chat is None
        else ReviewCards(
            storage=storage,
            moderators_chat=moderators_chat,
            studio=studio,
            mixing=settings.mixing_rules,
            clock=clock,
            votes=votes,
            t=translator_for(settings.language),
            zone=settings.timezone,
            place=place,
            size=settings.card_size,
            most=settings.votes,
            undo=settings.undo,
            settled=CarryOutBan(storage, authors, routes, settings, clock),
            appeals=appeals,
        ),
        figures=ModeratorsFigures(storage, settings.review_rules, settings.timezone),
        appeals=appeals,
        bot_name=bot.username,
    )
    app.bot_data[SERVICES] = services
    handlers.register(app)
    teller, schedule = Alerts(bot, settings, rooms), Schedule()
    schedule.every(AGAIN, teller.say_untold, name="untold")
    press = _press(services, bot, teller.tell)
    return Running(services, bot, app, intake, schedule, press)


def _press(services: Services, bot: RawBot, tell: SendAlert) -> Publisher:
    settings, place = services.settings, services.place
    return Publisher(
        storage=services.storage,
        channel=TelegramChannel(
            bot, place.id, staging=settings.staging_chat, now=services.rooms.now
        ),
        studio=services.studio,
        house=PostStyle(
            place=place,
            bot=services.bot_name,
            t=translator_for(settings.language),
            size=settings.card_size,
            repeat_words=settings.caption_text,
            hashtags=hashtags,
            care=partial(caption_line, t=translator_for(settings.language)),
            report=settings.moderators is not None,
        ),
        clock=services.clock,
        pace=settings.pace,
        probe_after=settings.probe_after,
        tell=tell,
    )


def _follow_moves(running: Running, beat: Beat) -> None:
    """Go where the private groups go."""
    services, review_cards = running.services, running.services.review_cards
    moderators_chat = TelegramModeratorsChat(running.bot, services.rooms)
    mover = Mover(
        storage=services.storage,
        rooms=services.rooms,
        moderators_chat_in=moderators_chat.under,
        turn=review_cards.turn if review_cards else asyncio.Lock(),
        door=review_cards.door if review_cards else Door(services.clock),
        tell=running.press.tell,
        settle_in=running.settle_in,
    )
    beat.when(lambda: bool(services.rooms.unwritten), mover.due, name="moves")


def _watching(running: Running) -> contextlib.AbstractAsyncContextManager[Watch]:
    services, figures = running.services, running.intake.figures
    started = services.clock.now()

    def pulse() -> Pulse:
        return Pulse(
            started=started,
            last_poll=figures.last_poll,
            handled=figures.handled,
            failed=figures.failed,
            unreadable=figures.unreadable,
            undeleted=services.deletions.overdue(),
            again=figures.again,
            stuck_since=figures.stuck_since,
            moderators_refused_since=services.review_cards.door.refused_since
            if services.review_cards
            else None,
        )

    return watching(
        services.settings,
        running.schedule,
        storage=services.storage,
        mixing=services.mixing,
        clock=services.clock,
        pulse=pulse,
        tell=running.press.tell,
    )


def _left_out(name: str, _reason: str) -> None:
    log(Event.PICTURE_BAD, file=name)  # ``sotto doctor`` tells the reason


def _progress(what: str, share: float) -> None:
    log(Event.PREPARING, part=what, percent=round(share * 100))
