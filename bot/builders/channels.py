"""Builders: what is outside becomes the bundles that handlers and jobs carry.

Each part is made after those that it needs, so nothing here is tied together afterwards.
"""

import random
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from bot.botapi.alerts import Alerts
from bot.botapi.channel import TelegramChannel
from bot.botapi.client import RawBot
from bot.botapi.discussion import TelegramDiscussion
from bot.botapi.eraser import ChatEraser
from bot.botapi.intake import Intake
from bot.botapi.managers_chat import TelegramManagersChat
from bot.botapi.membership import Membership
from bot.botapi.moderators_chat import TelegramModeratorsChat
from bot.botapi.private_chats import PrivateChats
from bot.cards.studio import Studio
from bot.clock import Clock
from bot.domain.channel_info import ChannelInfo
from bot.domain.hashtags import hashtags
from bot.domain.replies.reply import ReplyKey
from bot.flows.authors.propose import CardMaker
from bot.flows.authors.rules import AuthorRules
from bot.flows.campaigns.answers import question_words
from bot.flows.campaigns.approval import FourEyes
from bot.flows.campaigns.packs import NoPacks, Packs, StoredPacks
from bot.flows.moderation.carry_out_ban import CarryOutBan
from bot.flows.moderation.figures import ModeratorsFigures
from bot.flows.moderation.review_cards import ReviewCards
from bot.flows.moderation.room import ModeratorsRoom
from bot.flows.publishing.publisher import PostStyle, Publisher, SendAlert, Tempo
from bot.flows.replies.review_sheets import ReplySheets
from bot.flows.replies.rules import ReplyRules
from bot.flows.replies.send import ReplyServices
from bot.i18n import translator_for
from bot.memory.allowance import Allowance
from bot.memory.appeals import Appeals
from bot.memory.arrivals import Arrivals
from bot.memory.author_memory import AuthorMemory
from bot.memory.authors import Authors
from bot.memory.campaign_makers import CampaignMakers
from bot.memory.deletions import Deletions
from bot.memory.drafts import OpenDrafts, SaidOnce
from bot.memory.identity import ROUTE_LIFE, MemoryRoutes
from bot.memory.limits import Tallies, Tally
from bot.memory.near_duplicates import NearDuplicates
from bot.memory.open_questions import OpenQuestions
from bot.memory.own_pictures import OwnPictures
from bot.memory.private_groups import PrivateGroups
from bot.memory.proposals import Proposals
from bot.memory.published_drafts import PublishedDrafts
from bot.memory.readers import ReadersMemory
from bot.memory.reply_memory import ReplyMemory
from bot.memory.reporters import Reporters
from bot.memory.unseen_messages import UnseenMessages
from bot.memory.votes import Votes
from bot.services import (
    AuthorServices,
    CampaignServices,
    ChangesHere,
    ModeratorServices,
    Services,
    SharedServices,
)
from bot.services.channels import Channels, RunningChannel
from bot.settings import Settings
from handlers.author.care import caption_line
from storage import Storage

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Outside:
    """What the bot is put together from: each of these a test may replace."""

    settings: Settings  # the installation's
    bot: RawBot
    storage: Storage
    studio: Studio
    clock: Clock
    rng: random.Random
    begin_anew: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class FoundChannel:
    """A channel that is to run."""

    settings: Settings  # as this channel sees them
    place: ChannelInfo
    storage: Storage  # as this channel sees it
    takes_whispers: bool = True
    shows: tuple[str, ...] = ()  # names of channels whose most loved it shows, if it is for that
    deployed: Settings | None = None  # what the operator has set, where some were changed by vote


@dataclass(frozen=True, slots=True)
class _Common:
    """What is one for all channels: above all, what is known of people."""

    routes: MemoryRoutes
    chats: PrivateChats
    deletions: Deletions
    unseen: UnseenMessages
    memory: AuthorMemory
    allowance: Allowance
    readers: ReadersMemory
    rooms: dict[int, ModeratorsRoom]


