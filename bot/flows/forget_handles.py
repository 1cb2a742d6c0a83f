"""A whisper, or a reply, forgets which draft it was, once nobody can press that draft's Publish any
more."""

from datetime import datetime

from bot.memory.deletions import DeletionBook
from bot.memory.published_drafts import PublishedDrafts
from bot.memory.slates import SlateBook
from storage import Storage


async def forget_handles(
    *,
    storage: Storage,
    published: PublishedDrafts,
    slates: SlateBook,
    deletions: DeletionBook,
    now: datetime,
) -> int:
    """A tick: let the rows of burnt and confirmed drafts forget their handle, and then the memory
    all of these drafts. Where another process may still have a press of one in hand, a table keeps
    that it has ended: the shared memory may be gone when that process goes on."""
    ready = await published.burnt(deletions, now)
    if not ready:
        return 0
    async with storage.adding() as tables:
        for handle_hash in ready:
            if published.shared:
                await tables.ended_drafts.add(handle_hash)
            if not await tables.whispers.forget_handle(handle_hash):
                await tables.replies.forget_handle(handle_hash)
    for handle_hash in ready:
        if (spent := await published.drop(handle_hash, now)) is not None:
            await slates.forget_ended(*spent)
    return len(ready)
