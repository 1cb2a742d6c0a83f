"""Sweeping: after a post was sent once more, its first copy may still come late. The ids that
nobody explained are looked at; a late duplicate is deleted, a post set aside is recognised."""

from datetime import datetime, timedelta

from bot.domain.parcel import Progress
from bot.flows.publishing.post_states import post_found
from bot.flows.publishing.probe import wait_after, walk, without_staging
from bot.flows.publishing.publisher import Publisher
from bot.flows.publishing.put_changes import put_deletion
from bot.logs import Event, log
from storage import Tables
from storage.channel_state import ChannelState

LATE = timedelta(hours=24)
"""The time after a post was sent once more in which a gap in the ids is still looked into."""


def is_watched(channel_state: ChannelState, now: datetime) -> bool:
    """Tell whether a post was sent once more lately, so that each new post's id is compared with
    those before it."""
    return channel_state.watch_until is not None or (
        channel_state.late_until is not None
        and channel_state.late_until > now
        and channel_state.swept is not None
    )


async def watch(tables: Tables, press: Publisher, high: int, now: datetime) -> None:
    """Begin to look through the ids above ``high``, since a second copy may come, or has come."""
    channel_state = await tables.channel_states.of(press.chat)
    await tables.channel_states.set(
        press.chat,
        watch_until=now + press.tempo.probe_after,
        late_until=now + LATE,
        swept=high if channel_state.watch_until is None else min(high, channel_state.swept or high),
    )


async def sweep(press: Publisher, channel_state: ChannelState, *, up_to: int | None = None) -> bool:
    """Account for the ids that nobody explained since a post was sent once more: a late first
    copy is deleted, a post set aside is recognised. ``up_to``: our newest post; without it the
    walk goes to the channel's end and the watch is over. Always True: a step was made."""
    if not press.channel.can_look or channel_state.swept is None:
        await _swept(press, channel_state.swept, over=True)
        return True
    async with press.storage.reading() as tables:
        top = (await tables.channel_states.of(press.chat)).high or channel_state.swept
        known = await tables.posts.ids_between(press.chat, channel_state.swept, top + 1)
    found = await walk(press, channel_state.swept, at_least=top, known=known, up_to=up_to)
    now = press.clock.now()
    for seen in found.seen:
        async with press.storage.transaction() as tables:
            await note_post(tables, press.chat, seen.message_id, seen.first_line, now)
    if found.stopped is not None and not without_staging(found.stopped):
        await wait_after(press, found.stopped)
        return True
    last = max([min(found.last, top), *(each.message_id for each in found.seen)])
    await _swept(press, last, over=up_to is None and (found.ended or found.stopped is not None))
    return True


async def _swept(press: Publisher, last: int | None, *, over: bool) -> None:
    async with press.storage.channel_transaction() as tables:
        await tables.channel_states.set(press.chat, swept=last)
        if over:
            await tables.channel_states.set(press.chat, watch_until=None)


async def note_post(
    tables: Tables, chat: int, message_id: int, first_line: str, now: datetime
) -> None:
    """Take note that a message with this first line stands in the channel: evidence, or a late
    duplicate."""
    if not first_line or await tables.posts.by_message(chat, message_id) is not None:
        return
    parcel = await tables.outbox.expected(chat, first_line)
    if parcel is not None and parcel.state is not Progress.SENDING:
        if await post_found(tables, parcel, message_id, parcel.attempted_at or now):
            log(Event.SEND_RESOLVED, kind=parcel.kind.value, number=parcel.number, why="found")
    elif parcel is None and await tables.posts.with_first_line(chat, first_line) is not None:
        await put_deletion(tables, chat, now, message_id=message_id)
        log(Event.DUPLICATE_DELETED)
