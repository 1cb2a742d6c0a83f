"""Settling: a post is known to be in the channel, or a message is known to be gone.

The same few lines serve the publisher, the resolver, the linked group's evidence and the operator.
"""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.domain.days import Span
from bot.domain.outcome import Refused
from bot.domain.parcel import (
    CardContent,
    Change,
    Deletion,
    DiscussionCopy,
    Parcel,
    ParcelKind,
    Progress,
    ReplyContent,
)
from bot.domain.states import DigestState, PostState
from bot.domain.telegram_limits import SURELY_DELETABLE
from bot.domain.whisper import State, Whisper
from bot.flows.campaigns.standing import campaign_found
from bot.flows.feeds.index import enter, enter_new
from bot.flows.publishing.put_changes import change_place, change_post, put_deletion
from bot.flows.replies.posts import (
    count_on_card,
    stands,
    take_comment_down,
    take_thread_down,
)
from storage import Tables
from storage.posts import Post

TOMBSTONES = (Change.REMOVED, Change.WITHDRAWN)


async def post_found(
    tables: Tables,
    parcel: Parcel,
    message_id: int,
    now: datetime,
    file: str | None = None,
    *,
    sent: Whisper | None = None,
    start: Iterable[Progress] = Progress,
    noted: bool = False,
) -> bool:
    """Take a parcel (sending, unknown, aside, …) out of the outbox and record its post. ``file``:
    Telegram's name of its picture, where it is known; ``sent``: the whisper of a card, by whom has
    just read it; ``start``: the states of a parcel that is taken; ``noted``: H is raised to this
    message by the caller.

    False: it was settled before (two pieces of evidence, one post), or another attempt has begun
    since the parcel was read. If its whisper was taken back meanwhile, the post is taken down at
    once."""
    chat = parcel.chat or 0
    taken = await tables.outbox.take(parcel, start=start)
    if taken is None:
        return False
    current = taken.parcel
    whisper = await _whisper_of(tables, parcel, sent, taken.whisper)
    seen, entries = current.seen, current.entries
    copy = seen.copy if seen is not None and seen.post_id == message_id else None
    reply = parcel.content if isinstance(parcel.content, ReplyContent) else None
    post = Post(
        chat=chat,
        message_id=message_id,
        kind=parcel.kind,
        number=parcel.number,
        thread=reply.thread if reply else None,
        ordinal=reply.ordinal if reply else None,
        day=parcel.day,
        first_line=parcel.first_line or "",
        caption=current.content.caption,
        spoiler=whisper is not None and whisper.cover,
        posted_at=now,
        entries=entries,
        campaign=parcel.campaign,
        span=parcel.span,
        echo_chat=copy.chat if copy else None,
        echo_id=copy.message_id if copy else None,
        file=file if parcel.kind is ParcelKind.CARD else None,
    )
    loved = await tables.posts.add(post)
    if not noted:
        await tables.channel_states.raise_high(chat, message_id)
    if reply is not None:
        await _comment_found(tables, post, reply, now)
        return True
    if post.campaign is not None:
        await campaign_found(tables, post, now)
        return True
    if parcel.kind is ParcelKind.DIGEST and parcel.day is not None:
        if parcel.span is Span.DAY:
            await tables.digests.set_state(chat, parcel.day, DigestState.POSTED, message_id)
        else:
            await tables.bests.posted(chat, parcel.span, parcel.day, message_id)
        for each in entries:
            there = tables.of(each.channel)
            if not await _stands(there, each.number):
                await correct_digest(there, each.number, now)
                break
    elif parcel.number is not None:
        if whisper is not None and whisper.state in (State.REMOVED, State.WITHDRAWN):
            await take_post_down(tables, parcel.number, Change(whisper.state.value), now)
            return True
        if loved is not None and whisper is not None:
            await enter_new(tables, post, whisper, now, loved=loved > 0)
        else:
            await enter(tables, parcel.number, now)
        if isinstance(current.content, CardContent) and taken.place != current.content.place:
            # decided while it was on its way
            await change_place(tables, parcel.number, now)
    return True


async def _whisper_of(
    tables: Tables, parcel: Parcel, sent: Whisper | None, state: State | None
) -> Whisper | None:
    """Return a card's whisper as it stands. ``sent``: who has just read it; all that can have
    changed since is its ``state``, and with that whether there are words."""
    if parcel.kind is not ParcelKind.CARD or parcel.number is None:
        return None
    if sent is not None and state is sent.state:
        return sent
    return await tables.whispers.by_number(parcel.number)


async def _comment_found(tables: Tables, post: Post, reply: ReplyContent, now: datetime) -> None:
    """Take a reply's comment down at once if the reply was taken back meanwhile. The card stops
    counting when the last of its replies has come into the group."""
    if not await stands(tables, reply):
        await take_comment_down(tables, post, now)
    elif not await tables.outbox.of_thread(reply.thread):
        await count_on_card(tables, reply.thread, now)


async def _stands(tables: Tables, number: int) -> bool:
    """Tell whether the whisper can still be seen. What was taken down or hidden while its digest
    was on the way cannot."""
    whisper = await tables.whispers.by_number(number)
    post = await tables.posts.by_number(number)
    hidden = post is not None and post.state is PostState.HIDDEN
    return whisper is not None and whisper.state is State.RELEASED and not hidden


