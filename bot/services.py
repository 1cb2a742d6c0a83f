"""The frozen bundle that handlers carry in their context: abilities, never identities."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.cards.pictures import Shelf
from bot.cards.studio import Studio
from bot.clock import Clock
from bot.domain.channel_info import ChannelInfo
from bot.domain.mixing import Mixing
from bot.flows.authors.propose import CardMaker
from bot.flows.authors.rules import AuthorRules
from bot.flows.moderation.figures import ModeratorsFigures
from bot.flows.moderation.review_cards import ReviewCards
from bot.flows.ports import ModeratorsChat
from bot.memory.allowance import Allowance
from bot.memory.appeals import Appeals
from bot.memory.author_memory import AuthorMemory
from bot.memory.deletions import Deletions
from bot.memory.identity import RouteBook
from bot.memory.private_groups import PrivateGroups
from bot.memory.reporters import Reporters
from bot.memory.unseen_messages import UnseenMessages
from bot.memory.votes import Votes
from bot.settings import Settings
from storage import Storage

if TYPE_CHECKING:
    from bot.botapi.membership import Membership
    from bot.botapi.private_chats import PrivateChats


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    clock: Clock
    rng: random.Random
    storage: Storage
    studio: Studio
    shelf: Shelf
    mixing: Mixing  # of what goes to the channel
    review: Mixing  # of what goes to the moderators, in batches
    routes: RouteBook
    memory: AuthorMemory
    rules: AuthorRules
    cards: CardMaker
    chats: "PrivateChats"
    deletions: Deletions
    unseen: UnseenMessages
    reporters: Reporters
    allowance: Allowance
    place: ChannelInfo
    membership: "Membership"
    rooms: PrivateGroups
    moderators_chat: ModeratorsChat | None  # None: there are no moderators
    moderators_chat_at: Callable[
        [int, int | None], ModeratorsChat
    ]  # any group or channel, and a topic of it
    votes: Votes
    review_cards: ReviewCards | None
    figures: ModeratorsFigures
    appeals: Appeals
    bot_name: str  # the bot's @name without the @

    def answering_in(self, topic: int | None) -> "Services":
        """What is said in the moderators' chat goes into this topic of it, and what is changed is
        a message of the chat as it is now, wherever it moves meanwhile."""
        return (
            self
            if self.moderators_chat is None
            else replace(self, moderators_chat=self.moderators_chat.pinned(topic))
        )
