"""The services of a channel's moderators' chat."""

from dataclasses import replace

from bot.botapi.client import RawBot
from bot.botapi.membership import Membership
from bot.botapi.moderators_chat import TelegramModeratorsChat
from bot.builders.common import Common
from bot.domain.replies.reply import ReplyKey
from bot.flows.moderation.carry_out_ban import CarryOutBan
from bot.flows.moderation.figures import ModeratorsFigures
from bot.flows.moderation.review_cards import ReviewCards
from bot.flows.moderation.room import ModeratorsRoom
from bot.flows.places.settle import StepsToPrint
from bot.flows.replies.review_sheets import ReplySheets
from bot.i18n import translator_for
from bot.memory.appeals import APPEAL_LIFE, DECIDED_FOR, MOST_APPEALS, Appeals
from bot.memory.maker import MemoryMaker
from bot.memory.private_groups import PrivateGroups
from bot.memory.reply_memory import ReplyMemory
from bot.services import ChangesHere, ModeratorServices, SharedServices


def moderators_of(
    bot: RawBot,
    shared: SharedServices,
    groups: PrivateGroups,
    common: Common,
    changes: ChangesHere,
) -> ModeratorServices:
    """Return the services of moderators. Channels with one moderators' chat get the same room of
    ``common``."""
    settings, clock = shared.settings, shared.clock
    shares = len(shared.storage.scope.room) > 1
    chat = TelegramModeratorsChat(bot, groups, shared.place.key, shared.place if shares else None)
    services = ModeratorServices(
        shared=shared,
        moderators_chat=None,
        chat_at=chat.at,
        membership=Membership(bot, groups, shared.routes, clock),
        votes=common.maker.votes(shared.place.key),
        review_cards=None,
        reply_sheets=None,
        figures=ModeratorsFigures(shared.storage, settings.review_rules, settings.timezone),
        authors=common.memory.authors,
        changes=changes,
    )
    if settings.moderators is None:
        return services
    room = common.rooms.setdefault(settings.moderators, ModeratorsRoom(clock))
    cards = _review_cards(services, chat, room, common.maker)
    sheets = _reply_sheets(services, chat, room, common.memory.replies)
    return replace(services, moderators_chat=chat, review_cards=cards, reply_sheets=sheets)


def _reply_sheets(
    services: ModeratorServices,
    chat: TelegramModeratorsChat,
    room: ModeratorsRoom,
    memory: ReplyMemory,
) -> ReplySheets:
    shared, settings = services.shared, services.shared.settings

    async def rejected(key: ReplyKey) -> None:
        await memory.rejected(key, shared.routes, shared.clock.now())

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
    services: ModeratorServices,
    chat: TelegramModeratorsChat,
    room: ModeratorsRoom,
    make: MemoryMaker,
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
        steps=StepsToPrint(shared.storage, settings.place_rule, settings.mixing_rules),
        most=settings.votes,
        undo=settings.undo,
        settled=CarryOutBan(
            shared.storage, services.authors, shared.routes, settings, shared.clock
        ),
        appeals=appeals_of(make, shared.place.key),
    )


def appeals_of(make: MemoryMaker, channel: int) -> Appeals:
    """Return the appeals of a channel's moderators' chat."""
    return Appeals(
        make.kept(f"appeals {channel}", APPEAL_LIFE, most=MOST_APPEALS),
        make.kept(f"appealed {channel}", APPEAL_LIFE, most=MOST_APPEALS),
        make.kept(f"decided appeals {channel}", DECIDED_FOR, most=MOST_APPEALS),
    )
