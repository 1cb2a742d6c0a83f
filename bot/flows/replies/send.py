"""Send: what a reader wrote becomes a reply, once per handle.

It is stored here for the first time, and nothing of who wrote it. The slot at which it is out, or
at which moderators see it, is a clock time, the same for all that came in the same quarter of an
hour.
"""

import random
import secrets
from dataclasses import dataclass
from datetime import datetime

from bot.domain.checks.care import Care
from bot.domain.draft import handle_hash
from bot.domain.numbers import subject
from bot.domain.receipts import receipt_hash
from bot.domain.replies.draft import PROOF_BYTES, ReplyDraft
from bot.domain.replies.masks import MASKS
from bot.domain.replies.reply import Reply, ReplyKey
from bot.domain.whisper import State
from bot.domain.words import WordsRefused
from bot.flows.authors.reading import Draft, Reading, ShownWords, read
from bot.flows.authors.refusals import Banned, No
from bot.flows.moderation.bans import standing_ban
from bot.flows.replies.refusals import NameTaken, ReplyRefusal, TooMany, Unproven
from bot.flows.replies.rules import ReplyRules
from bot.flows.replies.thread import Thread, read_thread
from bot.memory.identity import Purpose, Route, RouteBook
from bot.memory.near_duplicates import Similarity
from bot.memory.published_drafts import PublishedDrafts, Spent
from bot.memory.reply_memory import ReplyMemory
from storage import Storage, Tables


@dataclass(frozen=True, slots=True)
class Sent:
    """The reply is stored. ``again``: it was stored before."""

    state: State
    again: bool = False


@dataclass(frozen=True, slots=True)
class ReplyServices:
    """All that taking a reply in needs besides the reply."""

    storage: Storage
    routes: RouteBook
    memory: ReplyMemory
    published: PublishedDrafts
    rules: ReplyRules
    rng: random.Random  # a ``random.SystemRandom`` outside of tests


def read_reply(draft: Draft, rules: ReplyRules) -> Reading | WordsRefused | No:
    """Read what the words say now, or return why they are refused. Where nobody can look, nothing
    cruel is taken."""
    reading = read(draft, rules.limits, moderated=rules.moderated)
    if not isinstance(reading, Reading):
        return reading
    if "cruel" in reading.without_contacts.families and not rules.moderated:
        return No.CRUEL
    return reading


def proof(routes: RouteBook, route: Route, channel: int, number: int) -> bytes:
    """Return a proof that whoever writes has shown the whisper's receipt to this process; nobody
    else can make one, and a restart forgets it."""
    return routes.tag(route, Purpose.WROTE, subject(channel, number))[:PROOF_BYTES]


def mask_tag(routes: RouteBook, route: Route, channel: int, number: int) -> bytes:
    return routes.tag(route, Purpose.MASK, subject(channel, number))


async def may_reply(
    route: Route, thread: Thread, *, number: int, services: ReplyServices, now: datetime
) -> ReplyRefusal | None:
    """Return what stands against a reply by this person, whatever it says. None: nothing."""
    if thread.shut is not None:
        return thread.shut
    found = await standing_ban(
        storage=services.storage,
        routes=services.routes,
        route=route,
        zone=services.rules.zone,
        now=now,
    )
    if found is not None:
        return Banned(found.ban.until)
    return await _too_many(route, number, services, now)


async def _too_many(
    route: Route, number: int, services: ReplyServices, now: datetime
) -> TooMany | None:
    memory, day, here = services.memory, *_tags(route, number, services)
    if not await memory.today.room(day, now):
        return TooMany(await memory.today.free_at(day, now), here=False)
    if not await memory.here.room(here, now):
        return TooMany(await memory.here.free_at(here, now), here=True)
    return None


def _tags(route: Route, number: int, services: ReplyServices) -> tuple[bytes, bytes]:
    about = subject(services.storage.scope.channel, number)
    tags = services.routes
    return tags.tag(route, Purpose.REPLIES), tags.tag(route, Purpose.THREAD, about)


