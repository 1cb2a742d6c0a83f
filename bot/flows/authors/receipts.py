"""Receipts: whoever holds the code looks up the whisper, or takes it back."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.receipts import receipt_hash
from bot.domain.whisper import State
from bot.flows.moderation.remove import take_down
from storage import Storage

_UNPUBLISHED = (State.REVIEW, State.HELD, State.POOL)


@dataclass(frozen=True, slots=True)
class WhisperStatus:
    """All that the holder of a receipt may know of the whisper."""

    state: State
    number: int | None = None
    message_id: int | None = None  # the post's, while it stands in the channel
    came_out: bool = False  # it stood in the channel, now or once
    deadline: datetime | None = None
    reason: str | None = None
    reactions: tuple[tuple[str, int], ...] = ()  # most frequent first
    shut_in: bool = False  # it has not come out, and its channel is closed

    @property
    def can_withdraw(self) -> bool:
        return self.state in (*_UNPUBLISHED, State.RELEASED)


async def channel_of_receipt(*, storage: Storage, hashed: bytes) -> int | None:
    """Return for which channel the whisper behind a receipt's hash is. None: there is none."""
    async with storage.reading() as tables:
        whisper = await tables.whispers.by_receipt(hashed)
        return None if whisper is None else whisper.channel


async def look_up(*, storage: Storage, hashed: bytes, chat_id: int) -> WhisperStatus | None:
    """Return the status of the whisper behind a receipt's hash. None: there is none."""
    async with storage.reading() as tables:
        whisper = await tables.whispers.by_receipt(hashed)
        if whisper is None:
            return None
        counts: dict[str, int] = {}
        number = whisper.number
        post = await tables.posts.by_number(number) if number is not None else None
        came_out = post is not None
        if whisper.state is not State.RELEASED:
            post = None
        if post is not None:
            counts = await tables.reactions.of(chat_id, post.message_id)
        return WhisperStatus(
            state=whisper.state,
            number=number,
            came_out=came_out,
            message_id=post.message_id if post else None,
            deadline=whisper.deadline,
            reason=whisper.reason,
            reactions=tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
            shut_in=whisper.state in _UNPUBLISHED
            and await tables.channels.is_closed(whisper.channel),
        )


async def replace_receipt(*, storage: Storage, handle_hash: bytes, code: str) -> bool:
    """Give a published draft whose receipt was never shown a new code; the old one is void."""
    async with storage.adding() as tables:
        whisper = await tables.whispers.by_handle(handle_hash)
        if whisper is None:
            return False
        return await tables.whispers.replace_receipt(whisper.key, receipt_hash(code))


async def withdraw(*, storage: Storage, hashed: bytes, chat_id: int, now: datetime) -> bool:
    """Withdraw a whisper. Before release it is gone without trace; after it, the post is deleted or
    covered, and leaves every ranking. False: there is nothing to withdraw.

    False when there is nothing (left) to withdraw."""
    async with storage.transaction() as tables:
        whisper = await tables.whispers.by_receipt(hashed)
        if whisper is None:
            return False
        if whisper.state in _UNPUBLISHED:
            return await tables.whispers.erase(whisper.key)
    if whisper.state is not State.RELEASED or whisper.number is None:
        return False
    return await take_down(
        storage=storage, number=whisper.number, to=State.WITHDRAWN, reason=None, now=now
    )
