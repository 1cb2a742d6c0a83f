"""Submit: a draft that its author publishes becomes a whisper, once per handle.

What the author wrote is stored here for the first time, and nothing of who wrote it. Times are
aware UTC; the receipt's code is made by the caller and only its hash is kept.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.checks.care import Care
from bot.domain.draft import Contacts, DraftState, handle_hash
from bot.domain.mixing import Mixing
from bot.domain.places.place import Place
from bot.domain.receipts import receipt_hash
from bot.domain.review import Mode
from bot.domain.whisper import (
    BLURRED_PHOTO,
    OWN_PHOTO,
    OWN_PHOTOS,
    Look,
    State,
    Whisper,
    WhisperKey,
)
from bot.flows.authors.propose import own_picture, refuse_banned
from bot.flows.authors.reading import Draft, Reading
from bot.flows.authors.refusals import No, OverLimit, Refusal
from bot.flows.authors.release import room_left
from bot.flows.authors.rules import AuthorRules
from bot.flows.campaigns.answers import answerable
from bot.flows.places.offered import place_of
from bot.memory.author_memory import AuthorMemory
from bot.memory.identity import Purpose, RouteBook
from bot.memory.near_duplicates import Similarity
from bot.memory.published_drafts import Spent
from storage import Storage, Tables


@dataclass(frozen=True, slots=True)
class Accepted:
    """The whisper is stored. ``again``: it was stored before, and the receipt's hash now is the new
    code's."""

    state: State
    again: bool = False


async def submit(
    draft: Draft,
    reading: Reading,
    state: DraftState,
    *,
    code: str,
    storage: Storage,
    routes: RouteBook,
    memory: AuthorMemory,
    rules: AuthorRules,
    now: datetime,
) -> Accepted | Refusal:
    """Take a whisper in, as its author saw it in the preview. A redelivered press finds its whisper
    whatever the author's limit is by now."""
    refusal = await _refusal(
        draft, reading, state, storage=storage, routes=routes, rules=rules, now=now
    )
    if refusal is not None:
        return refusal
    words, author = reading.shown(state).words, routes.tag(draft.route, Purpose.WORDS)
    similarity = await memory.near.look(words, author, now)
    if similarity is Similarity.AGAIN and await _asked_first(draft, state, memory, now):
        return No.SAID_BEFORE
    photo = None  # fetched last: whoever is refused or asked first costs no download
    if state.look.picture in OWN_PHOTOS and draft.picture is not None:
        blurred = state.look.picture == BLURRED_PHOTO
        found = await own_picture(draft, draft.picture, memory.own_pictures, now, blurred=blurred)
        if not isinstance(found, bytes):
            return found
        photo, state = found, replace(state, look=Look(OWN_PHOTO, state.look.style))
    answers = await answerable(state.answers, storage=storage)
    key, tag = WhisperKey(secrets.token_bytes(16)), routes.tag(draft.route, Purpose.PUBLISHED)
    limit = memory.tallies.published
    await memory.authors.note(key, draft.route, now)  # first: its slot may come before we go on
    free_at = await limit.take(tag, now)
    whisper = _whisper(key, reading, state, photo, similarity, place_of(state.place, rules.places))
    is_new = False
    try:
        end = await _take_in(
            replace(whisper, campaign=answers),
            handle_hash(state.handle),
            code,
            memory=memory,
            over=None if free_at is None else OverLimit(free_at),
            looked_at_first=lambda mode: rules.looked_at_first(mode, reading, state),
            storage=storage,
            rules=rules,
            now=now,
        )
        is_new = isinstance(end, Accepted) and not end.again
    finally:
        if free_at is None and not is_new:
            await limit.give_back(tag, now)
    if is_new:
        await memory.near.note(words, author, now)
    else:
        await memory.authors.drop(key, now=now)
    return end


