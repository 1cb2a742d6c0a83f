"""Carry out a ban, and what else ends with it."""

from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.days import local_day
from bot.domain.review import Verdict
from bot.flows.moderation.bans import (
    banish,
    key_for_banning,
    reject_others,
)
from bot.flows.moderation.review import Settled
from bot.i18n import translator_for
from bot.memory.authors import AuthorBook
from bot.memory.identity import RouteBook
from bot.settings import Settings
from storage import Storage


@dataclass(frozen=True, slots=True)
class CarryOutBan:
    """The consequences of a verdict beyond the tables: its author is forgotten, or banned while
    still known."""

    storage: Storage
    authors: AuthorBook
    routes: RouteBook
    settings: Settings
    clock: Clock

    async def __call__(self, each: Settled) -> str | None:
        """Carry this verdict out. Return what the card says instead of the verdict, if anything."""
        now = self.clock.now()
        route = await self.authors.of(each.whisper, now)
        others = await self.authors.others(each.whisper, now)
        if each.verdict in (None, Verdict.REJECT, Verdict.BAN):
            await self.authors.drop(each.whisper, now=now)
        if each.verdict is not Verdict.BAN:
            return None
        t = translator_for(self.settings.language)
        key = await key_for_banning(storage=self.storage)
        tag = await self.routes.ban_tag(route, key, now) if route else None
        if tag is None:
            return "✋ " + t("rejected; nobody is banned, since I no longer know who wrote it")
        today = local_day(now, self.settings.timezone)
        await banish(storage=self.storage, tag=tag, today=today)
        for key in await reject_others(storage=self.storage, keys=others):
            await self.authors.drop(key, now=now)
        return "⛔ " + t("rejected; its author may not write for a while")
