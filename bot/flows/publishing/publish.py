"""The one serial worker of a channel: whatever the channel receives goes through ``publish_next``.
Its discussion group has a worker of the same kind, for replies.

Nothing twice: the attempt, and the highest message id known before it, are committed before the
call is made. So a process that dies in the call leaves a row that says "sending", which at the
next step means: unknown, look before you post again.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.cards.order import CannotSet
from bot.domain.outcome import Outcome
from bot.domain.parcel import (
    CampaignContent,
    CardContent,
    Change,
    Deletion,
    DigestContent,
    DigestEntry,
    Parcel,
    ParcelKind,
    ReplyContent,
)
from bot.domain.states import PostState
from bot.domain.whisper import OWN_PHOTO, State
from bot.flows.campaigns.answers import question_in
from bot.flows.campaigns.packs import pack_of
from bot.flows.campaigns.posting import (
    Chance,
    among_campaigns,
    compose_campaign,
    take_chance,
)
from bot.flows.publishing import content as compose
from bot.flows.publishing.composed import Composed
from bot.flows.publishing.content import NOTHING, About
from bot.flows.publishing.last_message_id import learn_high, walk_after_restore
from bot.flows.publishing.late_copies import sweep
from bot.flows.publishing.publisher import PostStyle, Publisher
from bot.flows.publishing.record_outcome import MANY_FAILURES, draw_later, record, refuse_undrawn
from bot.flows.publishing.resolve import resolve_next
from bot.flows.publishing.still_stands import still_stands
from bot.flows.replies.posts import replies_to_count
from storage import Tables
from storage.channel_state import ChannelState
from storage.posts import Post
from storage.whispers import ToPost

_CHANGES = frozenset({ParcelKind.EDIT, ParcelKind.DELETE})

SHORT = timedelta(seconds=2)
"""``publish_due`` waits out pauses up to this long; longer ones are for a later tick."""


async def publish_due(press: Publisher) -> int:
    """Drain: send everything that is due, at the channel's pace. Returns how many steps it made.

    Only one may run at a time per channel; what it finds in the state "sending" is therefore
    left over from a call whose end was not recorded."""
    async with press.storage.reading() as tables:
        left_over = await tables.outbox.left_over(press.chat)
    if left_over:
        async with press.storage.channel_transaction() as tables:
            await tables.outbox.recover(press.chat)
    steps = 0
    while True:
        if await publish_next(press):
            steps += 1
            continue
        pause = await _pause(press)
        if pause is None or pause > SHORT:
            return steps
        await press.clock.sleep(max(pause.total_seconds(), 0.01))


async def shut_until(press: Publisher) -> datetime | None:
    """Return until when the channel takes nothing, by its pace or because Telegram said so. None:
    it is open, or opens so soon that ``publish_due`` waits for it."""
    now = press.clock.now()
    async with press.storage.reading() as tables:
        channel_state = await tables.channel_states.of(press.chat)
    until = channel_state.not_before
    if until is None or channel_state.open_at(now) or until - now <= SHORT:
        return None
    return until


async def is_busy(press: Publisher) -> bool:
    """Whether time alone can bring something to do: a parcel waits, or a late post is awaited."""
    async with press.storage.glancing() as tables:
        if await tables.outbox.oldest(chat=press.chat) is not None:
            return True
        watched = (await tables.channel_states.of(press.chat)).watch_until is not None
        return watched or bool(await press.walk_first(tables).get())


async def publish_next(press: Publisher) -> bool:
    """Make one step: resolve what is unknown, or send the next parcel. False: nothing to do now."""
    now = press.clock.now()
    async with press.storage.reading() as tables:
        channel_state, walk, paused = await tables.channel_states.with_settings(
            press.chat, press.walk_first(tables), tables.runtime_settings.paused
        )
        if not channel_state.open_at(now):
            return False
        unknown, parcel = await _next(tables, press, channel_state, paused=paused)
    if walk:
        return await walk_after_restore(press, channel_state)
    if unknown is not None and await resolve_next(press, unknown):
        return True
    if channel_state.watch_until is not None and channel_state.watch_until <= now:
        return await sweep(press, channel_state)
    if parcel is None:
        return False
    if isinstance(parcel, Chance):
        await take_chance(press, parcel)
        return True
    if parcel.kind.makes_a_post and (channel_state.high is None or channel_state.learning):
        await learn_high(press, channel_state)
        return True
    return await _send(press, channel_state, parcel)


async def _next(
    tables: Tables, press: Publisher, channel_state: ChannelState, *, paused: bool
) -> tuple[Parcel | None, Parcel | Chance | None]:
    """Return the parcel whose end is not known, and what is sent next. Edits and deletions go
    first, since what must vanish cannot wait behind a hundred cards. They make no message, so they
    may pass while a lost post is looked for. Other places, and edits that only count replies, come
    last.

    While one fails again and again, posts take turns with it: it may be the only one to fail."""
    chat = channel_state.chat
    posts = press.besides_campaigns(paused=paused)
    unknown, change, first = await tables.outbox.first_of(chat, _CHANGES, posts)
    others_turn = channel_state.failures >= MANY_FAILURES and channel_state.failures % 2 == 1
    if change is not None and (unknown is not None or not others_turn):
        return unknown, change
    post = None if unknown is not None else await among_campaigns(tables, press, first)
    return unknown, (
        post
        or change
        or await tables.outbox.next_due(chat, {ParcelKind.PLACE})
        or await tables.outbox.next_due(chat, _CHANGES, counts=True)
    )


async def _pause(press: Publisher) -> timedelta | None:
    """How long until the channel opens for what is due; None: nothing is."""
    now = press.clock.now()
    async with press.storage.reading() as tables:
        channel_state = await tables.channel_states.of(press.chat)
        if channel_state.open_at(now) or channel_state.not_before is None:
            return None  # open, and publish_next found nothing
        waiting = await tables.outbox.next_due(press.chat, press.serves)
        unknown = await tables.outbox.unresolved(press.chat)
    if unknown is None and waiting is None:
        return None
    return channel_state.not_before - now


async def _send(press: Publisher, channel_state: ChannelState, parcel: Parcel) -> bool:
    """Draw, commit the attempt, call, commit the end. Always True: a step was made."""
    try:
        composed = await _compose(press, parcel)
    except CannotSet as refused:
        await refuse_undrawn(press, parcel, f"cannot be set: {refused.reason}")
        return True
    except Exception as failure:  # noqa: BLE001  the studio is outside: whatever it is, the channel lives
        await draw_later(press, channel_state, parcel, failure)
        return True
    started = await _start(press, parcel, composed)
    if started is not None and composed is not None:
        await press.storage.surely()  # whoever was stopped since the commit calls no more
        outcome = await _call(press, started, composed)
        await record(press, started, composed, outcome)
    return True


async def _start(press: Publisher, parcel: Parcel, composed: Composed | None) -> Parcel | None:
    """Commit the attempt and H before the call is made. None: it is no longer wanted. That is asked
    again here, since a withdrawal may have come while we drew."""
    async with press.storage.channel_transaction() as tables:
        if composed is None or not await still_stands(tables, press, parcel.content):
            await tables.outbox.leave(parcel)
            return None
        whisper = parcel.whisper if parcel.kind is ParcelKind.CARD else None
        started = await tables.outbox.start(
            _as_shown(parcel, composed),
            chat=press.chat,
            first_line=composed.first_line,
            caption="" if press.group else composed.caption,  # nothing compares a comment's
            now=press.clock.now(),
            released=whisper,
        )
        if started is None and whisper is not None:
            await tables.outbox.leave(parcel)  # unless another attempt has begun
        return started


def _as_shown(parcel: Parcel, composed: Composed) -> Parcel:
    """Return the parcel as its post really is. A digest loses the places of whispers that had
    fallen before it was posted, then and for ever; a card keeps which town or country it prints, to
    be known once its post is found."""
    if isinstance(parcel.content, CardContent):
        return replace(parcel, content=replace(parcel.content, place=composed.place))
    if not isinstance(parcel.content, DigestContent):
        return parcel
    entries = tuple(
        each for each in parcel.content.entries if (each.channel, each.number) in composed.shown
    )
    return replace(parcel, content=replace(parcel.content, entries=entries))


async def _compose(press: Publisher, parcel: Parcel) -> Composed | None:
    """Compose what is sent. None: there is nothing to send any more."""
    studio, house = press.studio, press.house
    if parcel.kind is ParcelKind.DELETE:
        return Composed(b"", "", "")
    if press.group:
        return await _compose_comment(press, parcel)
    async with press.storage.reading() as tables:
        post, found, replies = None, None, 0
        if parcel.message_id is not None:
            post = await tables.posts.by_message(press.chat, parcel.message_id)
        if parcel.number is not None:
            found = await tables.whispers.to_post(parcel.number)
        if parcel.number is not None and (post is not None or parcel.attempts > 0):
            replies = await replies_to_count(tables, parcel.number)
        places = await compose.places_of(tables, _entries(parcel, post))
        about = await _about(tables, found, house)
    whisper, named = (found.whisper, found.place) if found is not None else (None, None)
    if isinstance(parcel.content, CampaignContent) or (post is not None and post.campaign):
        return await compose_campaign(press, parcel, post)
    change = parcel.change
    if parcel.kind is ParcelKind.CARD or change in (Change.RESTORED, Change.COUNTED):
        if whisper is None or whisper.state is not State.RELEASED:
            return None
        if change is Change.COUNTED:
            return compose.counted(whisper, named, post, house=house, replies=replies, about=about)
        card = await compose.card(
            whisper, named, studio=studio, house=house, replies=replies, about=about
        )
        return replace(card, whisper=whisper)
    if parcel.kind is ParcelKind.PLACE:
        if whisper is None or post is None or post.state is not PostState.LIVE:
            return None
        if whisper.look.picture == OWN_PHOTO:
            return compose.named(whisper, named, house=house, replies=replies, about=about)
        return await compose.card(
            whisper, named, studio=studio, house=house, replies=replies, about=about
        )
    if parcel.kind is ParcelKind.DIGEST or change is Change.CORRECTED:
        if parcel.kind is ParcelKind.DIGEST:
            places = compose.moved_up(places)
        if parcel.day is None or (parcel.kind is ParcelKind.DIGEST and len(places) < 2):
            return None
        span = parcel.span if post is None else post.span
        return await compose.digest(parcel.day, places, studio=studio, house=house, span=span)
    line = post.first_line if post is not None else ""
    return await compose.notice(change or Change.REMOVED, studio=studio, house=house, line=line)


async def _about(tables: Tables, found: ToPost | None, house: PostStyle) -> About:
    """Return a whisper's ties to campaigns. A campaign's picture stands under nothing that is
    covered, by whomever, and under nothing that a helpline stands under."""
    if found is None:
        return NOTHING
    whisper, pack = found.whisper, None
    if found.on_pack and not house.is_tender(whisper):
        pack = await pack_of(tables, whisper.look.picture)
    return About(await question_in(tables, whisper.campaign), pack)


async def _compose_comment(press: Publisher, parcel: Parcel) -> Composed | None:
    async with press.storage.reading() as tables:
        if isinstance(parcel.content, ReplyContent):
            thread, ordinal = parcel.content.thread, parcel.content.ordinal
        else:
            post = await tables.posts.by_message(press.chat, parcel.message_id or 0)
            if post is None or parcel.change is not Change.RESTORED:
                return None if post is None else compose.comment_notice(post, press.house)
            thread, ordinal = post.thread or 0, post.ordinal or 0
        reply = await tables.replies.by_ordinal(thread, ordinal)
    if reply is None or reply.state is not State.RELEASED:
        return None
    return compose.comment(reply, press.house)


def _entries(parcel: Parcel, post: Post | None) -> tuple[DigestEntry, ...]:
    """Return the entries of the digest that is posted, or that an edit corrects."""
    if parcel.kind is ParcelKind.EDIT:
        return post.entries if post is not None else ()
    return parcel.entries


async def _call(press: Publisher, parcel: Parcel, composed: Composed) -> Outcome:
    channel = press.channel
    message_id = parcel.message_id or 0
    if isinstance(parcel.content, ReplyContent):
        return await channel.send_text(composed.caption, reply_to=parcel.content.to)
    if parcel.kind.makes_a_post:
        return await channel.send_photo(
            composed.photo, composed.caption, spoiler=composed.spoiler, silent=composed.silent
        )
    if isinstance(parcel.content, Deletion):
        if copy := parcel.content.copy:
            return await channel.delete_discussion_copy(copy.chat, copy.message_id)
        return await channel.delete(message_id)
    if press.group:
        return await channel.edit_text(message_id, composed.caption)
    if not composed.photo:
        return await channel.edit_caption(message_id, composed.caption)
    return await channel.edit_photo(
        message_id, composed.photo, composed.caption, spoiler=composed.spoiler
    )
