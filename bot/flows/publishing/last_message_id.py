"""Learning H, the highest message id of the channel: by one silent text, deleted at once; and after
a restore, what was posted since the backup was made."""

import re
from datetime import datetime, timedelta

from bot.domain.campaigns.campaign import number_of
from bot.domain.days import Span
from bot.domain.outcome import Delivered, FoundPost
from bot.domain.parcel import DiscussionCopy
from bot.domain.retry import decide
from bot.domain.states import DigestState
from bot.flows.campaigns.standing import all_may_have_come, campaign_came
from bot.flows.publishing.content import digest_title
from bot.flows.publishing.probe import (
    begins_to_refuse,
    hides_posts,
    wait_after,
    walk,
    without_staging,
)
from bot.flows.publishing.publisher import Publisher
from bot.flows.publishing.put_changes import put_deletion
from bot.flows.replies.ordinals import skip_ordinals
from storage import Tables
from storage.channel_state import ChannelState

MARK = "…"
"""The silent text by which H is learned."""
_NUMBERED = re.compile(r"#([1-9]\d{0,8})")
_ORDINAL = re.compile(r" · ([1-9]\d{0,8})\.([1-9]\d{0,8})$")
_DAYS_BACK = 60


async def learn_high(press: Publisher, channel_state: ChannelState) -> bool:
    """Post a silent text, delete it, and commit its id as H. False: it could not be posted, and
    the channel waits."""
    async with press.storage.channel_transaction() as tables:
        await tables.channel_states.set(press.chat, learning=channel_state.learning + 1)
    await press.storage.surely()
    outcome = await press.channel.send_text(MARK, silent=True)
    if not isinstance(outcome, Delivered):
        shut = begins_to_refuse(channel_state, outcome)
        if shut:
            await press.tell_refused()
        failures = 0 if shut else channel_state.failures
        verdict = decide(outcome, makes_a_post=True, failures=failures, rng=press.rng)
        now = press.clock.now()
        async with press.storage.channel_transaction() as tables:
            await tables.channel_states.failed(
                channel_state, now, outcome.why, verdict.pause or press.tempo.pace
            )
        return False
    await _delete_mark(press, outcome.message_id)
    if channel_state.learning > 0:  # an earlier one may have come through without our knowing
        for message_id in range(
            outcome.message_id - channel_state.learning - 2, outcome.message_id
        ):
            seen = await press.channel.look(message_id) if message_id > 0 else None
            if isinstance(seen, FoundPost) and seen.first_line == MARK:
                await _delete_mark(press, message_id)
    async with press.storage.channel_transaction() as tables:
        await tables.channel_states.raise_high(press.chat, outcome.message_id)
        if not press.group:  # nothing copies what a group gets
            await tables.runtime_settings.last_mark.put(outcome.message_id)
        await tables.channel_states.worked(
            press.chat, press.clock.now(), press.tempo.pace, learning=0
        )
    return True


async def _delete_mark(press: Publisher, message_id: int) -> None:
    if isinstance(await press.channel.delete(message_id), Delivered):
        return
    async with press.storage.channel_transaction() as tables:  # the outbox tries on
        await put_deletion(tables, press.chat, press.clock.now(), message_id=message_id)


async def forget_mark(
    tables: Tables, chat: int, message_id: int, copy: DiscussionCopy, now: datetime
) -> None:
    """Delete our "…" and the linked group's copy of it, if this copy is of ours."""
    learning = (await tables.channel_states.of(chat)).learning > 0
    if not learning and await tables.runtime_settings.last_mark.get() != message_id:
        return
    if learning:  # should our call's answer get lost, this tells which message it made
        await put_deletion(tables, chat, now, message_id=message_id)
    await put_deletion(tables, chat, now, copy=copy, bare=True)


async def walk_after_restore(press: Publisher, channel_state: ChannelState) -> bool:
    """Read what the channel got since the backup, so that no number, no digest and no reply's
    ordinal comes again.

    H is learnt anew first: that is how far the walk has to go, whatever was deleted on the way.
    Without a staging chat nothing can be read: then as many numbers are skipped as there were
    messages, and today's digest is left out. Always True: a step was made."""
    async with press.storage.reading() as tables:
        walked = await press.walk_first(tables).get()
    if not walked:
        return True  # another publisher has ended it
    if walked is True:
        if channel_state.high is None:  # the backup knows of no post either
            await _end_walk(press)
        elif await learn_high(press, channel_state):
            async with press.storage.channel_transaction() as tables:
                await press.walk_first(tables).put(channel_state.high)
        return True
    async with press.storage.reading() as tables:
        top = (await tables.channel_states.of(press.chat)).high or walked
        known = await tables.posts.ids_between(press.chat, walked, top + 1)
    if not press.channel.can_look:
        await _assume(press, top - walked)
        return True
    found = await walk(press, walked, at_least=top, known=known, up_to=top)
    async with press.storage.transaction() as tables:
        for seen in found.seen:
            await _note(tables, press, seen)
        await press.walk_first(tables).put(found.last)
    if without_staging(found.stopped):
        await _assume(press, top - found.last)
    elif found.stopped is not None:
        await wait_after(press, found.stopped)
    elif found.ended:
        hidden = await hides_posts(press, found)
        if hidden is True:
            await _assume(press, len(found.opaque))
        elif hidden is False:
            await _end_walk(press)
        else:
            await wait_after(press, hidden)
    return True


async def _note(tables: Tables, press: Publisher, seen: FoundPost) -> None:
    """Take what this post has used: a card's number, a reply's ordinal, a campaign's number, a
    digest's day."""
    if press.group:
        if reply := _ORDINAL.search(seen.first_line):
            await tables.replies.take_ordinal(int(reply[1]), int(reply[2]))
        return
    if campaign := number_of(seen.first_line):
        now = press.clock.now()
        await campaign_came(tables, campaign, press.chat, seen, press.campaigns, now)
        return
    if numbered := _NUMBERED.fullmatch(seen.first_line):
        await tables.runtime_settings.skip_numbers(int(numbered[1]))
        return
    today = press.clock.now().date() + timedelta(days=1)
    for back in range(_DAYS_BACK):
        day = today - timedelta(days=back)
        if seen.first_line == digest_title(day, press.house):
            await tables.digests.decide(press.chat, day, DigestState.PLANNED)
            await tables.digests.set_state(press.chat, day, DigestState.POSTED, seen.message_id)
        for span in (Span.WEEK, Span.YEAR):
            first = span.first(day)
            if seen.first_line == digest_title(first, press.house, span):
                await tables.bests.posted(press.chat, span, first, seen.message_id)


async def _assume(press: Publisher, messages: int) -> None:
    """Assume the worst, since nothing can be read: each message may have been a card or a
    campaign, and one of them today's digest; in the group each may have been a reply, to
    whichever whisper."""
    async with press.storage.transaction() as tables:
        if press.group:
            await skip_ordinals(tables, messages)
            await press.walk_first(tables).drop()
            return
        await tables.runtime_settings.take_numbers(1 + messages)
        today = press.clock.now().date()
        for day in (today - timedelta(days=1), today, today + timedelta(days=1)):
            await tables.digests.decide(press.chat, day, DigestState.DROPPED)
        await all_may_have_come(tables, messages, press.campaigns, press.clock.now())
        await tables.runtime_settings.week_asked.drop()  # it may stand there: somebody asks anew
        await tables.runtime_settings.year_asked.drop()
    await _end_walk(press)


async def _end_walk(press: Publisher) -> None:
    async with press.storage.transaction() as tables:
        await press.walk_first(tables).drop()
