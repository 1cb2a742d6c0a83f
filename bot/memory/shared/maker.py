"""Memories that several processes share."""

import random
from datetime import timedelta
from typing import Any

from bot.clock import Clock
from bot.domain.telegram_limits import DELETABLE_FOR
from bot.memory.allowance import AllowanceBook
from bot.memory.authors import AuthorBook
from bot.memory.campaign_makers import MakerBook
from bot.memory.deletions import DeletionBook, Eraser
from bot.memory.identity import RouteBook
from bot.memory.kept import Kept
from bot.memory.limits import TallyBook
from bot.memory.near_duplicates import DuplicateBook
from bot.memory.reporters import ReporterBook
from bot.memory.shared.authors import SharedAuthors
from bot.memory.shared.campaign_makers import SharedCampaignMakers
from bot.memory.shared.deletions import SharedDeletions
from bot.memory.shared.kept import SharedKept
from bot.memory.shared.limits import SharedAllowance, SharedTally
from bot.memory.shared.near_duplicates import SharedNearDuplicates
from bot.memory.shared.reporters import SharedReporters
from bot.memory.shared.routes import SharedRoutes
from bot.memory.shared.slates import SharedSlates
from bot.memory.shared.store import SharedStore
from bot.memory.shared.thread_news import SharedThreadNews
from bot.memory.shared.votes import SharedVotes
from bot.memory.slates import Forget, SlateBook
from bot.memory.thread_news import NewsBook
from bot.memory.unseen_messages import UnseenMessages
from bot.memory.votes import VoteBook


class SharedMemory:
    """The ``bot.memory.maker.MemoryMaker`` on a server that is open."""

    shared = True

    def __init__(self, store: SharedStore) -> None:
        self.store = store

    async def ready(self) -> bool:
        return await self.store.ready()

    def beginning(self) -> bytes:
        return self.store.beginning

    async def close(self) -> None:
        await self.store.close()

    def routes(self) -> RouteBook:
        return SharedRoutes(self.store)

    def kept(self, what: str, life: timedelta, *, most: int | None = None) -> Kept[Any, Any]:
        return SharedKept(self.store, what, life)

    def tally(self, what: str, *, most: int, within: timedelta) -> TallyBook:
        return SharedTally(self.store, what, most=most, within=within)

    def allowance(self, author_limit: int) -> AllowanceBook:
        return SharedAllowance(self.store, author_limit)

    def votes(self, channel: int) -> VoteBook:
        return SharedVotes(self.store, channel)

    def near_duplicates(self, what: str) -> DuplicateBook:
        return SharedNearDuplicates(self.store, what)

    def authors(self, *, life: timedelta, bannable: timedelta) -> AuthorBook:
        return SharedAuthors(self.store, life=life, bannable=bannable)

    def reporters(self, channel: int) -> ReporterBook:
        return SharedReporters(self.store, channel)

    def slates(self, *, waits: timedelta, forget: Forget) -> SlateBook:
        return SharedSlates(self.store, waits=waits, forget=forget)

    def thread_news(self, bot: int, rng: random.Random) -> NewsBook:
        return SharedThreadNews(self.store, bot, rng)

    def campaign_makers(self, channel: int) -> MakerBook:
        return SharedCampaignMakers(self.store, channel)

    def deletions(self, bot: int, eraser: Eraser, clock: Clock) -> DeletionBook:
        return SharedDeletions(self.store, bot, eraser, clock)

    def unseen(
        self, bot: int, deletions: DeletionBook, delay: timedelta | None, later: timedelta
    ) -> UnseenMessages:
        """Return the memory of unseen messages. What the processes before owed is known, so nothing
        is swept, unless the server began anew: then it is swept at once."""
        return UnseenMessages(
            deletions,
            timedelta(0),
            later,
            uptime=lambda: self.store.age,
            started=0.0,
            shared=True,
            known=SharedKept(self.store, f"seen by {bot}", DELETABLE_FOR),
        )
