"""Services are the bundles that handlers and jobs carry, by person: abilities, never identities.

Each channel has its own: storage, settings and place are the channel's, what is known of people is
the same object in all of them. Frozen bundles of at most ten fields: what everybody needs, what an
author's or a reader's conversation needs, what the moderators' chat needs, what the managers'
group needs. ``channels`` holds all channels that run. A bundle does nothing by itself and is not
made here: ``bot/builders`` makes them.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.botapi.membership import Membership
from bot.botapi.private_chats import PrivateChats
from bot.cards.studio import Studio
from bot.clock import Clock
from bot.domain.channel_info import ChannelInfo
from bot.flows.authors.propose import CardMaker
from bot.flows.authors.rules import AuthorRules
from bot.flows.campaigns.approval import FourEyes
from bot.flows.campaigns.cards import ManagersCards
from bot.flows.campaigns.ports import ManagersChat
from bot.flows.moderation.figures import ModeratorsFigures
from bot.flows.moderation.review_cards import ReviewCards
from bot.flows.ports import ModeratorsChat
from bot.flows.publishing.publisher import PostStyle
from bot.flows.replies.review_sheets import ReplySheets
from bot.flows.replies.rules import ReplyRules
from bot.flows.replies.send import ReplyServices
from bot.memory.allowance import AllowanceBook
from bot.memory.author_memory import AuthorMemory
from bot.memory.authors import AuthorBook
from bot.memory.deletions import DeletionBook
from bot.memory.identity import RouteBook
from bot.memory.private_groups import PrivateGroups
from bot.memory.proposals import Proposals
from bot.memory.readers import ReadersMemory
from bot.memory.reporters import ReporterBook
from bot.memory.unseen_messages import UnseenMessages
from bot.memory.votes import VoteBook
from bot.settings import Settings
from storage import Storage


@dataclass(frozen=True, slots=True)
class SharedServices:
    """All that everybody needs: the world outside, and how to speak in a private chat."""

    settings: Settings
    clock: Clock
    rng: random.Random
    storage: Storage
    studio: Studio
    place: ChannelInfo
    routes: RouteBook
    chats: PrivateChats
    deletions: DeletionBook
    unseen: UnseenMessages


@dataclass(frozen=True, slots=True)
class BotHere:
    """The bot in whose chat somebody is."""

    name: str  # its @name without the @
    several: bool = False  # whether one can choose among several channels there


@dataclass(frozen=True, slots=True)
class AuthorServices:
    """All that the conversation with an author or a reader needs."""

    shared: SharedServices
    rules: AuthorRules
    cards: CardMaker
    memory: AuthorMemory
    allowance: AllowanceBook
    reporters: ReporterBook
    review_cards: ReviewCards | None  # None: there are no moderators
    here: BotHere
    replies: ReplyServices
    readers: ReadersMemory

    @property
    def reply_rules(self) -> ReplyRules:
        return self.replies.rules


@dataclass(frozen=True, slots=True)
class ChangesHere:
    """All that a change of settings in the chat needs. ``begin_anew`` has the bot start again
    within its process, so that everything goes by the new value."""

    deployed: Settings
    begin_anew: Callable[[], None]
    proposals: Proposals


@dataclass(frozen=True, slots=True)
class ModeratorServices:
    """All that the moderators' chat needs; without one, ``moderators_chat``, ``review_cards`` and
    ``reply_sheets`` are None."""

    shared: SharedServices
    moderators_chat: ModeratorsChat | None
    chat_at: Callable[[int, int | None], ModeratorsChat]  # any group or channel, and its topic
    membership: Membership
    votes: VoteBook
    review_cards: ReviewCards | None
    reply_sheets: ReplySheets | None
    figures: ModeratorsFigures
    authors: AuthorBook
    changes: ChangesHere

    @property
    def rooms(self) -> PrivateGroups:
        """The groups under the numbers that hold now."""
        return self.membership.rooms

    def answering_in(self, topic: int | None) -> "ModeratorServices":
        """Return the services that answer in this topic of the moderators' chat; what they change
        is a message of the chat as it is now, wherever it moves meanwhile."""
        chat = self.moderators_chat
        return self if chat is None else replace(self, moderators_chat=chat.pinned(topic))


@dataclass(frozen=True, slots=True)
class CampaignServices:
    """All that the managers' group needs, where there is one."""

    shared: SharedServices
    rooms: PrivateGroups
    """The managers' group, under the number that holds now."""
    group: ManagersChat
    at_moderators: ManagersChat
    """The moderators' chat, for questions that are answered by a reply."""
    moderators_chat: ModeratorsChat
    membership: Membership
    eyes: FourEyes
    house: PostStyle
    cards: ManagersCards


@dataclass(frozen=True, slots=True)
class Services:
    """All that the conversations of one channel need."""

    shared: SharedServices
    author: AuthorServices
    moderators: ModeratorServices
    campaigns: CampaignServices | None = None

    @property
    def key(self) -> int:
        """The id by which the tables know the channel."""
        return self.shared.place.key