def channels_of(
    outside: Outside, found: Sequence[FoundChannel], intake: Intake, sweep_after: timedelta
) -> Channels:
    """``sweep_after``: how soon what precedes a chat's first update is swept."""
    common = _common(outside, [each.settings for each in found], intake, sweep_after)
    places = {each.place.key: each.place for each in found}
    return Channels(tuple(_channel(outside, each, common, places) for each in found))


def _common(
    outside: Outside, channels: Sequence[Settings], intake: Intake, sweep_after: timedelta
) -> _Common:
    bot, clock, routes, settings = outside.bot, outside.clock, MemoryRoutes(), outside.settings
    deletions = Deletions(ChatEraser(bot, routes, clock), clock)
    unseen = UnseenMessages(deletions, sweep_after, settings.receipt_ttl)
    chats = PrivateChats(
        bot, routes, clock, newest=unseen.newest, lost=unseen.lost, sent=unseen.sent
    )
    studio = outside.studio
    own_pictures = OwnPictures(chats.download, studio.adopt, settings.draft_ttl, studio.blur)
    review = max(each.review_rules.max_age for each in channels)
    mixing = max(each.mixing_rules.max_age for each in channels)
    undo = max(each.undo for each in channels)
    memory = AuthorMemory(
        authors=Authors(
            life=max(ROUTE_LIFE, review + mixing),
            # so long the way back is there in any case, whenever the whisper came
            bannable=max(timedelta(0), ROUTE_LIFE - review - undo),
        ),
        drafts=OpenDrafts(own_pictures.forget),
        questions=OpenQuestions.new(settings.draft_ttl),
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
        arrivals=Arrivals(),
        replies=ReplyMemory.new(outside.rng),
    )
    allowance = Allowance.for_authors(settings.author_limit)
    return _Common(routes, chats, deletions, unseen, memory, allowance, ReadersMemory(), {})


def _channel(
    outside: Outside,
    found: FoundChannel,
    common: _Common,
    places: Mapping[int, ChannelInfo],
) -> RunningChannel:
    settings = found.settings
    shared = SharedServices(
        settings=settings,
        clock=outside.clock,
        rng=outside.rng,
        storage=found.storage,
        studio=outside.studio,
        place=found.place,
        routes=common.routes,
        chats=common.chats,
        deletions=common.deletions,
        unseen=common.unseen,
    )
    groups = PrivateGroups(settings.moderators, settings.staging_chat)
    changes = ChangesHere(found.deployed or settings, outside.begin_anew, Proposals())
    moderators = _moderators(outside.bot, shared, groups, common, changes)
    author = AuthorServices(
        shared=shared,
        rules=AuthorRules.of(settings),
        cards=CardMaker(
            shared.studio,
            common.memory.own_pictures,
            settings.card_size,
            partial(question_words, storage=shared.storage),
            _packs(shared, settings),
        ),
        memory=common.memory,
        allowance=common.allowance,
        reporters=Reporters(),
        review_cards=moderators.review_cards,
        bot_name=outside.bot.username,
        replies=ReplyServices(
            storage=shared.storage,
            routes=shared.routes,
            memory=common.memory.replies,
            rules=ReplyRules.of(settings),
            rng=shared.rng,
        ),
        readers=common.readers,
    )
    alerts = Alerts(outside.bot, settings, groups, found.place)
    publisher = _publisher(outside, found, groups, alerts.tell, places)
    return RunningChannel(
        Services(shared, author, moderators, _campaigns(outside.bot, moderators, publisher)),
        publisher,
        alerts,
        partial(_group_publisher, publisher, outside.bot, settings.staging_chat, groups),
        found.takes_whispers,
        found.shows,
    )


def _packs(shared: SharedServices, settings: Settings) -> Packs:
    """Cards on pictures of campaigns are drawn as long as there are campaigns; none is offered
    where moderators want no more of them."""
    if settings.campaigns is None:
        return NoPacks()
    return StoredPacks(shared.storage, shared.clock, offers=settings.campaigns_a_day > 0)


