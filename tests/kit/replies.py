"""Replies to put into a database."""

import secrets
from typing import Any

from bot.domain.replies.reply import Reply, ReplyKey
from bot.domain.whisper import State
from storage import Storage


def a_reply(words: str = "You are not alone.", number: int = 1, **fields: Any) -> Reply:
    fields.setdefault("state", State.REVIEW)
    fields.setdefault("mask", "fox")
    return Reply(ReplyKey(secrets.token_bytes(16)), number, words=words, **fields)


async def taken_in(storage: Storage, *given: Reply) -> tuple[Reply, ...]:
    async with storage.transaction() as tables:
        for reply in given:
            assert await tables.replies.add(
                reply,
                handle_hash=secrets.token_bytes(32),
                receipt_hash=secrets.token_bytes(32),
            )
    return given


async def brought_out(storage: Storage, *words: str, number: int = 1) -> tuple[Reply, ...]:
    """Published replies, in this order."""
    given = await taken_in(storage, *(a_reply(each, number, state=State.POOL) for each in words))
    async with storage.transaction() as tables:
        return await tables.replies.release(number, [each.key for each in given])


async def reply_now(storage: Storage, given: Reply) -> Reply | None:
    async with storage.reading() as tables:
        return await tables.replies.by_key(given.key)