async def send(
    draft: Draft,
    reading: Reading,
    state: ReplyDraft,
    *,
    code: str,
    services: ReplyServices,
    now: datetime,
) -> Sent | ReplyRefusal:
    """Take a reply in as its writer saw it. A redelivered press finds its reply whatever the
    limits are by now. Contact data is always covered in a reply."""
    routes, memory, route = services.routes, services.memory, draft.route
    if reading.care is Care.PLAN:  # an edit that came in between
        return No.TELLS_HOW
    if state.author and state.proof != proof(routes, route, state.channel, state.number):
        return Unproven.RECEIPT
    thread = None
    async with services.storage.reading() as tables:
        known = await tables.replies.by_handle(handle_hash(state.handle))
        if known is None:
            thread = await read_thread(tables, state.number, services.rules)
    refusal = None
    if thread is not None:
        refusal = await may_reply(route, thread, number=state.number, services=services, now=now)
        if refusal is not None:
            return refusal
    key = ReplyKey(secrets.token_bytes(16))
    await memory.writers.put(key, route, now)  # first: moderators may decide before we go on
    end: Sent | ReplyRefusal
    try:
        async with services.storage.transaction() as tables:
            end = await _take_in(tables, key, route, reading, state, code, services, now)
    except Spent:  # it had its receipt; this code would be nobody's
        await services.published.receipt_shown(handle_hash(state.handle), now)
        end = Sent(State.POOL, again=True)
    if isinstance(end, Sent) and not end.again:
        day, here = _tags(route, state.number, services)
        await memory.today.count(day, now)
        await memory.here.count(here, now)
        words = reading.without_contacts.words
        await memory.near.note(words, routes.tag(route, Purpose.WORDS), now)
        await memory.watched.count(routes.tag(route, Purpose.REJECTED), now)
        if state.mask is not None:
            tag = mask_tag(routes, route, state.channel, state.number)
            await memory.masks.wear(tag, MASKS[state.mask], now)
    else:
        await memory.writers.pop(key, now)
    return end


async def _take_in(
    tables: Tables,
    key: ReplyKey,
    route: Route,
    reading: Reading,
    state: ReplyDraft,
    code: str,
    services: ReplyServices,
    now: datetime,
) -> Sent | ReplyRefusal:
    rules, memory, routes = services.rules, services.memory, services.routes
    handle = handle_hash(state.handle)
    known = await tables.replies.by_handle(handle)
    if known is not None:
        return Sent(known.state, again=True)
    thread = await read_thread(tables, state.number, rules)
    if thread.shut is not None:
        return thread.shut
    taken = await tables.replies.masks(state.number)
    if state.mask is not None and state.mask in taken and len(taken) < len(MASKS):
        mine = await memory.masks.worn(mask_tag(routes, route, state.channel, state.number), now)
        if mine is None or mine.name != state.mask:
            return NameTaken(MASKS[state.mask])
    shown = reading.without_contacts
    author = routes.tag(route, Purpose.WORDS)
    alike = await memory.near.look(shown.words, author, now) is not Similarity.NEW
    mode = await tables.runtime_settings.mode.get() or rules.mode
    watched = await memory.watched.has(routes.tag(route, Purpose.REJECTED), now)
    waits = rules.waits(mode, shown, fragile=thread.fragile, watched=watched)
    reply = Reply(
        key=key,
        number=state.number,
        state=State.REVIEW if waits else State.POOL,
        words=shown.words,
        mask=state.mask,
        author=state.author,
        findings=_findings(shown, alike=alike) if waits else (),
        slot=rules.slots.next_slot(now)
        if waits
        else rules.slots.slot_for(now, services.rng, author=state.author),
        channel=services.storage.scope.channel,
    )
    added = await tables.replies.add(reply, handle_hash=handle, receipt_hash=receipt_hash(code))
    assert added  # we hold the only writing transaction
    if services.published.shared and await tables.ended_drafts.has(handle):
        raise Spent
    return Sent(reply.state)


def _findings(shown: ShownWords, *, alike: bool) -> tuple[str, ...]:
    """Return the families of findings. ``alike``: somebody wrote nearly the same lately, which
    moderators are told; as with whispers it is no reason to ask them."""
    return tuple(sorted({*shown.families, *(("spam",) if alike else ())}))
