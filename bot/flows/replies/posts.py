"""Replies stand as comments under the discussion group's own copy of the card. Where there is no
copy they stand in the bot alone, and the card's caption counts them.

Each of these belongs into the transaction that changes the reply: nothing here talks to Telegram.
"""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.captions import THREAD_PAYLOAD
from bot.domain.parcel import Change, DiscussionCopy, Parcel, Progress, ReplyContent
from bot.domain.replies.reply import Reply
from bot.domain.states import PostState
from bot.domain.telegram_limits import SURELY_DELETABLE
from bot.domain.whisper import State
from bot.flows.publishing.put_changes import change_post, put_deletion
from storage import Tables
from storage.posts import Post

_NOT_SENT = (Progress.WAITING, Progress.REFUSED)
_STUCK = (Progress.ASIDE, Progress.REFUSED)


async def put_reply(tables: Tables, reply: Reply, now: datetime) -> bool:
    """Put a reply that is out, for the first time or once more, into the queue of the discussion
    group. False: there is no copy of its card to reply to, or the card counts its replies already,
    or the group takes nothing now (then it waits there as well): the caption has to say how many
    there are."""
    post = await tables.posts.by_number(reply.number)
    if post is None or reply.ordinal is None:
        return False
    if not await _comes_back(tables, reply.number, reply.ordinal, now):
        copy = await _copy_of(tables, post)
        if copy is None:
            return False
        await _put(tables, reply.number, reply.ordinal, copy, now)
    return not (_counts(post) or await tables.runtime_settings.discussion_shut.get())


async def _comes_back(tables: Tables, number: int, ordinal: int, now: datetime) -> bool:
    """Let a reply's comment that was out before come back: one whose fate is open is as it should
    be when it is found, and one that says that it was removed says again what it said. False: it
    has to be sent; what is deleted, or will be, is no comment of this reply any more."""
    if await tables.outbox.of_thread(number, ordinal):
        return True
    post = await tables.posts.comment(number, ordinal)
    if post is None or not post.state.is_down:
        return post is not None
    if post.state is PostState.TOMB or await tables.outbox.edit_waits(post.chat, post.message_id):
        await tables.posts.set_state(post.chat, post.message_id, PostState.LIVE)
        await change_post(tables, post, Change.RESTORED, now)
        return True
    await tables.posts.free(post.chat, post.message_id)
    return False


async def _put(
    tables: Tables, number: int, ordinal: int, copy: DiscussionCopy, now: datetime
) -> None:
    later = timedelta(milliseconds=ordinal)  # within a thread they come in their order
    content = ReplyContent(number, ordinal, copy.message_id)
    parcel = Parcel(
        key=secrets.token_bytes(16), content=content, due_at=now + later, chat=copy.chat
    )
    await tables.outbox.enqueue_new((parcel,))


async def take_reply_post_down(tables: Tables, reply: Reply, now: datetime) -> None:
    """Take down the comment of a reply that was withdrawn or removed, or keep it from coming. One
    that may be on its way is taken down when it is found; what stands in the bot alone is counted
    anew."""
    if reply.ordinal is None:
        return
    for parcel in await tables.outbox.of_thread(reply.number, reply.ordinal):
        await _forget(tables, parcel)
    post = await tables.posts.comment(reply.number, reply.ordinal)
    if post is not None and not post.state.is_down:
        await take_comment_down(tables, post, now)
    await count_on_card(tables, reply.number, now)


async def take_thread_posts_down(tables: Tables, number: int, now: datetime) -> None:
    """Take down every comment of ours under a whisper that goes."""
    for parcel in await tables.outbox.of_thread(number):
        await _forget(tables, parcel)
    for post in await tables.posts.comments(number):
        await take_comment_down(tables, post, now)


async def take_thread_down(tables: Tables, number: int, now: datetime) -> None:
    """Take down all replies to a whisper that goes: in the tables, and wherever they stand."""
    await tables.replies.take_thread_down(number, None)
    await take_thread_posts_down(tables, number, now)


async def take_comment_down(tables: Tables, post: Post, now: datetime) -> None:
    """Delete a comment; one that is too old for that says instead that it was removed."""
    await tables.posts.edited(post.chat, post.message_id, state=PostState.LEAVING, caption="")
    if now - post.posted_at < SURELY_DELETABLE:
        await put_deletion(tables, post.chat, now, message_id=post.message_id)
    else:
        await change_post(tables, post, Change.REMOVED, now)


async def count_on_card(tables: Tables, number: int, now: datetime) -> None:
    """Let the card's caption say how many replies there are, where they stand in the bot alone.
    Nothing is put into the queue while another edit of that post waits: each of them counts."""
    post = await tables.posts.by_number(number)
    if post is None or post.state is not PostState.LIVE:
        return
    if await tables.outbox.edit_waits(post.chat, post.message_id):
        return
    if _counts(post) or await replies_to_count(tables, number) > 0:
        await change_post(tables, post, Change.COUNTED, now)


async def replies_to_count(tables: Tables, number: int) -> int:
    """How many replies the card's caption is to name. 0: none, or each is a comment in the group,
    or on its way there."""
    out = {reply.ordinal for reply in await tables.replies.thread(number)}
    if not out:
        return 0
    there = {post.ordinal for post in await tables.posts.comments(number)}
    if not await tables.runtime_settings.discussion_shut.get():
        for parcel in await tables.outbox.of_thread(number):
            if parcel.state not in _STUCK and isinstance(parcel.content, ReplyContent):
                there.add(parcel.content.ordinal)
    return 0 if out <= there else len(out)


async def stands(tables: Tables, content: ReplyContent) -> bool:
    """Whether this reply is still to be seen."""
    reply = await tables.replies.by_ordinal(content.thread, content.ordinal)
    return reply is not None and reply.state is State.RELEASED


async def _copy_of(tables: Tables, post: Post | None) -> DiscussionCopy | None:
    """Return the card's copy in the group that is linked now. None: there is none."""
    if post is None or post.state.is_down or post.echo_chat is None or post.echo_id is None:
        return None
    if await tables.runtime_settings.discussion_group.get() != post.echo_chat:
        return None
    return DiscussionCopy(post.echo_chat, post.echo_id)


def _counts(post: Post) -> bool:
    """Whether the caption, as sent last, names the replies."""
    return f"start={THREAD_PAYLOAD}_" in post.caption


async def _forget(tables: Tables, parcel: Parcel) -> None:
    """Drop a parcel that was not sent; of one whose end is open only the words go."""
    if parcel.state in _NOT_SENT:
        await tables.outbox.leave(parcel)
    else:
        await tables.outbox.note(parcel, replace(parcel.content, caption=""))
