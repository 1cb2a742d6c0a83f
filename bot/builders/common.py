"""The parts that all channels share: above all, the memory of people."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.botapi.eraser import ChatEraser
from bot.botapi.intake import Intake
from bot.botapi.private_chats import PrivateChats
from bot.builders.outside import Outside
from bot.flows.moderation.room import ModeratorsRoom
from bot.memory.allowance import Allowance
from bot.memory.arrivals import Arrivals
from bot.memory.author_memory import AuthorMemory
from bot.memory.authors import Authors
from bot.memory.deletions import Deletions
from bot.memory.drafts import OpenDrafts, SaidOnce
from bot.memory.identity import ROUTE_LIFE, MemoryRoutes
from bot.memory.limits import Tallies, Tally
from bot.memory.near_duplicates import NearDuplicates
from bot.memory.open_questions import OpenQuestions
from bot.memory.own_pictures import OwnPictures
from bot.memory.published_drafts import PublishedDrafts
from bot.memory.readers import ReadersMemory
from bot.memory.reply_memory import ReplyMemory
from bot.memory.unseen_messages import UnseenMessages
from bot.settings import Settings

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Common:
    """What is one for all channels: above all, what is known of people."""

    routes: MemoryRoutes
    chats: PrivateChats
    deletions: Deletions
    unseen: UnseenMessages
    memory: AuthorMemory
    allowance: Allowance
    readers: ReadersMemory
    rooms: dict[int, ModeratorsRoom]


def common_of(
    outside: Outside, channels: Sequence[Settings], intake: Intake, sweep_after: timedelta
) -> Common:
    """``channels``: the settings of each. ``sweep_after``: as for ``channels_of``."""
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
    return Common(routes, chats, deletions, unseen, memory, allowance, ReadersMemory(), {})
