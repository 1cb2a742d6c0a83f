"""Builders: what is outside becomes the bundles that handlers and jobs carry.

Each part is made after those that it needs, so nothing here is tied together afterwards.
"""

import random
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from bot.botapi.channel import TelegramChannel
from bot.botapi.client import RawBot
from bot.botapi.eraser import ChatEraser
from bot.botapi.intake import Intake
from bot.botapi.membership import Membership
from bot.botapi.moderators_chat import TelegramModeratorsChat
from bot.botapi.private_chats import PrivateChats
from bot.cards.studio import Studio
from bot.clock import Clock
from bot.domain.channel_info import ChannelInfo
from bot.domain.hashtags import hashtags
from bot.flows.authors.propose import CardMaker
from bot.flows.authors.rules import AuthorRules
from bot.flows.moderation.carry_out_ban import CarryOutBan
from bot.flows.moderation.figures import ModeratorsFigures
from bot.flows.moderation.review_cards import ReviewCards
from bot.flows.publishing.publisher import PostStyle, Publisher, SendAlert
from bot.i18n import translator_for
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
from bot.services import AuthorServices, ModeratorServices, Services, SharedServices
from bot.settings import Settings
from handlers.author.care import caption_line
from storage import Storage

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Outside:
    """What the bot is put together from: each of these a test may replace."""

    settings: Settings
    bot: RawBot
    place: ChannelInfo
    storage: Storage
    studio: Studio
    clock: Clock
    rng: random.Random


def services_of(
    outside: Outside, intake: Intake, rooms: PrivateGroups, sweep_after: timedelta
) -> Services:
    """``sweep_after``: how soon what precedes a chat's first update is swept."""
    shared = _shared(outside, sweep_after)
    memory = _author_memory(shared, intake)
    moderators = _moderators(outside, shared, rooms, memory.authors)
    return Services(shared, _author(outside, shared, memory, moderators), moderators)


def _shared(outside: Outside, sweep_after: timedelta) -> SharedServices:
    bot, clock, routes = outside.bot, outside.clock, MemoryRoutes()
    deletions = Deletions(ChatEraser(bot, routes, clock), clock)
    unseen = UnseenMessages(deletions, sweep_after, outside.settings.receipt_ttl)
    return SharedServices(
        settings=outside.settings,
        clock=clock,
        rng=outside.rng,
        storage=outside.storage,
        studio=outside.studio,
        place=outside.place,
        routes=routes,
        chats=PrivateChats(
            bot, routes, clock, newest=unseen.newest, lost=unseen.lost, sent=unseen.sent
        ),
        deletions=deletions,
        unseen=unseen,
    )


def _author_memory(shared: SharedServices, intake: Intake) -> AuthorMemory:
    settings = shared.settings
    own_pictures = OwnPictures(shared.chats.download, shared.studio.adopt, settings.draft_ttl)
    review, mixing = settings.review_rules, settings.mixing_rules
    return AuthorMemory(
        authors=Authors(
            life=max(ROUTE_LIFE, review.max_age + mixing.max_age),
            # so long the way back is there in any case, whenever the whisper came
            bannable=max(timedelta(0), ROUTE_LIFE - review.max_age - settings.undo),
        ),
        drafts=OpenDrafts(own_pictures.forget),
        wordless=WordlessPictures(settings.draft_ttl),
        own_pictures=own_pictures,
        said_once=SaidOnce(),
        published_drafts=PublishedDrafts(intake.rounds),
        tallies=Tallies(
            published=Tally(most=settings.author_limit, within=_DAY),
            receipts=Tally(most=10, within=_HOUR),
            reports=Tally(most=5, within=_DAY),
            reported=Tally(most=1, within=90 * _DAY),
        ),
        near=NearDuplicates(secrets.token_bytes(32)),
    )


def _author(
    outside: Outside, shared: SharedServices, memory: AuthorMemory, moderators: ModeratorServices
) -> AuthorServices:
    settings = shared.settings
    return AuthorServices(
        shared=shared,
        rules=AuthorRules.of(settings),
        cards=CardMaker(shared.studio, memory.own_pictures, settings.card_size),
        memory=memory,
        allowance=Allowance.for_authors(settings.author_limit),
        reporters=Reporters(),
        review_cards=moderators.review_cards,
        bot_name=outside.bot.username,
    )


def _moderators(
    outside: Outside, shared: SharedServices, rooms: PrivateGroups, authors: Authors
) -> ModeratorServices:
    settings, clock = shared.settings, shared.clock
    chat = TelegramModeratorsChat(outside.bot, rooms)
    services = ModeratorServices(
        shared=shared,
        rooms=rooms,
        moderators_chat=None,
        chat_at=chat.at,
        membership=Membership(outside.bot, rooms, shared.routes, clock),
        votes=Votes(),
        review_cards=None,
        figures=ModeratorsFigures(shared.storage, settings.review_rules, settings.timezone),
        authors=authors,
    )
    if settings.moderators is None:
        return services
    return replace(services, moderators_chat=chat, review_cards=_review_cards(services, chat))


def _review_cards(services: ModeratorServices, chat: TelegramModeratorsChat) -> ReviewCards:
    shared, settings = services.shared, services.shared.settings
    return ReviewCards(
        storage=shared.storage,
        moderators_chat=chat,
        studio=shared.studio,
        mixing=settings.mixing_rules,
        clock=shared.clock,
        votes=services.votes,
        t=translator_for(settings.language),
        zone=settings.timezone,
        place=shared.place,
        size=settings.card_size,
        most=settings.votes,
        undo=settings.undo,
        settled=CarryOutBan(
            shared.storage, services.authors, shared.routes, settings, shared.clock
        ),
        appeals=Appeals(),
    )


def publisher_of(outside: Outside, rooms: PrivateGroups, tell: SendAlert) -> Publisher:
    settings, place, t = outside.settings, outside.place, translator_for(outside.settings.language)
    return Publisher(
        storage=outside.storage,
        channel=TelegramChannel(
            outside.bot, place.id, staging=settings.staging_chat, now=rooms.now
        ),
        studio=outside.studio,
        house=PostStyle(
            place=place,
            bot=outside.bot.username,
            t=t,
            size=settings.card_size,
            repeat_words=settings.caption_text,
            hashtags=hashtags,
            care=partial(caption_line, t=t),
            report=settings.moderators is not None,
        ),
        clock=outside.clock,
        pace=settings.pace,
        probe_after=settings.probe_after,
        tell=tell,
    )
