"""The end of a draft: published or dropped, and known as such over a crash.

A crash may show a second card of the same message; under it the same words must not be published
twice. So what ended is noted by its handle, until nobody can press it any more.
"""

from datetime import datetime

from bot.domain.draft import DraftState, handle_hash
from bot.domain.replies.draft import ReplyDraft
from bot.memory.drafts import OpenDrafts
from bot.memory.identity import Route
from storage import Storage


async def end_draft(
    route: Route,
    author_message: int,
    pressed_card: int,
    *,
    storage: Storage,
    drafts: OpenDrafts,
    now: datetime,
) -> tuple[int, ...]:
    """Returns what burns: the message, the card pressed, and the card that a crash had us show
    again."""
    draft = drafts.end(route, author_message, now)
    ids = dict.fromkeys((author_message, pressed_card, *(draft.messages if draft else ())))
    if draft is not None and draft.preview != pressed_card:
        async with storage.adding() as tables:
            await tables.ended_drafts.add(handle_hash(draft.state.handle))
    return tuple(ids)


async def has_ended(
    route: Route,
    author_message: int,
    state: DraftState | ReplyDraft,
    *,
    storage: Storage,
    drafts: OpenDrafts,
) -> bool:
    """Tell whether the words were published, or dropped, under another card of the same message."""
    hashed = handle_hash(state.handle)
    if drafts.ended(route, author_message):
        async with storage.adding() as tables:  # another crash must not forget it
            await tables.ended_drafts.add(hashed)
        return True
    async with storage.glancing() as tables:
        return await tables.ended_drafts.has(hashed)


async def is_published(state: DraftState, *, storage: Storage) -> bool:
    """Whether this draft was published already."""
    async with storage.glancing() as tables:
        return await tables.whispers.by_handle(handle_hash(state.handle)) is not None
