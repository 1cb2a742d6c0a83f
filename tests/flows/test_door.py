"""The door of the moderators' chat, and the rounds through it: pure but for the clock."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.outcome import Delivered, Refused, TryLater, Unknown
from bot.flows.moderation.card_rounds import ASKED_PAUSE, EACH, PAUSE, Rounds
from bot.flows.moderation.door import LONGEST, Door
from bot.memory.private_groups import PrivateGroups
from bot.sandbox.clock import WorldClock

START = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CLOSED = Refused("TOPIC_CLOSED", chat_unusable=True)


class Half(random.Random):
    """Takes nothing off a pause."""

    def random(self) -> float:
        return 1.0


@pytest.fixture
def clock() -> WorldClock:
    return WorldClock(START, frozen=True)


def closed_for(door: Door, clock: WorldClock) -> timedelta:
    began = clock.now()
    while not door.is_open:
        clock.skip(SECOND)
    return clock.now() - began


def test_each_refusal_in_a_row_doubles_the_pause_up_to_ten_minutes(clock: WorldClock) -> None:
    door = Door(clock, Half())
    pauses = []
    for _ in range(7):
        assert not door.made(CLOSED)
        pauses.append(closed_for(door, clock).total_seconds())
    assert pauses == [30, 60, 120, 240, 480, 600, LONGEST.total_seconds()]
    assert door.refused_since == START
    assert door.made(Delivered(1))
    assert (door.is_open, door.refused_since) == (True, None)
    door.made(CLOSED)
    assert closed_for(door, clock) == timedelta(seconds=30)


def test_a_flood_limit_is_kept_to_the_second(clock: WorldClock) -> None:
    door = Door(clock, Half())
    door.made(TryLater(timedelta(seconds=17), "too many requests"))
    assert closed_for(door, clock) == timedelta(seconds=17)
    assert door.refused_since == START


@pytest.mark.parametrize("away", [TryLater(None, "ConnectError"), Unknown("ReadTimeout")])
def test_a_server_that_is_away_is_asked_again_soon(
    clock: WorldClock, away: TryLater | Unknown
) -> None:
    door = Door(clock, Half())
    pauses = []
    for _ in range(6):
        door.made(away)
        pauses.append(closed_for(door, clock).total_seconds())
    assert pauses == [5, 10, 20, 40, 60, 60]
    assert door.refused_since == START


def test_an_edit_that_finds_nothing_says_nothing_about_the_door(clock: WorldClock) -> None:
    door = Door(clock, Half())
    assert door.changed(Refused("message to edit not found", gone=True))
    assert door.changed(Refused("message can't be edited"))
    assert door.is_open
    assert not door.changed(CLOSED)
    assert not door.is_open


def test_a_clock_that_is_set_back_does_not_shut_it_for_long(clock: WorldClock) -> None:
    door = Door(clock, Half())
    door.made(CLOSED)
    door.clock = WorldClock(START - timedelta(hours=3), frozen=True)
    assert door.is_open


def test_what_was_not_seen_for_longest_is_looked_for_first_and_each_now_and_then(
    clock: WorldClock,
) -> None:
    rounds = Rounds(clock)
    rounds.seen("A", clock.now())
    clock.skip(SECOND)
    assert rounds.next(["A", "B"]) == "B"  # nobody knows when: as after a start
    rounds.seen("B", clock.now())
    assert rounds.next(["A", "B"]) is None
    clock.skip(EACH - SECOND)
    assert rounds.next(["A", "B"]) == "A"
    rounds.seen("A", clock.now())
    assert rounds.next(["A", "B"]) is None  # one at a time
    clock.skip(PAUSE)
    assert rounds.next(["A", "B"]) == "B"


def test_when_somebody_asks_all_are_looked_for_one_after_another(clock: WorldClock) -> None:
    rounds = Rounds(clock)
    for name in "AB":
        rounds.seen(name, clock.now())
    clock.skip(SECOND)
    rounds.ask()
    looked = []
    for _ in range(4):
        clock.skip(ASKED_PAUSE)
        if (name := rounds.next("AB")) is not None:
            looked.append(name)
            rounds.seen(name, clock.now())
    assert looked == ["A", "B"]


def test_a_chat_that_moves_is_known_under_its_new_number_at_once() -> None:
    rooms = PrivateGroups(-4, -5)
    rooms.hear(-9, -1009)
    assert rooms.unwritten == ()
    rooms.hear(-4, -1004)
    rooms.hear(-4, -1004)
    assert (rooms.moderators, rooms.staging, rooms.moderators_chat_moves) == (-1004, -5, True)
    assert rooms.unwritten == ((-4, -1004),)
    rooms.written(-4)
    assert not rooms.moderators_chat_moves
    rooms.hear(-5, -1005)
    assert (rooms.staging, rooms.moderators_chat_moves) == (-1005, False)
    rooms.hear(-1004, -4)  # round in a circle: no harm
    assert rooms.moderators in (-4, -1004)