def _campaigns(
    bot: RawBot, moderators: ModeratorServices, publisher: Publisher
) -> CampaignServices | None:
    shared = moderators.shared
    if publisher.campaigns is None or moderators.moderators_chat is None:
        return None
    rooms = PrivateGroups(shared.settings.campaigns, None)
    return CampaignServices(
        shared=shared,
        rooms=rooms,
        group=TelegramManagersChat(bot, lambda: rooms.moderators),
        at_moderators=TelegramManagersChat(bot, lambda: moderators.rooms.moderators),
        moderators_chat=moderators.moderators_chat,
        membership=Membership(bot, rooms, shared.routes, shared.clock),
        eyes=FourEyes(CampaignMakers(), moderators.votes),
        house=publisher.house,
    )


def _moderators(
    bot: RawBot,
    shared: SharedServices,
    groups: PrivateGroups,
    common: _Common,
    changes: ChangesHere,
) -> ModeratorServices:
    settings, clock = shared.settings, shared.clock
    shares = len(shared.storage.scope.room) > 1
    chat = TelegramModeratorsChat(bot, groups, shared.place.key, shared.place if shares else None)
    services = ModeratorServices(
        shared=shared,
        moderators_chat=None,
        chat_at=chat.at,
        membership=Membership(bot, groups, shared.routes, clock),
        votes=Votes(),
        review_cards=None,
        reply_sheets=None,
        figures=ModeratorsFigures(shared.storage, settings.review_rules, settings.timezone),
        authors=common.memory.authors,
        changes=changes,
    )
    if settings.moderators is None:
        return services
    room = common.rooms.setdefault(settings.moderators, ModeratorsRoom(clock))
    cards = _review_cards(services, chat, room)
    sheets = _reply_sheets(services, chat, room, common.memory.replies)
    return replace(services, moderators_chat=chat, review_cards=cards, reply_sheets=sheets)


def _reply_sheets(
    services: ModeratorServices,
    chat: TelegramModeratorsChat,
    room: ModeratorsRoom,
    memory: ReplyMemory,
) -> ReplySheets:
    shared, settings = services.shared, services.shared.settings

    def rejected(key: ReplyKey) -> None:
        memory.rejected(key, shared.routes, shared.clock.now())

    return ReplySheets(
        storage=shared.storage,
        moderators_chat=chat,
        room=room,
        slots=settings.reply_slots,
        clock=shared.clock,
        rng=shared.rng,
        votes=services.votes,
        t=translator_for(settings.language),
        zone=settings.timezone,
        most=settings.votes,
        undo=settings.undo,
        on_rejected=rejected,
    )


def _review_cards(
    services: ModeratorServices, chat: TelegramModeratorsChat, room: ModeratorsRoom
) -> ReviewCards:
    shared, settings = services.shared, services.shared.settings
    return ReviewCards(
        storage=shared.storage,
        moderators_chat=chat,
        room=room,
        studio=shared.studio,
        mixing=settings.mixing_rules,
        clock=shared.clock,
        votes=services.votes,
        t=translator_for(settings.language),
        zone=settings.timezone,
        place=shared.place,
        size=settings.card_size,
        places=settings.place_rule,
        most=settings.votes,
        undo=settings.undo,
        settled=CarryOutBan(
            shared.storage, services.authors, shared.routes, settings, shared.clock
        ),
        appeals=Appeals(),
    )


def _publisher(
    outside: Outside,
    found: FoundChannel,
    groups: PrivateGroups,
    tell: SendAlert,
    places: Mapping[int, ChannelInfo],
) -> Publisher:
    settings, place = found.settings, found.place
    t = translator_for(settings.language)
    return Publisher(
        storage=found.storage,
        channel=TelegramChannel(
            outside.bot, place.id, staging=settings.staging_chat, now=groups.now
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
            replies=settings.takes_replies and found.takes_whispers,
            others=places,
        ),
        clock=outside.clock,
        tempo=Tempo(settings.pace, settings.probe_after, settings.campaigns_a_day),
        tell=tell,
        campaigns=settings.timezone if settings.campaigns and found.takes_whispers else None,
    )


def _group_publisher(
    press: Publisher, bot: RawBot, staging: int | None, groups: PrivateGroups, chat: int
) -> Publisher:
    """The same for the channel's discussion group, at a pace of its own."""
    channel = TelegramDiscussion(bot, chat, staging=staging, now=groups.now)
    return replace(press, channel=channel, group=True)
