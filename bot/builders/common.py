"""The parts that all channels share: above all, the memory of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.botapi.eraser import ChatEraser
from bot.botapi.intake import Intake
from bot.botapi.private_chats import PrivateChats
from bot.builders.outside import Outside
from bot.domain.telegram_limits import DELETABLE_FOR
from bot.flows.moderation.room import ModeratorsRoom
from bot.memory.allowance import AllowanceBook
from bot.memory.arrivals import ARRIVAL_LIFE, Arrivals
from bot.memory.author_memory import AuthorMemory
from bot.memory.deletions import DeletionBook
from bot.memory.identity import ROUTE_LIFE, RouteBook
from bot.memory.limits import Tallies
from bot.memory.maker import MemoryMaker
from bot.memory.own_pictures import OwnPictures
from bot.memory.published_drafts import MOST_RECEIPTS, PublishedDrafts
from bot.memory.readers import ReadersMemory
from bot.memory.reply_memory import ReplyMemory
from bot.memory.said_once import SAID_LIFE, SaidOnce
from bot.memory.unseen_messages import UnseenMessages
from bot.settings import Settings

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Common:
    """All that is one for all channels: above all, what is known of people."""

    maker: MemoryMaker
    routes: RouteBook
    chats: PrivateChats
    deletions: DeletionBook
    unseen: Mapping[int, UnseenMessages]  # of each bot, by its id
    memory: AuthorMemory
    allowance: AllowanceBook
    readers: ReadersMemory
    rooms: dict[int, ModeratorsRoom]


def common_of(
    outside: Outside,
    channels: Sequence[Settings],
    intakes: Mapping[int, Intake],
    sweep_after: timedelta | None,
) -> Common:
    """Put together what is one for all. ``channels``: the settings of each. ``intakes`` and
    ``sweep_after``: as for ``channels_of``."""
    first, clock, settings, make = outside.bot, outside.clock, outside.settings, outside.memory
    bots = {each.id: each for each in outside.bots.values()}
    routes = make.routes()
    deletions = make.deletions(first.id, ChatEraser(first, routes, clock, bots), clock)
    unseen = {
        each: make.unseen(each, deletions, sweep_after, settings.receipt_ttl) for each in bots
    }
    chats = PrivateChats(
        first,
        routes,
        clock,
        newest=lambda route: unseen[route.bot].newest(route),
        lost=lambda route, after, before: unseen[route.bot].lost(route, after, before),
        sent=lambda route, message_id: unseen[route.bot].sent(route, message_id),
        bots=bots,
    )
    studio = outside.studio
    own_pictures = OwnPictures(chats.download, studio.adopt, settings.draft_ttl, studio.blur)
    review = max(each.review_rules.max_age for each in channels)
    mixing = max(each.mixing_rules.max_age for each in channels)
    undo = max(each.undo for each in channels)
    memory = AuthorMemory(
        authors=make.authors(
            life=max(ROUTE_LIFE, review + mixing),
            # the way back is kept for this time in any case, whenever the whisper came
            bannable=max(timedelta(0), ROUTE_LIFE - review - undo),
        ),
        slates=make.slates(waits=settings.draft_ttl, forget=own_pictures.forget),
        own_pictures=own_pictures,
        said_once=SaidOnce(make.kept("said", SAID_LIFE)),
        published_drafts=PublishedDrafts(
            lambda bot: intakes[bot].sweeps(),
            make.kept("receipts", DELETABLE_FOR, most=MOST_RECEIPTS),
            make.beginning,
            make.shared,
        ),
        tallies=Tallies(
            published=make.tally("published", most=settings.author_limit, within=_DAY),
            receipts=make.tally("receipts", most=10, within=_HOUR),
            reports=make.tally("reports", most=5, within=_DAY),
            reported=make.tally("reported", most=1, within=90 * _DAY),
        ),
        near=make.near_duplicates("whispers"),
        arrivals=Arrivals(make.kept("arrivals", ARRIVAL_LIFE)),
        replies=ReplyMemory.new(outside.rng, make, first.id),
    )
    allowance = make.allowance(settings.author_limit)
    return Common(make, routes, chats, deletions, unseen, memory, allowance, ReadersMemory(), {})
