"""Cards that a call without an answer may have left in the moderators' chat: found by their ids,
and deleted. Only messages of our own can be edited, so others are never touched."""

from bot.cards.draw.blank import blank
from bot.domain.outcome import Delivered
from bot.flows.ports import ModeratorsChat
from storage import Storage, Tables

MOST = 30
"""The most ids that are looked at."""

_REMEMBERED = 100


async def highest(tables: Tables) -> int:
    """Return the newest message id known in the moderators' chat. Committed before an attempt, it
    tells later from where on to look."""
    return await tables.runtime_settings.moderators_high.get()


async def raise_highest(tables: Tables, message_id: int) -> None:
    if message_id > await highest(tables):
        await tables.runtime_settings.moderators_high.put(message_id)


async def keep(tables: Tables, message_id: int) -> None:
    """Remember that this message stands there for good, though no card is behind it any more or
    ever was: a chart, or what a card says once it is decided."""
    kept = await tables.runtime_settings.moderators_kept.get() | {message_id}
    await tables.runtime_settings.moderators_kept.put(frozenset(sorted(kept)[-_REMEMBERED:]))


async def forget_ids(tables: Tables) -> None:
    """Forget all ids, since the moderators' chat is another one: none of them means anything
    there."""
    await tables.runtime_settings.moderators_high.drop()
    await tables.runtime_settings.moderators_kept.drop()


async def discard_text(message_id: int, moderators_chat: ModeratorsChat) -> None:
    """Take away a text that stands for nothing."""
    await moderators_chat.rewrite(message_id, "…")
    await moderators_chat.delete(message_id)


async def discard(message_id: int, moderators_chat: ModeratorsChat) -> None:
    """Take away a card that stands for nothing, where it was pressed."""
    await moderators_chat.redraw(message_id, blank(), "…")
    await moderators_chat.delete(message_id)


async def delete_lost(
    *,
    storage: Storage,
    moderators_chat: ModeratorsChat,
    after: int,
    before: int,
    text: bool = False,
) -> None:
    """Delete what is ours between these ids and stands for nothing: cards, or texts (an appeal,
    and with it what was merely answered there)."""
    async with storage.reading() as tables:
        known = await tables.review_cards.messages_in_room()
        known |= await tables.hidden_posts.messages_in_room()
        known |= await tables.reply_sheets.messages_in_room()
        known |= await tables.runtime_settings.moderators_kept.get()
    for message_id in range(max(after + 1, before - MOST), before):
        if message_id in known:
            continue
        if text:
            if isinstance(await moderators_chat.rewrite(message_id, "…"), Delivered):
                await moderators_chat.delete(message_id)
        elif isinstance(await moderators_chat.relabel(message_id, "…"), Delivered):
            await discard(message_id, moderators_chat)
