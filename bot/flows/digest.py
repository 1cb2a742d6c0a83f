"""The digest: once per channel and local day, the most loved whispers that no digest showed yet.

Its candidates are the channel's own, or those of other channels (``sources``): then it is the best
of all of them.
"""

import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.days import Span, day_due, local_day
from bot.domain.outcome import Refused, TryLater, Unknown
from bot.domain.parcel import DigestContent, DigestEntry, Parcel
from bot.domain.places.place import Place
from bot.domain.ranking import USUAL, Weights, rank, shown
from bot.domain.states import DigestState, PostState
from bot.flows.candidates import Best, Candidate, best_of
from bot.flows.publishing.post_states import post_gone
from bot.flows.publishing.probe import wait_after
from bot.flows.publishing.publisher import Publisher
from bot.logs import Event, log
from bot.settings import Settings
from storage import Storage, Tables
from storage.posts import Post

FEWEST = 2


@dataclass(frozen=True, slots=True)
class DigestRules:
    at: time  # local
    zone: ZoneInfo
    size: int = 5
    weights: Weights = USUAL
    place: Place | None = None  # the one that posts must name, or a place in it

    @classmethod
    def of(cls, settings: Settings) -> "DigestRules":
        return cls(
            at=settings.digest_time,
            zone=settings.timezone,
            size=settings.digest_size,
            weights=settings.ranking_weights,
            place=settings.place,
        )


async def digest_due(
    press: Publisher, rules: DigestRules, sources: Sequence[Publisher] = ()
) -> bool:
    """A tick: when a day's digest is due and not decided, choose, check, freeze and enqueue it, or
    decide that there is none. Return whether one was enqueued. ``sources``: publishers of the
    channels whose whispers it shows; none: its own."""
    now = press.clock.now()
    day = day_due(now, rules.at, rules.zone)
    async with press.storage.reading() as tables:
        asked = await tables.runtime_settings.digest_asked.get() == local_day(now, rules.zone)
    if asked:
        day = local_day(now, rules.zone)
    if day is None or not await _open(press, day, asked=asked, now=now):
        return False
    return await _decide(press, rules, sources or (press,), day, now)


async def is_undecided(press: Publisher, rules: DigestRules) -> bool:
    """Whether a day's digest is due, or asked for, and nothing was decided about it yet."""
    day = day_due(press.clock.now(), rules.at, rules.zone)
    async with press.storage.reading() as tables:
        if await tables.runtime_settings.digest_asked.get() is not None:
            return True
        return day is not None and await tables.digests.of(press.chat, day) is None


async def ask_digest(*, storage: Storage, now: datetime, zone: ZoneInfo) -> None:
    """Ask for today's digest, as ``sotto digest --now`` does: the running bot's next tick makes it,
    unless it has been posted already."""
    async with storage.adding() as tables:
        await tables.runtime_settings.digest_asked.put(local_day(now, zone))


async def _open(press: Publisher, day: date, *, asked: bool, now: datetime) -> bool:
    """Tell whether the day is not decided (a day without enough reactions may be asked for again),
    and the channel is open for the checks."""
    async with press.storage.reading() as tables:
        decided = await tables.digests.of(press.chat, day)
        channel_state = await tables.channel_states.of(press.chat)
    if decided is not None and not (asked and decided.state is DigestState.SKIPPED):
        if asked:
            await _answered(press)
        return False
    return channel_state.open_at(now)


async def _answered(press: Publisher) -> None:
    async with press.storage.adding() as tables:
        await tables.runtime_settings.digest_asked.drop()


