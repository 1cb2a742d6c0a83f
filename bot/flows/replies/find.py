"""Looking up what a conversation about a reply needs."""

from bot.domain.draft import handle_hash
from bot.domain.receipts import receipt_hash
from bot.domain.replies.draft import ReplyDraft
from bot.domain.whisper import State
from storage import Storage


async def taken_masks(*, storage: Storage, number: int) -> frozenset[str]:
    """Return the masks that are worn in this thread."""
    async with storage.reading() as tables:
        return await tables.replies.masks(number)


async def state_of(draft: ReplyDraft, *, storage: Storage) -> State | None:
    """Return the state of the reply that this draft has become. None: it has become none yet."""
    async with storage.reading() as tables:
        reply = await tables.replies.by_handle(handle_hash(draft.handle))
        return None if reply is None else reply.state


async def is_receipt_of(code: str, *, storage: Storage, number: int) -> bool:
    """Whether this is the receipt of the whisper with this number in this channel."""
    async with storage.reading() as tables:
        whisper = await tables.whispers.by_receipt(receipt_hash(code))
    return whisper is not None and (whisper.channel, whisper.number) == (
        storage.scope.channel,
        number,
    )
