"""The best of a week and of a year: when somebody asks for it, once and only once for each.

Chosen, checked, frozen and enqueued as a digest is, of all that stands, whichever day's digest
showed it before.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.domain.days import Span, local_day, moment
from bot.domain.numbers import subject
from bot.domain.parcel import DigestEntry
from bot.domain.ranking import Standing, rank, shown
from bot.domain.states import DigestState
from bot.flows.candidates import Best, Candidate, best_between
from bot.flows.digest import FEWEST, DigestRules, choose, parcel_of, still_stands
from bot.flows.publishing.publisher import Publisher
from bot.logs import Event, log
from storage import Storage, Tables
from storage.posts import Post
from storage.runtime import SettingHere

SPANS = (Span.WEEK, Span.YEAR)
OF_A_YEAR = 10
"""The number of whispers that the best of a year shows; a week's shows as many as a day's."""


async def ask_best(
    *, storage: Storage, span: Span, now: datetime, zone: ZoneInfo, chat: int | None
) -> date | None:
    """Ask for the best of a week or year, as ``sotto digest --week`` does: the running bot's next
    tick makes it. Return the first day of the week or year that is meant, the one whose end is
    nearest; None: it was posted, or is on its way. ``chat``: the channel, if any post of it is
    known."""
    day = span.nearest(local_day(now, zone))
    async with storage.transaction() as tables:
        decided = None if chat is None else await tables.bests.of(chat, span, day)
        if decided not in (None, DigestState.DROPPED):
            return None
        await _asked(tables, span).put(day)
    return day


async def is_asked(press: Publisher) -> bool:
    async with press.storage.reading() as tables:
        return any([await _asked(tables, span).get() is not None for span in SPANS])


async def best_due(press: Publisher, rules: DigestRules, sources: Sequence[Publisher] = ()) -> bool:
    """A tick: make what was asked for. Return whether anything was enqueued."""
    now, made = press.clock.now(), False
    for span in SPANS:
        async with press.storage.reading() as tables:
            day = await _asked(tables, span).get()
            channel_state = await tables.channel_states.of(press.chat)
        if day is not None and channel_state.open_at(now):
            made |= await _decide(press, rules, sources or (press,), span, day, now)
    return made


def _asked(tables: Tables, span: Span) -> SettingHere[date | None]:
    settings = tables.runtime_settings
    return settings.week_asked if span is Span.WEEK else settings.year_asked


async def _decide(
    press: Publisher,
    rules: DigestRules,
    sources: Sequence[Publisher],
    span: Span,
    day: date,
    now: datetime,
) -> bool:
    async def look(source: Publisher, most: int) -> Best:
        found = await _best(source.storage, source.chat, rules, span, day, most)
        candidates = [
            Candidate(source, post, standing if source is press else _told_apart(post, standing))
            for post, standing in found
        ]
        return Best(candidates, complete=len(found) < most)

    size = size_of(rules, span)
    chosen = await choose(sources, look, size=size, day=day, weights=rules.weights)
    if chosen is None:
        return False  # the channel waits; the next tick begins again
    async with press.storage.transaction() as tables:
        chosen = [each for each in chosen if await still_stands(tables, each.post)]
        await _asked(tables, span).drop()
        if len(chosen) < FEWEST:
            log(Event.BEST_SKIPPED, day=day.isoformat(), count=len(chosen))
            return False
        named = [(each.post.channel, each.post.number or 0) for each in chosen]
        if not await tables.bests.decide(press.chat, span, day, named):
            return False  # asked for twice
        await tables.outbox.enqueue(parcel_of(press, day, chosen, rules.weights, now, span))
    log(Event.BEST_ENQUEUED, day=day.isoformat(), count=len(chosen))
    return True


def size_of(rules: DigestRules, span: Span) -> int:
    return OF_A_YEAR if span is Span.YEAR else rules.size


def _told_apart(post: Post, standing: Standing) -> Standing:
    """Return the standing under a number that tells it from those of other channels."""
    return Standing(subject(post.channel, standing.number), standing.counts, standing.posted_at)


async def _best(
    storage: Storage, chat: int, rules: DigestRules, span: Span, day: date, most: int
) -> tuple[tuple[Post, Standing], ...]:
    found = await best_between(
        storage,
        chat,
        rules.weights,
        since=moment(day, time(), rules.zone),
        until=moment(span.after(day), time(), rules.zone),
        most=most,
        place=rules.place,
    )
    return tuple(
        (post, Standing(post.number or 0, counts, post.posted_at)) for post, counts in found
    )


async def looked_at_first(
    storage: Storage, chat: int, rules: DigestRules, span: Span, day: date
) -> tuple[DigestEntry, ...]:
    """Return what it would show now, for the operator's eyes: nothing is decided, and the channel
    is not asked whether all of it still stands."""
    size = size_of(rules, span)
    found = {
        standing.number: (post, standing)
        for post, standing in await _best(storage, chat, rules, span, day, size * 2)
    }
    ranked = rank([standing for _, standing in found.values()], day, rules.weights)[:size]
    return tuple(
        DigestEntry(
            each.number, found[each.number][0].message_id, shown(each.counts, rules.weights)
        )
        for each in ranked
    )
