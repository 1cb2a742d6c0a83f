"""Routes in the shared memory: every process has the same for a chat, and leads back to it."""

from copy import copy
from datetime import datetime, timedelta

from bot.memory.identity import LANGUAGE_LIFE, ROUTE_LIFE, BanTags, Purpose, Route
from bot.memory.shared.kept import SharedKept
from bot.memory.shared.store import SharedStore


class SharedRoutes:
    """The ``bot.memory.identity.RouteBook`` of the shared memory. A route from before the key was
    made anew leads nowhere."""

    def __init__(self, store: SharedStore, *, life: timedelta = ROUTE_LIFE) -> None:
        self._store, self._bot = store, 0
        self._chats: SharedKept[bytes, int] = SharedKept(store, "chat", life)
        self._chosen: SharedKept[bytes, str] = SharedKept(store, "language", LANGUAGE_LIFE)
        self._ban_tags = BanTags(life)

    def within(self, bot: int) -> "SharedRoutes":
        same = copy(self)
        same._bot = bot
        return same

    async def issue(self, chat_id: int, now: datetime) -> Route:
        route = self.passing(chat_id)
        await self._chats.put(route.tag, chat_id, now)
        self._ban_tags.fade(now)
        return route

    def passing(self, chat_id: int) -> Route:
        return Route(self._store.name(b"route", str(chat_id).encode()), self._bot)

    async def resolve(self, route: Route, now: datetime) -> int | None:
        return await self._chats.get(route.tag, now)

    async def choose(self, route: Route, language: str, now: datetime) -> None:
        await self._chosen.put(route.tag, language, now)

    async def chosen(self, route: Route, now: datetime) -> str | None:
        return await self._chosen.get(route.tag, now)

    def tag(self, route: Route, purpose: Purpose, number: int | None = None) -> bytes:
        about = b"" if number is None else str(number).encode()
        return self._store.name(b"tag", purpose.value, about, route.tag)

    async def ban_tag(self, route: Route, key: bytes, now: datetime) -> bytes | None:
        number = await self.resolve(route, now)
        return None if number is None else await self._ban_tags.of(route, number, key, now)
