"""The makers of memories: kept by this process, or by a server that several processes share."""

import random
import secrets
from datetime import timedelta
from typing import Any, Protocol

from bot.clock import Clock
from bot.errors import SettingsWrong
from bot.memory.allowance import Allowance, AllowanceBook
from bot.memory.authors import AuthorBook, Authors
from bot.memory.campaign_makers import CampaignMakers, MakerBook
from bot.memory.deletions import DeletionBook, Deletions, Eraser
from bot.memory.identity import MemoryRoutes, RouteBook
from bot.memory.kept import Kept, LocalKept
from bot.memory.limits import LocalTally, TallyBook
from bot.memory.near_duplicates import DuplicateBook, NearDuplicates
from bot.memory.reporters import ReporterBook, Reporters
from bot.memory.slates import Forget, SlateBook, Slates
from bot.memory.thread_news import NewsBook, ThreadNews
from bot.memory.unseen_messages import NEVER, UnseenMessages
from bot.memory.votes import VoteBook, Votes
from bot.settings import Settings


class MemoryMaker(Protocol):
    """Makes each memory once. ``what`` tells one from others of its kind; a channel is named by its
    key in the tables, a bot by its id."""

    shared: bool
    """Whether other processes know the same of people."""

    async def ready(self) -> bool:
        """Whether it can be asked now. While it cannot, nothing is confirmed to Telegram."""

    def beginning(self) -> bytes:
        """Return another value once it has begun anew, and nothing of before is known."""

    async def close(self) -> None: ...

    def routes(self) -> RouteBook: ...

    def kept(self, what: str, life: timedelta, *, most: int | None = None) -> Kept[Any, Any]: ...

    def tally(self, what: str, *, most: int, within: timedelta) -> TallyBook: ...

    def allowance(self, author_limit: int) -> AllowanceBook: ...

    def votes(self, channel: int) -> VoteBook: ...

    def near_duplicates(self, what: str) -> DuplicateBook: ...

    def authors(self, *, life: timedelta, bannable: timedelta) -> AuthorBook: ...

    def reporters(self, channel: int) -> ReporterBook: ...

    def slates(self, *, waits: timedelta, forget: Forget) -> SlateBook:
        """Make the book of slates. ``waits``: how long an answer is waited for. ``forget``: drops
        what else this process holds of a draft."""

    def thread_news(self, bot: int, rng: random.Random) -> NewsBook: ...

    def campaign_makers(self, channel: int) -> MakerBook: ...

    def deletions(self, bot: int, eraser: Eraser, clock: Clock) -> DeletionBook: ...

    def unseen(
        self, bot: int, deletions: DeletionBook, delay: timedelta | None, later: timedelta
    ) -> UnseenMessages:
        """Make the memory of unseen messages. ``delay`` is what a process alone would have; None:
        no process came before, and nothing is owed."""


class LocalMemory:
    """The memories of this process, which end with it."""

    shared = False

    async def ready(self) -> bool:
        return True

    def beginning(self) -> bytes:
        return b""

    async def close(self) -> None:
        """Do nothing: there is nothing to let go."""

    def routes(self) -> RouteBook:
        return MemoryRoutes()

    def kept(self, what: str, life: timedelta, *, most: int | None = None) -> Kept[Any, Any]:
        return LocalKept(life, most=most)

    def tally(self, what: str, *, most: int, within: timedelta) -> TallyBook:
        return LocalTally(most=most, within=within)

    def allowance(self, author_limit: int) -> AllowanceBook:
        return Allowance.for_authors(author_limit)

    def votes(self, channel: int) -> VoteBook:
        return Votes()

    def near_duplicates(self, what: str) -> DuplicateBook:
        return NearDuplicates(secrets.token_bytes(32))

    def authors(self, *, life: timedelta, bannable: timedelta) -> AuthorBook:
        return Authors(life=life, bannable=bannable)

    def reporters(self, channel: int) -> ReporterBook:
        return Reporters()

    def slates(self, *, waits: timedelta, forget: Forget) -> SlateBook:
        return Slates(waits=waits, forget=forget)

    def thread_news(self, bot: int, rng: random.Random) -> NewsBook:
        return ThreadNews(rng)

    def campaign_makers(self, channel: int) -> MakerBook:
        return CampaignMakers()

    def deletions(self, bot: int, eraser: Eraser, clock: Clock) -> DeletionBook:
        return Deletions(eraser, clock, random.SystemRandom())

    def unseen(
        self, bot: int, deletions: DeletionBook, delay: timedelta | None, later: timedelta
    ) -> UnseenMessages:
        if delay is None:
            return UnseenMessages(deletions, timedelta(0), later, started=NEVER)
        return UnseenMessages(deletions, delay, later)


async def open_memory(settings: Settings) -> MemoryMaker:
    """Return the memory that SOTTO_MEMORY names. Raises SettingsWrong, MemoryUnusable."""
    if settings.memory is None:
        return LocalMemory()
    try:
        from bot.memory.shared.maker import SharedMemory
        from bot.memory.shared.store import SharedStore
    except ImportError as missing:
        raise SettingsWrong(
            [f"SOTTO_MEMORY needs the extra: pip install 'sotto[memory]' ({missing.name})"]
        ) from None
    store = SharedStore(
        settings.memory, password=settings.memory_password, replicas=settings.memory_replicas
    )
    try:
        await store.open()
    except BaseException:
        await store.close()
        raise
    return SharedMemory(store)
