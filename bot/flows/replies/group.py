"""The discussion group that is linked to a channel: which one it is, and whether it takes replies.

Whatever happens to it, replies stand in the bot; the card's caption counts those that stand nowhere
else. What the group missed while it was away is not brought there later, but for what still waits.
"""

from datetime import datetime

from bot.domain.parcel import Parcel, Progress, ReplyContent
from bot.flows.replies.posts import count_on_card
from storage import Tables


async def group_seen(tables: Tables, chat: int, now: datetime) -> bool:
    """Note that a copy of a post of ours came there, so that it is the linked group. False: it was
    known."""
    return await follow(tables, chat, now)


async def follow(tables: Tables, group: int | None, now: datetime) -> bool:
    """Make this the linked group; None: none is linked. What waits for another one stands in the
    bot alone: the copies to which it replies are not there. False: nothing has changed."""
    before = await tables.runtime_settings.discussion_group.get()
    if before == group:
        return False
    if group is None:
        await tables.runtime_settings.discussion_group.drop()
    else:
        await tables.runtime_settings.discussion_group.put(group)
    await tables.runtime_settings.discussion_shut.drop()
    waiting = await _waiting(tables)
    for parcel, _content in waiting:
        if parcel.chat != group:
            await tables.outbox.leave(parcel)
    await _count(tables, {content.thread for _parcel, content in waiting}, now)
    return True


async def shut_group(tables: Tables, now: datetime) -> None:
    """Note that the group takes nothing: cards count the replies that wait for it, and those to
    come."""
    await tables.runtime_settings.discussion_shut.put(True)
    waiting = await _waiting(tables)
    await _count(tables, {content.thread for _parcel, content in waiting}, now)


async def copy_gone(tables: Tables, content: ReplyContent, now: datetime) -> None:
    """Note that the group's copy of the card was deleted there: nothing can reply to it any
    more."""
    post = await tables.posts.by_number(content.thread)
    if post is not None and post.echo_id == content.to:
        await tables.posts.set_echo(post.chat, post.message_id, None, None)
    await count_on_card(tables, content.thread, now)


async def count_stuck(tables: Tables, parcel: Parcel, now: datetime) -> None:
    """Count a reply that waits for a person on its card: until then it stands in the bot alone, as
    far as is known."""
    if isinstance(parcel.content, ReplyContent):
        await count_on_card(tables, parcel.content.thread, now)


async def _waiting(tables: Tables) -> list[tuple[Parcel, ReplyContent]]:
    """Return the replies of which it is certain that they are not in a group yet."""
    found = await tables.outbox.in_state(Progress.WAITING, Progress.REFUSED)
    return [(each, each.content) for each in found if isinstance(each.content, ReplyContent)]


async def _count(tables: Tables, threads: set[int], now: datetime) -> None:
    for number in sorted(threads):
        await count_on_card(tables, number, now)
