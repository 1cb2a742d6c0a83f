"""The daily summary: moderators who want no pings hear once a day what waits for them."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot.domain.days import day_due, moment
from bot.domain.outcome import Delivered
from bot.flows.moderation.figures import ModeratorsFigures
from bot.flows.ports import ModeratorsChat
from bot.i18n import Translator
from storage import Storage, Tables

AT = time(9, 0)
"""Local time of the summary; one that was missed comes within 12 hours."""


async def quiet(tables: Tables) -> bool:
    """Whether what comes to the moderators' chat comes without a sound."""
    return await tables.runtime_settings.summary.get()


async def is_quiet(*, storage: Storage) -> bool:
    async with storage.reading() as tables:
        return await quiet(tables)


async def switch(*, storage: Storage, on: bool) -> None:
    async with storage.transaction() as tables:
        await tables.runtime_settings.summary.put(on)


async def summary_due(
    *,
    storage: Storage,
    moderators_chat: ModeratorsChat,
    figures: ModeratorsFigures,
    t: Translator,
    zone: ZoneInfo,
    now: datetime,
) -> bool:
    """A tick: say once a day what waits, if anything does. Return whether it was said. It waits for
    the first batch from nine on, which brings the figures."""
    day = day_due(now, AT, zone)
    async with storage.reading() as tables:
        if day is None or not await quiet(tables):
            return False
        if await tables.runtime_settings.summary_day.get() == day:
            return False
        review = await tables.review_cards.open_cards()
        replies = await tables.replies.on_sheets()
    known = await figures.read(now)
    if known is None or known.at < moment(day, AT, zone):
        return False
    held, hidden = known.stats.waiting.held, known.stats.waiting.hidden
    parts = [
        *([t.n("{n} whisper to check", "{n} whispers to check", review)] if review else []),
        *([t.n("{n} reply to check", "{n} replies to check", replies)] if replies else []),
        *([t.n("{n} on hold", "{n} on hold", held)] if held else []),
        *([t.n("{n} hidden by reports", "{n} hidden by reports", hidden)] if hidden else []),
    ]
    if parts:
        said = "☀️ " + t("Waiting for you: {things}.", things=t.listed(parts))
        if not isinstance(await moderators_chat.say(said), Delivered):
            return False
    async with storage.transaction() as tables:
        await tables.runtime_settings.summary_day.put(day)
    return bool(parts)
