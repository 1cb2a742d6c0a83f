"""Putting edits and deletions of what stands into the outbox."""

import secrets
from datetime import datetime

from bot.domain.parcel import Change, Deletion, DiscussionCopy, Edit, OtherPlace, Parcel
from bot.domain.states import PostState
from storage import Tables
from storage.posts import Post


async def change_post(tables: Tables, post: Post, change: Change, now: datetime) -> None:
    """Put an edit of this post into the outbox."""
    await tables.outbox.enqueue(
        Parcel(
            key=secrets.token_bytes(16),
            content=Edit(change),
            due_at=now,
            number=post.number,
            day=post.day,
            chat=post.chat,
            message_id=post.message_id,
        )
    )


async def change_place(tables: Tables, number: int, now: datetime) -> None:
    """Put an edit into the outbox after which the post prints the place that is decided now. One
    that does not stand has none to change: whenever it does, it is shown as decided."""
    post = await tables.posts.by_number(number)
    if post is None or post.state is not PostState.LIVE:
        return
    await tables.outbox.enqueue(
        Parcel(
            key=secrets.token_bytes(16),
            content=OtherPlace(),
            due_at=now,
            number=number,
            chat=post.chat,
            message_id=post.message_id,
        )
    )


async def put_deletion(
    tables: Tables,
    chat: int,
    now: datetime,
    *,
    message_id: int | None = None,
    copy: DiscussionCopy | None = None,
    bare: bool = False,
) -> None:
    """Put a deletion into the outbox: of this post, or of the linked group's copy of one."""
    await tables.outbox.enqueue(
        Parcel(
            key=secrets.token_bytes(16),
            content=Deletion(copy, bare),
            due_at=now,
            chat=chat,
            message_id=message_id,
        )
    )
