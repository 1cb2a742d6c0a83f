"""Recording how a call to the channel ended: for the parcel, for the channel, for the
operator."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from bot.domain.captions import first_line_of, post_link
from bot.domain.outcome import Delivered, Outcome, Refused, TryLater, Unknown
from bot.domain.parcel import (
    Change,
    Deletion,
    DiscussionCopy,
    Parcel,
    ParcelKind,
    Progress,
    ReplyContent,
)
from bot.domain.retry import Fate, NextStep, backoff, decide
from bot.domain.states import PostState
from bot.flows.publishing.alerts import Alert
from bot.flows.publishing.alerts import AlertKind as AlertKind
from bot.flows.publishing.composed import Composed
from bot.flows.publishing.late_copies import is_watched, note_post, sweep, watch
from bot.flows.publishing.post_states import (
    TOMBSTONES,
    cannot_delete,
    delete_instead,
    post_found,
    post_gone,
    tombstone_stands,
)
from bot.flows.publishing.probe import begins_to_refuse
from bot.flows.publishing.publisher import Publisher
from bot.flows.replies.group import copy_gone, count_stuck
from bot.logs import Event, log, report
from storage import Tables
from storage.channel_state import ChannelState

MANY_FAILURES = 4
"""The number of failures in a row after which an edit or a deletion lets those that wait behind it
pass."""

MOST_UNDRAWN = 8
"""The number of failed drawings in a row after which a parcel goes to a person, so that the channel
goes on."""


async def record(press: Publisher, parcel: Parcel, composed: Composed, outcome: Outcome) -> None:
    """Commit what the call's end means for the parcel and for the channel."""
    if parcel.kind.makes_a_post and isinstance(outcome, Delivered):
        await _record_post(press, parcel, composed, outcome)
    else:
        await _record_end(press, parcel, composed, outcome)


async def _record_post(
    press: Publisher, parcel: Parcel, composed: Composed, outcome: Delivered
) -> None:
    """Record that the post stands."""
    now, made = press.clock.now(), outcome.message_id
    async with _turn(press, parcel)() as tables:
        await _group_takes(tables, press)  # first: what stands in the group is not counted
        if not await post_found(
            tables,
            parcel,
            made,
            now,
            outcome.file,
            sent=composed.whisper,
            start=(Progress.SENDING,),
            noted=True,
        ):
            await _answered_late(tables, press, parcel, outcome, now)
            return
        channel_state = await tables.channel_states.worked(
            press.chat, now, press.tempo.pace, made=made
        )
    log(Event.PUBLISHED, kind=parcel.kind.value, number=parcel.number)
    if is_watched(channel_state, now):
        await sweep(press, channel_state, up_to=made)


async def _record_end(
    press: Publisher, parcel: Parcel, composed: Composed, outcome: Outcome
) -> None:
    """Record how a call ended that made no post."""
    now = press.clock.now()
    copy_left: DiscussionCopy | None = None
    told = True
    async with _turn(press, parcel)() as tables:
        channel_state = await tables.outbox.awaited_by(press.chat, parcel)
        if channel_state is None:
            await _answered_late(tables, press, parcel, outcome, now)
            return
        verdict = decide(
            outcome,
            makes_a_post=parcel.kind.makes_a_post and not _answers_nothing(parcel, outcome),
            failures=0 if begins_to_refuse(channel_state, outcome) else channel_state.failures,
            rng=press.rng,
        )
        await _pace(tables, press, channel_state, verdict, outcome, now)
        match verdict.fate:
            case Fate.DONE | Fate.GONE:
                file = outcome.file if isinstance(outcome, Delivered) else None
                await _changed(tables, parcel, composed, verdict.fate, now, file)
            case Fate.AGAIN:
                behind = channel_state.failures >= MANY_FAILURES and not parcel.kind.makes_a_post
                await tables.outbox.wait(parcel, why=_why(outcome), due_at=now if behind else None)
            case Fate.LOST:
                await tables.outbox.lose(parcel, why=_why(outcome))
            case Fate.REFUSED if isinstance(outcome, Refused) and isinstance(
                parcel.content, Deletion
            ):
                copy_left = await cannot_delete(tables, parcel, parcel.content, outcome, now)
            case Fate.REFUSED:
                told = not await delete_instead(tables, parcel, now)
                if told:
                    await tables.outbox.refuse(parcel, why=_why(outcome))
                    await count_stuck(tables, parcel, now)
    await _say(press, parcel, channel_state, verdict, outcome, refusals=told)
    if copy_left is not None:
        link = post_link(copy_left.chat, None, copy_left.message_id)
        await press.tell(Alert(AlertKind.COPY_STAYS, link))


def _turn(press: Publisher, parcel: Parcel) -> Callable[[], AbstractAsyncContextManager[Tables]]:
    """Return the transaction to open. A new card or comment is its channel's alone. With what a
    digest shows, and with what is edited or deleted, others may have to be corrected. No lease is
    asked for: how a call ended is true whoever posts here by now, and the attempt tells whether it
    still matters."""
    storage = press.storage.behind(None)
    alone = parcel.kind in (ParcelKind.CARD, ParcelKind.REPLY, ParcelKind.CAMPAIGN)
    return storage.channel_transaction if alone else storage.transaction


def _answers_nothing(parcel: Parcel, outcome: Outcome) -> bool:
    """Tell whether the group's copy of the card is not there any more, so that the reply stands in
    the bot alone."""
    return parcel.kind is ParcelKind.REPLY and isinstance(outcome, Refused) and outcome.gone