async def _refusal(
    draft: Draft,
    reading: Reading,
    state: DraftState,
    *,
    storage: Storage,
    routes: RouteBook,
    rules: AuthorRules,
    now: datetime,
) -> Refusal | None:
    """Return what stands against publishing this, whatever else was published. None: nothing."""
    if reading.care is Care.PLAN:  # an older preview, or an edit that came in between
        return No.TELLS_HOW
    if reading.contacts and state.contacts is Contacts.UNSEEN:
        return No.ASK_CONTACTS
    return await refuse_banned(draft.route, storage=storage, routes=routes, rules=rules, now=now)


async def _asked_first(
    draft: Draft, state: DraftState, memory: AuthorMemory, now: datetime
) -> bool:
    """Tell whether this is asked for the first time about this draft: a second press means it."""
    asked = f"again {handle_hash(state.handle).hex()}"
    return await memory.said_once.first(draft.route, asked, now)


def _whisper(
    key: WhisperKey,
    reading: Reading,
    state: DraftState,
    photo: bytes | None,
    similarity: Similarity,
    place: Place | None,
) -> Whisper:
    """Return the whisper as it is stored where nobody looks at it first."""
    findings = reading.findings(state)
    if similarity is not Similarity.NEW:  # a note to moderators, never a reason to ask them
        findings = tuple(sorted({*findings, "spam"}))
    return Whisper(
        key=key,
        state=State.POOL,
        words=reading.shown(state).words,
        look=state.look,
        photo=photo,
        cover=state.heavy,
        findings=findings,
        place=place,
    )


async def _take_in(
    whisper: Whisper,
    handle: bytes,
    code: str,
    *,
    memory: AuthorMemory,
    over: OverLimit | None,
    looked_at_first: Callable[[Mode], bool],
    storage: Storage,
    rules: AuthorRules,
    now: datetime,
) -> Accepted | OverLimit | No:
    """Store the whisper, once per draft. ``handle``: the hash of the draft's handle. ``over`` and a
    full channel refuse new ones only."""
    room = await room_left(storage=storage, pace=rules.pace)
    hashed = receipt_hash(code)
    try:
        async with storage.adding() as tables:
            if (known := await _known(tables, handle, hashed, memory, now)) is not None:
                return known
            if over is not None:
                return over
            if not room:
                return No.BACKLOG
            mode = await tables.runtime_settings.mode.get() or rules.mode
            first = looked_at_first(mode)
            state = State.REVIEW if first else State.POOL
            findings = whisper.findings if first else ()
            deadline = _deadline(rules.review if first else rules.mixing, now)
            whisper = replace(whisper, state=state, findings=findings, deadline=deadline)
            if await tables.whispers.add(whisper, handle_hash=handle, receipt_hash=hashed):
                if memory.published_drafts.shared and await tables.ended_drafts.has(handle):
                    raise Spent  # now that no other process can take it in
                return Accepted(whisper.state)
            known = await _known(tables, handle, hashed, memory, now)
            assert known is not None  # pressed twice: the row that kept ours out is committed
            return known
    except Spent:  # it had its receipt; this code would be nobody's
        await memory.published_drafts.receipt_shown(handle, now)
        return Accepted(whisper.state, again=True)


async def _known(
    tables: Tables, handle: bytes, hashed: bytes, memory: AuthorMemory, now: datetime
) -> Accepted | None:
    """Return the answer for a draft that was taken in before; None: it was not. Its receipt gets
    the new code, unless its author has the old one."""
    found = await tables.whispers.by_handle(handle)
    if found is None:
        return None
    if not await memory.published_drafts.receipt_given(handle, now):
        await tables.whispers.replace_receipt(found.key, hashed)
    return Accepted(found.state, again=True)


def _deadline(pool: Mixing, now: datetime) -> datetime | None:
    """Return the slot, or the batch, at which it goes at the latest; from the approval on it counts
    anew."""
    return None if pool.instant else pool.deadline_for(now)
