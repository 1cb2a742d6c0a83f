"""The end of a draft: published or dropped, and known as such over a crash.

A crash may show a second card of the same message; under it the same words must not be published
twice. So what ended is noted by its handle, until nobody can press it any more.
"""

from datetime import datetime

from bot.domain.draft import DraftState, handle_hash
from bot.domain.replies.draft import ReplyDraft
from bot.memory.identity import Route
from bot.memory.slates import Slate, SlateBook
from storage import Storage


async def end_draft(
    route: Route,
    author_message: int,
    pressed_card: int,
    *,
    storage: Storage,
    slates: SlateBook,
    now: datetime,
) -> tuple[int, ...]:
    """Returns what burns: the message, the card pressed, and the card that a crash had us show
    again."""
    draft = await slates.end(route, author_message, now)
    ids = dict.fromkeys((author_message, pressed_card, *(draft.messages if draft else ())))
    if draft is not None and draft.preview != pressed_card:
        async with storage.adding() as tables:
            await tables.ended_drafts.add(handle_hash(draft.state.handle))
    return tuple(ids)


async def has_ended(
    author_message: int, state: DraftState | ReplyDraft, slate: Slate, *, storage: Storage
) -> bool:
    """Tell whether the words were published, or dropped, under another card of the same message.
    ``slate``: the chat's, asked about this message."""
    hashed = handle_hash(state.handle)
    if author_message in slate.ended:
        async with storage.adding() as tables:  # another crash must not forget it
            await tables.ended_drafts.add(hashed)
        return True
    async with storage.glancing() as tables:
        return await tables.ended_drafts.has(hashed)


async def is_published(state: DraftState, *, storage: Storage) -> bool:
    """Whether this draft was published already."""
    async with storage.glancing() as tables:
        return await tables.whispers.by_handle(handle_hash(state.handle)) is not None
