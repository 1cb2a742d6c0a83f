"""What is owed to the flames goes, whatever Telegram says meanwhile."""

import asyncio
import random
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.memory.deletions import AT_ONCE, Deletions, Erased, Urgency
from bot.memory.identity import MemoryRoutes
from bot.memory.unseen_messages import UnseenMessages

START = datetime(2026, 11, 25, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class HandClock:
    at: datetime = START

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Chat:
    """Telegram's side of one chat: what is there, and how it answers deletions."""

    there: set[int]
    answers: list[Erased] = field(default_factory=list)
    asked: list[list[int]] = field(default_factory=list)

    async def erase(self, route: object, message_ids: Collection[int]) -> Erased:
        self.asked.append(sorted(message_ids))
        answer = self.answers.pop(0) if self.answers else Erased(gone=frozenset(message_ids))
        self.there -= answer.gone
        return answer

    async def sweep(self, route: object, message_ids: Collection[int]) -> Erased:
        return await self.erase(route, message_ids)


def make_deletions(chat: Chat, clock: HandClock) -> Deletions:
    return Deletions(chat, clock, random.Random(1))


ROUTE = MemoryRoutes().passing(7_123_456_789)


async def test_a_debt_is_paid_when_it_is_due_and_not_before():
    chat, clock = Chat({1}), HandClock()
    deletions = make_deletions(chat, clock)
    await deletions.schedule(ROUTE, (1,), after=15 * MINUTE)
    await deletions.delete_due()
    assert chat.there == {1}
    clock.at += 15 * MINUTE
    await deletions.delete_due()
    assert not chat.there
    assert deletions.pending() == 0
    assert deletions.figures.deleted == 1


async def test_a_refusal_for_now_is_tried_again_when_telegram_allows_it():
    chat = Chat({1, 2}, [Erased(frozenset({1}), frozenset(), frozenset({2}), after=40 * MINUTE)])
    clock = HandClock()
    deletions = make_deletions(chat, clock)
    assert not await deletions.delete_now(ROUTE, (1, 2))
    clock.at += 39 * MINUTE
    await deletions.delete_due()
    assert chat.there == {2}
    clock.at += 12 * MINUTE
    await deletions.delete_due()
    assert not chat.there


async def test_what_fails_until_telegram_forbids_deleting_is_counted():
    clock = HandClock()
    chat = Chat({1}, [Erased(later=frozenset({1}))] * 10_000)
    deletions = make_deletions(chat, clock)
    await deletions.delete_now(ROUTE, (1,))
    while deletions.pending():
        clock.at += timedelta(minutes=10)
        await deletions.delete_due()
    assert clock.at >= START + timedelta(hours=48)
    assert (deletions.figures.deleted, deletions.figures.failed) == (0, 1)


async def test_a_refusal_is_not_taken_for_the_last_word():
    clock = HandClock()
    chat = Chat({1}, [Erased(refused=frozenset({1}))] * 20)
    deletions = make_deletions(chat, clock)
    await deletions.delete_now(ROUTE, (1,))
    while deletions.pending():
        assert deletions.overdue() == 1
        clock.at += timedelta(minutes=10)
        await deletions.delete_due()
    assert not chat.there
    assert clock.at < START + timedelta(hours=24)
    assert (deletions.figures.deleted, deletions.figures.failed) == (1, 0)


async def test_what_failed_is_overdue_until_it_is_gone_even_between_two_tries():
    chat, clock = Chat({1, 2}, [Erased(later=frozenset({1}))]), HandClock()
    deletions = make_deletions(chat, clock)
    await deletions.schedule(ROUTE, (2,), after=15 * MINUTE)
    assert deletions.overdue() == 0
    await deletions.delete_now(ROUTE, (1,))
    assert deletions.overdue() == 1
    clock.at += MINUTE
    await deletions.delete_due()
    assert deletions.overdue() == 0


async def test_a_stop_pays_published_drafts_and_receipts_first_and_spares_open_drafts():
    chat, clock = Chat({1, 2, 3, 4}), HandClock()
    deletions = make_deletions(chat, clock)
    await deletions.schedule(ROUTE, (3,), after=10 * MINUTE, urgency=Urgency.SERVICE)
    await deletions.schedule(ROUTE, (4,), after=15 * MINUTE, urgency=Urgency.DRAFT)
    await deletions.schedule(ROUTE, (2,), after=10 * MINUTE, urgency=Urgency.RECEIPT)
    await deletions.schedule(ROUTE, (1,), after=MINUTE, urgency=Urgency.PUBLISHED)
    assert await deletions.finish() == 0
    assert chat.asked == [[1], [2], [3]]
    assert chat.there == {4}


async def test_touching_a_draft_gives_it_another_life():
    chat, clock = Chat({1}), HandClock()
    deletions = make_deletions(chat, clock)
    await deletions.schedule(ROUTE, (1,), after=15 * MINUTE, urgency=Urgency.DRAFT)
    clock.at += 10 * MINUTE
    await deletions.postpone(ROUTE, (1,), after=15 * MINUTE)
    clock.at += 10 * MINUTE
    await deletions.delete_due()
    assert chat.there == {1}
    clock.at += 5 * MINUTE
    await deletions.delete_due()
    assert not chat.there


async def test_the_first_update_after_a_kill_sweeps_what_precedes_it_once():
    chat, clock = Chat(set(range(600, 1000))), HandClock()
    deletions = make_deletions(chat, clock)
    unseen = UnseenMessages(deletions, timedelta(0))
    await unseen.saw(ROUTE, 999, spare=(998,))
    await unseen.saw(ROUTE, 1000)
    await deletions.delete_due()
    assert chat.there == set(range(600, 699)) | {998, 999}
    assert all(len(batch) <= 100 for batch in chat.asked)
    assert deletions.figures.deleted == 0, "swept ids may never have existed: they are not counted"


async def test_an_answer_that_got_lost_is_swept_between_the_ids_that_are_known():
    chat, clock = Chat({11, 12, 13, 14}), HandClock()
    deletions = make_deletions(chat, clock)
    unseen = UnseenMessages(deletions, timedelta(0))
    await unseen.lost(ROUTE, 11, 14, spare=(13,))
    await deletions.delete_due()
    assert chat.there == {11, 13, 14}


async def test_what_was_said_after_an_old_button_before_a_kill_is_swept_too():
    """A press, a receipt (12), SIGKILL; the press comes again, and another receipt is 14."""
    chat, clock = Chat({10, 11, 12, 13, 14}), HandClock()
    deletions = make_deletions(chat, clock)
    unseen = UnseenMessages(deletions, timedelta(0), later=MINUTE)
    await unseen.saw(ROUTE, 11, spare=(10, 11))
    await deletions.schedule(
        ROUTE, (13,), after=15 * MINUTE, urgency=Urgency.DRAFT
    )  # written meanwhile
    await unseen.sent(ROUTE, 14)
    await unseen.sent(ROUTE, 15)
    clock.at += 2 * MINUTE
    await deletions.delete_due()
    assert chat.there == {10, 11, 13, 14}


async def test_what_was_said_before_a_kill_is_swept_though_message_and_press_come_again():
    """A message (10), its card (11), a press, a receipt (12), SIGKILL; message and press come
    again, and another receipt is 13."""
    chat, clock = Chat({12, 13}), HandClock()
    deletions = make_deletions(chat, clock)
    unseen = UnseenMessages(deletions, timedelta(0), later=MINUTE)
    await unseen.saw(ROUTE, 10)
    await unseen.saw(ROUTE, 11, spare=(10, 11))
    await unseen.sent(ROUTE, 13)
    clock.at += 2 * MINUTE
    await deletions.delete_due()
    assert chat.there == {13}


async def test_an_open_draft_outlives_a_sweep_that_was_owed_before_it_was_known():
    chat, clock = Chat({12}), HandClock()
    deletions = make_deletions(chat, clock)
    await deletions.schedule_range(ROUTE, range(12, 13), after=MINUTE)
    await deletions.schedule(ROUTE, (12,), after=15 * MINUTE, urgency=Urgency.DRAFT)
    clock.at += 2 * MINUTE
    await deletions.delete_due()
    assert chat.there == {12}


async def test_a_clock_set_back_makes_no_debt_wait_until_that_time_comes_again():
    """The clock was a year ahead when a draft was opened and a chat was to be swept."""
    chat, clock = Chat({1, 11}), HandClock(START + timedelta(days=365))
    deletions = make_deletions(chat, clock)
    await deletions.schedule(ROUTE, (1,), after=15 * MINUTE, urgency=Urgency.DRAFT)
    await deletions.schedule_range(ROUTE, range(10, 12), after=15 * MINUTE)
    clock.at = START
    await deletions.delete_due()
    assert chat.there == {1, 11}
    clock.at += 15 * MINUTE
    await deletions.delete_due()
    assert not chat.there


async def test_what_should_have_gone_long_ago_is_told_apart_from_what_is_due():
    chat, clock = Chat({1}, [Erased(later=frozenset({1}))] * 3), HandClock()
    deletions = make_deletions(chat, clock)
    await deletions.delete_now(ROUTE, (1,))
    assert (deletions.overdue(), deletions.overdue(by=5 * MINUTE)) == (1, 0)
    clock.at += 5 * MINUTE
    assert deletions.overdue(by=5 * MINUTE) == 1


async def test_after_two_days_nothing_of_a_former_process_is_swept_any_more():
    """Bots may no longer delete it; a chat that comes back then costs no calls."""
    chat, clock, up = Chat(set(range(600, 1000))), HandClock(), 0.0
    deletions = make_deletions(chat, clock)
    unseen = UnseenMessages(deletions, timedelta(0), uptime=lambda: up)
    up = 48 * 3600.0
    await unseen.saw(ROUTE, 999)
    await unseen.sent(ROUTE, 1001)
    await deletions.delete_due()
    assert (chat.asked, deletions.pending()) == ([], 0)


async def test_a_chat_that_answers_slowly_holds_up_no_other_chats_deletions():
    """One after another, 40 chats whose answers take a tenth of a second would take four."""
    clock = HandClock()
    waiting, most = 0, 0

    class Slow(Chat):
        async def erase(self, route: object, message_ids: Collection[int]) -> Erased:
            nonlocal waiting, most
            waiting += 1
            most = max(most, waiting)
            await asyncio.sleep(0)
            waiting -= 1
            return await super().erase(route, message_ids)

    chat = Slow({1})
    deletions = make_deletions(chat, clock)
    routes = MemoryRoutes()
    for n in range(40):
        await deletions.schedule(await routes.issue(n + 1, START), (1,))
    assert await deletions.delete_due() == 40
    assert most == AT_ONCE


async def test_what_waits_longest_is_deleted_first():
    chat, clock, routes = Chat({1, 2}), HandClock(), MemoryRoutes()
    deletions = make_deletions(chat, clock)
    await deletions.schedule(await routes.issue(1, START), (1,), after=2 * MINUTE)
    await deletions.schedule(await routes.issue(2, START), (2,), after=MINUTE)
    clock.at += 3 * MINUTE
    await deletions.delete_due()
    assert chat.asked == [[2], [1]]
