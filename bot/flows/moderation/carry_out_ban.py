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
from bot.memory.authors import Authors
from bot.memory.identity import RouteBook
from bot.settings import Settings
from storage import Storage


@dataclass(frozen=True, slots=True)
class CarryOutBan:
    """What follows when a verdict is carried out, beyond the tables: whose it was is forgotten,
    or banned while it is still known."""

    storage: Storage
    authors: Authors
    routes: RouteBook
    settings: Settings
    clock: Clock

    async def __call__(self, each: Settled) -> str | None:
        """What the card says instead of its verdict, if anything."""
        route, others = self.authors.of(each.whisper), self.authors.others(each.whisper)
        if each.verdict in (None, Verdict.REJECT, Verdict.BAN):
            self.authors.drop(each.whisper)
        if each.verdict is not Verdict.BAN:
            return None
        t, now = translator_for(self.settings.language), self.clock.now()
        key = await key_for_banning(storage=self.storage)
        tag = await self.routes.ban_tag(route, key, now) if route else None
        if tag is None:
            return "✋ " + t("rejected; nobody is banned, since I no longer know who wrote it")
        today = local_day(now, self.settings.timezone)
        await banish(storage=self.storage, tag=tag, today=today)
        for key in await reject_others(storage=self.storage, keys=others):
            self.authors.drop(key)
        return "⛔ " + t("rejected; its author may not write for a while")