async def take_post_down(tables: Tables, number: int, change: Change, now: datetime) -> bool:
    """Put the tombstone of a whisper's post into the outbox, and the correction of the digest that
    featured it. False: there is no such post.

    The tombstone comes first even where a deletion follows: the linked group's copy of a post
    follows its edits, but stays as it was when the post is deleted."""
    post = await tables.posts.by_number(number)
    if post is None or post.state.is_down:
        return False
    await tables.posts.set_state(post.chat, post.message_id, PostState.LEAVING)
    await tables.reactions.forget(post.chat, post.message_id)
    await change_post(tables, post, change, now)
    await correct_digest(tables, number, now)
    return True


async def tombstone_stands(tables: Tables, parcel: Parcel, now: datetime) -> None:
    """Record that nothing of the words is left in the post: while a bot may, it is deleted
    altogether, and so is the group's copy."""
    post = await tables.posts.by_message(parcel.chat or 0, parcel.message_id or 0)
    if post is None:
        return
    await forget_echo(tables, post.chat, post.message_id, now, bare=True)
    fresh = now - post.posted_at < SURELY_DELETABLE
    state = PostState.LEAVING if fresh else PostState.TOMB
    await tables.posts.edited(post.chat, post.message_id, state=state, caption="")
    if fresh:
        await _then_delete(tables, parcel, now)


async def delete_instead(tables: Tables, parcel: Parcel, now: datetime) -> bool:
    """Delete a post whose tombstone cannot be set, while a bot may. False: it is no tombstone, or
    neither can be done."""
    post = await tables.posts.by_message(parcel.chat or 0, parcel.message_id or 0)
    if parcel.change not in TOMBSTONES or post is None or now - post.posted_at >= SURELY_DELETABLE:
        return False
    if not await tables.outbox.leave(parcel):
        return True  # somebody else tries it once more
    await forget_echo(tables, post.chat, post.message_id, now)
    await _then_delete(tables, parcel, now)
    return True


async def _then_delete(tables: Tables, parcel: Parcel, now: datetime) -> None:
    await tables.outbox.enqueue(
        replace(
            parcel,
            key=secrets.token_bytes(16),
            content=Deletion(after=parcel.change),
            state=Progress.WAITING,
            due_at=now,
            attempts=0,
        )
    )


async def post_gone(tables: Tables, chat: int, message_id: int, now: datetime) -> None:
    """Record that the message is not in the channel any more: deleted by us, or by hand.

    By hand counts as removed: words and picture are erased, digests corrected; with a card goes
    its thread."""
    post = await tables.posts.by_message(chat, message_id)
    if post is None or post.state is PostState.GONE:
        return
    await tables.posts.edited(chat, message_id, state=PostState.GONE, caption="")
    await tables.reactions.forget(chat, message_id)
    await forget_echo(tables, chat, message_id, now)
    if post.thread is not None and post.ordinal is not None and not post.state.is_down:
        reply = await tables.replies.by_ordinal(post.thread, post.ordinal)
        if reply is not None and reply.state is State.RELEASED:
            await tables.replies.take_down(reply.key, State.REMOVED, None)
            await count_on_card(tables, post.thread, now)
    if post.number is None:
        return
    whisper = await tables.whispers.by_number(post.number)
    if whisper is not None and await tables.whispers.take_down(whisper.key, State.REMOVED, None):
        await correct_digest(tables, post.number, now)
    await take_thread_down(tables, post.number, now)


async def correct_digest(tables: Tables, number: int, now: datetime) -> None:
    """Show each digest that featured this number anew without it, in whichever channel, and so
    the best of a week or year. (One that still waits in the outbox reads its entries when it is
    sent.)"""
    digests = [
        await tables.posts.digest_of(chat, day)
        for chat, day in await tables.digests.featuring(number)
    ]
    digests += [
        await tables.posts.by_message(chat, message_id)
        for chat, message_id in await tables.bests.showing(number)
    ]
    for post in digests:
        if post is not None and post.state is PostState.LIVE:
            await change_post(tables.of(post.channel), post, Change.CORRECTED, now)


async def cannot_delete(
    tables: Tables, parcel: Parcel, deletion: Deletion, refused: Refused, now: datetime
) -> DiscussionCopy | None:
    """Record that a post is too old for a bot to delete: its tombstone stays, and a comment gets
    one. (A late duplicate has none, so a person has to delete it.) Return the group's copy when
    that is what stays with the words in it."""
    post = await tables.posts.by_message(parcel.chat or 0, parcel.message_id or 0)
    if deletion.after is None and post is not None and post.kind is ParcelKind.REPLY:
        await tables.outbox.leave(parcel)
        await change_post(tables, post, Change.REMOVED, now)
        return None
    if deletion.copy is None and deletion.after is None:
        await tables.outbox.refuse(parcel, why=refused.why)
        return None
    await tables.outbox.leave(parcel)
    if deletion.copy is not None:
        return None if deletion.bare else deletion.copy
    await tables.posts.set_state(parcel.chat or 0, parcel.message_id or 0, PostState.TOMB)
    return None


async def forget_echo(
    tables: Tables, chat: int, message_id: int, now: datetime, *, bare: bool = False
) -> None:
    """Delete the group's copy of a post that was taken down, through the outbox. ``bare``: it shows
    a tombstone by now."""
    post = await tables.posts.by_message(chat, message_id)
    if post is None or post.echo_chat is None or post.echo_id is None:
        return
    await tables.posts.set_echo(chat, message_id, None, None)
    copy = DiscussionCopy(post.echo_chat, post.echo_id)
    await put_deletion(tables, chat, now, copy=copy, bare=bare)
