"""Remove, hide, restore: what stands in the channel changes, and ranking and digests follow."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.parcel import CardContent, Change, Progress
from bot.domain.states import PostState
from bot.domain.tallies import Counted
from bot.domain.whisper import State
from bot.flows.feeds.index import enter
from bot.flows.moderation.hiding_limit import note_restored
from bot.flows.moderation.stats import count_decision
from bot.flows.publishing.post_states import correct_digest, take_post_down
from bot.flows.publishing.put_changes import change_post
from bot.flows.replies.posts import take_thread_down
from bot.logs import Event, log
from bot.memory.votes import VoteBook
from storage import Storage, Tables

REMOVE = "remove"
"""The choice that moderators stand for."""


async def take_down(
    *, storage: Storage, number: int, to: State, reason: str | None, now: datetime
) -> bool:
    """Take a released whisper down; it becomes ``to`` (removed or withdrawn). Words and picture are
    erased here, the post is deleted, or covered when it is too old for that; its replies go with
    it. One that is still on its way is not posted, or taken down when it arrives. False: no such
    whisper stands."""
    async with storage.transaction() as tables:
        whisper = await tables.whispers.by_number(number)
        if whisper is None or not await tables.whispers.take_down(whisper.key, to, reason):
            return False
        await _forget_parcel(tables, number)
        await take_post_down(tables, number, Change(to.value), now)
        await take_thread_down(tables, number, now)
    log(Event.TAKEN_DOWN, kind=to.value)
    return True


def removal_subject(number: int) -> str:
    """Return the subject under which moderators vote to remove this whisper."""
    return f"remove {number}"


async def removal_votes(votes: VoteBook, number: int) -> int:
    """How many moderators want it removed so far."""
    return await votes.count(removal_subject(number), REMOVE)


async def carry_out_removal(
    number: int,
    *,
    storage: Storage,
    votes: VoteBook,
    zone: ZoneInfo,
    now: datetime,
    shown_at: datetime | None = None,
) -> bool:
    """Remove a whisper for which there are enough votes. ``shown_at``: since when it is shown.
    False: it stands no more."""
    await votes.forget(removal_subject(number))
    gone = await take_down(storage=storage, number=number, to=State.REMOVED, reason=None, now=now)
    if gone:
        await count_decision(
            Counted.REMOVED, storage=storage, zone=zone, now=now, shown_at=shown_at
        )
    return gone


async def _forget_parcel(tables: Tables, number: int) -> None:
    """Drop a card that was not sent from the outbox; of one whose end is open only the caption
    goes, which holds the words."""
    for parcel in await tables.outbox.of_number(number):
        if not isinstance(parcel.content, CardContent):
            continue
        if parcel.state in (Progress.WAITING, Progress.REFUSED):
            await tables.outbox.leave(parcel)
        else:
            await tables.outbox.note(parcel, replace(parcel.content, caption=""))


async def hide(tables: Tables, number: int, now: datetime) -> bool:
    """Hide a live post: it shows "being looked at" until it is restored or taken down, and takes no
    part in the ranking; a digest that featured it is shown without it. False: it does not stand, or
    is hidden already."""
    return await _show(tables, number, Change.HIDDEN, PostState.LIVE, PostState.HIDDEN, now)


async def restore(*, storage: Storage, number: int, now: datetime) -> bool:
    """Show a hidden post as it was published, or let one stay that was to be looked at unhidden;
    the reasons so far do not hide it. False: there is nothing to decide."""
    async with storage.transaction() as tables:
        if await _show(tables, number, Change.RESTORED, PostState.HIDDEN, PostState.LIVE, now):
            await note_restored(tables, now)
        elif not await stands_reported(tables, number):
            return False
        await tables.reports.make_immune(number)
    return True


async def hide_standing(*, storage: Storage, number: int, now: datetime) -> bool:
    """Hide, as a moderator decides, what reports alone may not. False: there is nothing to hide."""
    async with storage.transaction() as tables:
        if not await stands_reported(tables, number) or not await hide(tables, number, now):
            return False
        await tables.hidden_posts.hidden_now(number)
    return True


async def is_open_case(*, storage: Storage, number: int) -> bool:
    """Whether moderators are still to decide about it: hidden, or left standing by the brake."""
    async with storage.reading() as tables:
        post = await tables.posts.by_number(number)
        if post is not None and post.state is PostState.HIDDEN:
            return True
        return await stands_reported(tables, number)


async def stands_reported(tables: Tables, number: int) -> bool:
    """Whether it stands unhidden before the moderators, undecided."""
    case = await tables.hidden_posts.of(number)
    if case is None or not case.standing:
        return False
    post = await tables.posts.by_number(number)
    undecided = any(not each.immune for each in await tables.reports.of(number))
    return post is not None and post.state is PostState.LIVE and undecided


async def _show(
    tables: Tables,
    number: int,
    change: Change,
    before: PostState,
    after: PostState,
    now: datetime,
) -> bool:
    post = await tables.posts.by_number(number)
    if post is None or post.state is not before:
        return False
    await tables.posts.set_state(post.chat, post.message_id, after)
    if after is PostState.LIVE:
        await enter(tables, number, now)
    await change_post(tables, post, change, now)
    await correct_digest(tables, number, now)
    return True
