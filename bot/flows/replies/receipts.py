"""The holder of a reply's receipt may look the reply up, or take it back."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.receipts import receipt_hash
from bot.domain.replies.reply import Reply
from bot.domain.whisper import State
from bot.flows.replies.posts import count_on_card, take_reply_post_down
from bot.logs import Event, log
from storage import Storage

_UNPUBLISHED = (State.REVIEW, State.HELD, State.POOL)


@dataclass(frozen=True, slots=True)
class WhisperReplies:
    """All that the holder of a whisper's receipt may know of the replies to it."""

    count: int
    closed: bool


async def reply_behind(*, storage: Storage, code: str) -> Reply | None:
    """Return the reply behind a code, in whichever channel. None: there is none."""
    async with storage.reading() as tables:
        return await tables.replies.by_receipt(receipt_hash(code))


def can_withdraw(reply: Reply) -> bool:
    return reply.state in (*_UNPUBLISHED, State.RELEASED)


async def replies_to(*, storage: Storage, number: int) -> WhisperReplies:
    async with storage.reading() as tables:
        thread = await tables.threads.of(number)
        return WhisperReplies(await tables.replies.count(number), thread.closed)


async def withdraw_reply(*, storage: Storage, code: str, now: datetime) -> bool:
    """Withdraw a reply. Before its slot it is gone without trace; after it, its words are
    erased, and what stands of it in the discussion group goes. False: there is nothing (left) to
    withdraw."""
    async with storage.transaction() as tables:
        reply = await tables.replies.by_receipt(receipt_hash(code))
        if reply is None:
            return False
        if reply.state in _UNPUBLISHED:
            return await tables.replies.erase(reply.key)
        if not await tables.replies.take_down(reply.key, State.WITHDRAWN, None):
            return False
        await take_reply_post_down(tables, reply, now)
        await count_on_card(tables, reply.number, now)
    log(Event.TAKEN_DOWN, kind="withdrawn")
    return True


async def new_reply_code(*, storage: Storage, handle_hash: bytes, code: str) -> bool:
    """Give a reply whose receipt was never shown a new code; the old one is void."""
    async with storage.transaction() as tables:
        reply = await tables.replies.by_handle(handle_hash)
        if reply is None:
            return False
        return await tables.replies.replace_receipt(reply.key, receipt_hash(code))
