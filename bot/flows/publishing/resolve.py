"""Unknown is resolved, not guessed: is the post whose end we do not know in the channel?

Two looks that do not find it, the second well after the attempt, mean that it is not there: it is
sent once more. Whatever comes late after that is found by its id and deleted (``sweep``). What
updates tell helps: posts of others raise H, and the linked discussion group's automatic forward
of a post proves that the post is there.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.parcel import (
    Copied,
    CopySeen,
    DiscussionCopy,
    Parcel,
    ParcelKind,
    Progress,
)
from bot.domain.retry import MOST_RESENDS, look_due
from bot.domain.whisper import State
from bot.flows.publishing.alerts import Alert
from bot.flows.publishing.alerts import AlertKind as AlertKind
from bot.flows.publishing.last_message_id import MARK, forget_mark
from bot.flows.publishing.late_copies import note_post, watch
from bot.flows.publishing.post_states import forget_echo, post_found
from bot.flows.publishing.probe import Walk, hides_posts, wait_after, walk, without_staging
from bot.flows.publishing.publisher import Publisher
from bot.flows.publishing.still_stands import still_stands
from bot.flows.replies.group import count_stuck, group_seen
from bot.logs import Event, log
from storage import Storage, Tables


async def resolve_next(press: Publisher, parcel: Parcel) -> bool:
    """Look once for a lost post. False: it is not time for a look."""
    now = press.clock.now()
    since = now - (parcel.attempted_at or now)
    if seen := parcel.seen:  # the linked group has its copy: it is there
        await _found(press, parcel, seen.post_id)
        return True
    if since < timedelta(0):
        async with press.storage.channel_transaction() as tables:
            await tables.outbox.restamp(parcel, now)
        return True
    if not press.channel.can_look:
        if await _echo_may_come(press) and since < press.tempo.probe_after:
            return False
        await _set_aside(press, parcel, "there is no staging chat to look it up in")
        return True
    if parcel.high is None:
        await _set_aside(press, parcel, "no message id is known from before the attempt")
        return True
    if not look_due(parcel.looks, parcel.resends, since, press.tempo.probe_after):
        return False
    found = await _walk_for(press, parcel, parcel.high)
    if found.seen and found.seen[-1].first_line == parcel.first_line:
        await _found(press, parcel, found.seen[-1].message_id, found.seen[-1].file)
    elif without_staging(found.stopped):
        await _set_aside(press, parcel, "the staging chat cannot be used")
    elif found.stopped is not None:
        await wait_after(press, found.stopped)
    elif not found.ended:
        await _set_aside(press, parcel, "too many messages came after it")
    else:
        await _nothing_found(press, parcel, found)
    return True


async def _nothing_found(press: Publisher, parcel: Parcel, found: Walk) -> None:
    hidden = await hides_posts(press, found)
    if hidden is True:
        await _set_aside(press, parcel, "the channel's messages cannot be forwarded")
    elif hidden is False:
        await _not_there(press, parcel)
    else:
        await wait_after(press, hidden)


async def _walk_for(press: Publisher, parcel: Parcel, high: int) -> Walk:
    async with press.storage.reading() as tables:
        top = (await tables.channel_states.of(press.chat)).high or high
        known = await tables.posts.ids_between(press.chat, high, top + 1)
    return await walk(
        press,
        high,
        at_least=top,
        known=known,
        until=lambda seen: seen.first_line == parcel.first_line,
    )


async def _found(
    press: Publisher, parcel: Parcel, message_id: int, file: str | None = None
) -> None:
    posted_at = parcel.attempted_at or press.clock.now()
    async with press.storage.transaction() as tables:
        if not await post_found(tables, parcel, message_id, posted_at, file):
            return
        await tables.channel_states.set(press.chat, failures=0, failing_since=None, why=None)
    log(Event.SEND_RESOLVED, kind=parcel.kind.value, number=parcel.number, why="found")


async def _not_there(press: Publisher, parcel: Parcel) -> None:
    """Count one more look that did not find it. The second decides: send once more, and watch for
    the first copy."""
    now = press.clock.now()
    if parcel.looks == 0:
        async with press.storage.channel_transaction() as tables:
            await tables.outbox.looked(parcel)
        return
    if parcel.resends >= MOST_RESENDS:
        await _set_aside(press, parcel, f"lost {parcel.resends + 1} times")
        return
    async with press.storage.channel_transaction() as tables:
        wanted = await _wanted(tables, press, parcel)
        change = tables.outbox.resend if wanted else tables.outbox.leave
        if not await change(parcel):
            return
        await watch(tables, press, parcel.high or 0, now)
    log(Event.SEND_RESOLVED, kind=parcel.kind.value, number=parcel.number, why="not_there")


async def _wanted(tables: Tables, press: Publisher, parcel: Parcel) -> bool:
    if parcel.kind is not ParcelKind.CARD or parcel.number is None:
        return await still_stands(tables, press, parcel.content)
    whisper = await tables.whispers.by_number(parcel.number)
    return whisper is not None and whisper.state is State.RELEASED


async def _set_aside(press: Publisher, parcel: Parcel, why: str) -> None:
    """Set a parcel aside: the channel goes on; a person decides about this one, and is told
    once."""
    async with press.storage.channel_transaction() as tables:
        if not await tables.outbox.set_aside(parcel, why=why):
            return
        await count_stuck(tables, parcel, press.clock.now())
    log(Event.PARCEL_SET_ASIDE, kind=parcel.kind.value, number=parcel.number)
    kind = AlertKind.REPLY_ASIDE if press.group else AlertKind.SET_ASIDE
    await press.tell(Alert(kind, parcel.first_line or ""))


async def _echo_may_come(press: Publisher) -> bool:
    """Tell whether a copy in the linked group may yet tell us, since earlier posts were copied
    there."""
    async with press.storage.reading() as tables:
        newest = await tables.posts.newest(press.chat)
    return newest is not None and newest.echo_id is not None


async def raise_high(*, storage: Storage, chat_id: int, message_id: int) -> None:
    """Raise H to at least this, since somebody else posted in the channel."""
    async with storage.adding() as tables:
        await tables.channel_states.raise_high(chat_id, message_id)


async def note_echo(
    *,
    storage: Storage,
    chat_id: int,
    message_id: int,
    first_line: str,
    echo_chat: int,
    echo_id: int,
    now: datetime,
) -> None:
    """Record that the linked group got its copy (``echo_id`` there) of the channel's
    ``message_id``.

    It may come before our own send has ended: then it waits with the parcel, for the send's end
    or, should that be lost, as the proof. Safe to run twice."""
    chat = chat_id
    async with storage.transaction() as tables:
        await tables.channel_states.raise_high(chat, message_id)
        await tables.channel_states.raise_high(echo_chat, echo_id)
        await group_seen(tables, echo_chat, now)
        if first_line == MARK:
            await forget_mark(tables, chat, message_id, DiscussionCopy(echo_chat, echo_id), now)
            return
        parcel = await tables.outbox.expected(chat, first_line)
        if parcel is not None:
            if isinstance(parcel.content, Copied):
                seen = CopySeen(message_id, DiscussionCopy(echo_chat, echo_id))
                await tables.outbox.note(parcel, replace(parcel.content, seen=seen))
            if parcel.state is Progress.SENDING:
                return
        await note_post(tables, chat, message_id, first_line, now)
        post = await tables.posts.by_message(chat, message_id)
        if post is None:
            return
        await tables.posts.set_echo(chat, message_id, echo_chat, echo_id)
        if post.state.is_down:
            await forget_echo(tables, chat, message_id, now)