async def _decide(
    press: Publisher, rules: DigestRules, sources: Sequence[Publisher], day: date, now: datetime
) -> bool:
    chosen = await _choose(press, rules, sources, day, now)
    if chosen is None:
        return False  # the channel waits; the next tick begins again
    alone = all(each.source is press for each in chosen)
    write = press.storage.channel_transaction if alone else press.storage.transaction
    async with write() as tables:
        chosen = [each for each in chosen if await still_stands(tables, each.post)]
        await tables.runtime_settings.digest_asked.drop()
        if len(chosen) < FEWEST:
            if day_due(now, rules.at, rules.zone) == day:  # one asked for early may still come
                await tables.digests.decide(press.chat, day, DigestState.SKIPPED)
            log(Event.DIGEST_SKIPPED, day=day.isoformat(), count=len(chosen))
            return False
        featured = [(each.post.channel, each.post.number or 0) for each in chosen]
        if not await tables.digests.decide(
            press.chat, day, DigestState.PLANNED, of_others=featured
        ):
            return False  # another tick came first
        await tables.outbox.enqueue(parcel_of(press, day, chosen, rules.weights, now))
    log(Event.DIGEST_ENQUEUED, day=day.isoformat(), count=len(chosen))
    return True


async def _choose(
    press: Publisher, rules: DigestRules, sources: Sequence[Publisher], day: date, now: datetime
) -> list[Candidate] | None:
    """Return the best that are there: released in the last 48 h, standing, loved, never featured
    here. None: no answer now."""

    async def look(source: Publisher, most: int) -> Best:
        return await best_of(
            source,
            press.chat,
            rules.weights,
            alone=source is press,
            most=most,
            now=now,
            place=rules.place,
        )

    return await choose(sources, look, size=rules.size, day=day, weights=rules.weights)


Look = Callable[[Publisher, int], Awaitable[Best]]
"""Returns about so many of the best candidates of one channel."""


async def choose(
    sources: Sequence[Publisher], look: Look, *, size: int, day: date, weights: Weights
) -> list[Candidate] | None:
    """Return the ``size`` best that are there. None: no answer now.

    Of each channel a handful of the most loved is looked at; where too many of them stand no more
    or were shown before, more of them."""
    there: dict[tuple[int, int], bool] = {}
    most = size * 4
    while True:
        best = [await look(source, most) for source in sources]
        found = {each.standing.number: each for part in best for each in part.candidates}
        chosen: list[Candidate] = []
        for standing in rank([each.standing for each in found.values()], day, weights):
            if len(chosen) == size:
                return chosen
            candidate = found[standing.number]
            key = (candidate.post.chat, candidate.post.message_id)
            if key not in there:
                answer = await _is_there(candidate.source, candidate.post)
                if answer is None:
                    return None
                there[key] = answer
            if there[key]:
                chosen.append(candidate)
        if len(chosen) == size or all(part.complete for part in best):
            return chosen
        most *= 8


async def _is_there(press: Publisher, post: Post) -> bool | None:
    """Ask Telegram by an edit that changes nothing whether the post stands. "Not found" means that
    it was deleted by hand; it leaves everything. None: no answer now."""
    async with press.storage.reading() as tables:
        if not await still_stands(tables, post):  # its caption must not come back
            return False
    outcome = await press.channel.edit_caption(post.message_id, post.caption)
    now = press.clock.now()
    match outcome:
        case Refused(gone=True):
            async with press.storage.transaction() as tables:
                await post_gone(tables, post.chat, post.message_id, now)
            return False
        case TryLater() | Unknown():
            await wait_after(press, outcome)
            return None
        case _:  # also when it cannot be edited: then we do not know better than our table
            return True


async def still_stands(tables: Tables, post: Post) -> bool:
    """Tell whether the post stands. Asked again in the deciding transaction: it may have been taken
    down during the checks."""
    current = await tables.posts.by_message(post.chat, post.message_id)
    return current is not None and current.state is PostState.LIVE


def parcel_of(
    press: Publisher,
    day: date,
    chosen: Sequence[Candidate],
    weights: Weights,
    now: datetime,
    span: Span = Span.DAY,
) -> Parcel:
    """Return the digest's parcel. ``day``: the first of the ``span`` that it looks back on."""
    entries = tuple(
        DigestEntry(
            each.post.number or 0,
            each.post.message_id,
            shown(each.standing.counts, weights),
            None if each.source is press else each.post.channel,
        )
        for each in chosen
    )
    return Parcel(
        key=secrets.token_bytes(16),
        content=DigestContent(entries, span=span),
        due_at=now,
        day=day,
        chat=press.chat,
    )