async def _answered_late(
    tables: Tables, press: Publisher, parcel: Parcel, outcome: Outcome, now: datetime
) -> None:
    """Record a call's end that came after the parcel had gone on without it: another publisher took
    it for lost, and may be sending it at this moment. Nothing changes for parcel and channel; but a
    message that stands is evidence, and a second copy is looked for."""
    log(Event.ANSWER_LATE, kind=parcel.kind.value, number=parcel.number)
    if not isinstance(outcome, Delivered) or not parcel.kind.makes_a_post:
        return
    line = parcel.first_line or ""
    await tables.channel_states.raise_high(press.chat, outcome.message_id)
    await note_post(tables, press.chat, outcome.message_id, line, now)
    if await tables.outbox.expected(press.chat, line) is not None:
        await watch(tables, press, parcel.high or outcome.message_id - 1, now)


async def _pace(
    tables: Tables,
    press: Publisher,
    channel_state: ChannelState,
    verdict: NextStep,
    outcome: Outcome,
    now: datetime,
) -> None:
    """Store until when the channel waits."""
    pause = press.tempo.pace if verdict.pause is None else max(verdict.pause, press.tempo.pace)
    if verdict.failed:
        await tables.channel_states.failed(channel_state, now, _why(outcome), pause)
    else:
        await tables.channel_states.worked(press.chat, now, pause)
        await _group_takes(tables, press)


async def _group_takes(tables: Tables, press: Publisher) -> None:
    """Note that the discussion group, if it is one, takes what is sent."""
    if press.group and await tables.runtime_settings.discussion_shut.get():
        await tables.runtime_settings.discussion_shut.drop()


async def _changed(
    tables: Tables,
    parcel: Parcel,
    composed: Composed,
    fate: Fate,
    now: datetime,
    file: str | None,
) -> None:
    """Record that an edit or a deletion is through, or that there was nothing left to edit or
    delete."""
    chat, message_id = parcel.chat or 0, parcel.message_id or 0
    await tables.outbox.leave(parcel)
    if isinstance(parcel.content, ReplyContent):
        await copy_gone(tables, parcel.content, now)
        return
    post = await tables.posts.by_message(chat, message_id)
    if fate is Fate.GONE or parcel.kind is ParcelKind.DELETE:
        await post_gone(tables, chat, message_id, now)
    elif parcel.change in TOMBSTONES:
        await tombstone_stands(tables, parcel, now)
    elif post is not None:
        again = post.kind is ParcelKind.REPLY and parcel.change is Change.RESTORED
        state = PostState.LIVE if again else post.state
        drawn = parcel.change is Change.RESTORED or parcel.kind is ParcelKind.PLACE
        caption = "" if post.kind is ParcelKind.REPLY else composed.caption
        await tables.posts.edited(
            chat, message_id, state=state, caption=caption, file=file if drawn else None
        )


async def _say(
    press: Publisher,
    parcel: Parcel,
    channel_state: ChannelState,
    verdict: NextStep,
    outcome: Outcome,
    *,
    refusals: bool,
) -> None:
    """Write to the log, and tell the operator where a person has to do something."""
    kind, number = parcel.kind.value, parcel.number
    post = parcel.first_line or ""
    match verdict.fate:
        case Fate.DONE | Fate.GONE:
            log(Event.PUBLISHED, kind=kind, number=number)
        case Fate.LOST:
            log(Event.SEND_UNKNOWN, kind=kind, number=number)
        case Fate.REFUSED:
            log(Event.SEND_REFUSED, kind=kind, number=number)
            if refusals and parcel.kind is not ParcelKind.DELETE:
                await press.tell(Alert(AlertKind.REFUSED, post))
        case Fate.AGAIN:
            seconds = verdict.pause.total_seconds() if verdict.pause else 0.0
            log(Event.CHANNEL_WAITS, seconds=seconds, attempt=channel_state.failures + 1)
            if begins_to_refuse(channel_state, outcome):
                await press.tell_refused()


async def refuse_undrawn(press: Publisher, parcel: Parcel, why: str) -> None:
    """Refuse a parcel that cannot even be drawn. It stays visible, and a person is told."""
    line = first_line_of(parcel.number) if parcel.number else ""
    async with press.storage.channel_transaction() as tables:
        if await delete_instead(tables, parcel, press.clock.now()):
            return
        started = await tables.outbox.start(
            parcel, chat=press.chat, first_line=line, caption="", now=press.clock.now()
        )
        if started is None or not await tables.outbox.refuse(started, why=why):
            return
    log(Event.SEND_REFUSED, kind=parcel.kind.value, number=parcel.number)
    await press.tell(Alert(AlertKind.REFUSED, line))


async def draw_later(
    press: Publisher, channel_state: ChannelState, parcel: Parcel, failure: Exception
) -> None:
    """Let the channel wait a little, since the studio failed or is overrun; give up on a parcel
    that cannot be drawn again and again."""
    report(
        failure, kind=parcel.kind.value, number=parcel.number, attempt=channel_state.failures + 1
    )
    if channel_state.failures >= MOST_UNDRAWN:
        await refuse_undrawn(press, parcel, f"cannot be drawn: {type(failure).__name__}")
    now = press.clock.now()
    async with press.storage.channel_transaction() as tables:
        await tables.channel_states.failed(
            channel_state,
            now,
            f"drawing failed: {type(failure).__name__}",
            backoff(channel_state.failures, press.rng),
            failures=0 if channel_state.failures >= MOST_UNDRAWN else None,
        )


def _why(outcome: Outcome) -> str:
    match outcome:
        case Delivered():
            return ""
        case TryLater(why=why) | Refused(why=why) | Unknown(why=why):
            return why
