import random
from collections import Counter
from collections.abc import Hashable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.mixing import INSTANT, PRESETS, Mixing

NOW = datetime(2026, 3, 29, 14, 20, tzinfo=UTC)
BALANCED = PRESETS["balanced"].readers
ALL = replace(BALANCED, share=1.0)
"""A draw of this takes everything above the floor."""

moments = st.datetimes(
    min_value=datetime(2020, 1, 1),
    max_value=datetime(2060, 1, 1),
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
)
mixings = st.builds(
    Mixing,
    every=st.timedeltas(timedelta(seconds=1), timedelta(hours=12)),
    keep=st.integers(0, 8),
    max_age=st.timedeltas(timedelta(seconds=1), timedelta(days=4)),
    share=st.sampled_from([0.0, 0.25, 0.5, 1.0]),
)
pools = st.lists(
    st.none() | st.timedeltas(timedelta(hours=-20), timedelta(hours=20)), max_size=30
).map(lambda waits: [(n, None if wait is None else NOW + wait) for n, wait in enumerate(waits)])
dice = st.randoms(use_true_random=False)


def itself(key: Hashable) -> Hashable:
    """Every whisper has an author of its own."""
    return key


@given(mixings, pools, dice)
def test_the_floor_stays_unless_age_demands_otherwise(
    mixing: Mixing, pool: list[tuple[int, datetime | None]], rng: random.Random
) -> None:
    released = mixing.draw(pool, NOW, rng, itself)
    overdue = {key for key, deadline in pool if deadline is None or deadline <= NOW}
    assert len(set(released)) == len(released)
    assert overdue <= set(released) <= {key for key, _ in pool}
    most = max(len(overdue), len(pool) - mixing.keep)
    assert len(released) <= most
    if mixing.share == 1:
        assert len(released) == most


@given(mixings, pools, dice, st.lists(st.none() | st.integers(0, 4), min_size=30, max_size=30))
def test_the_floor_is_counted_in_authors_and_the_unknown_are_one(
    mixing: Mixing,
    pool: list[tuple[int, datetime | None]],
    rng: random.Random,
    authors: list[int | None],
) -> None:
    released = mixing.draw(pool, NOW, rng, authors.__getitem__)
    overdue = {key for key, deadline in pool if deadline is None or deadline <= NOW}
    if set(released) - overdue:
        assert len({authors[key] for key, _ in pool if key not in released}) >= mixing.keep


def test_one_author_alone_does_not_make_a_crowd_for_others() -> None:
    """Five of theirs fill no floor of two: the other's whisper would come out in their company."""
    pool = [(key, NOW + timedelta(hours=3)) for key in "aaaaab"]
    named = [(n, deadline) for n, (_, deadline) in enumerate(pool)]
    drawn = ALL.draw(named, NOW, random.Random(1), lambda n: pool[n][0])
    assert [pool[n][0] for n in drawn] == ["a"]  # then two authors stay, and no more


def test_how_many_write_along_does_not_change_who_comes_out() -> None:
    """The n-1 attack: twenty of mine at a slot push nobody out."""
    rng = random.Random(7)
    rounds = 4000
    for mine in (2, 20):
        pool = [(n, NOW + timedelta(hours=3)) for n in range(mine + 1)]
        out = sum(0 in BALANCED.draw(pool, NOW, rng, itself) for _ in range(rounds))
        assert out / rounds < BALANCED.share + 0.05


def test_a_hurry_takes_all_but_the_floor() -> None:
    pool = [(n, NOW + timedelta(hours=3)) for n in range(9)]
    assert len(BALANCED.draw(pool, NOW, random.Random(1), itself, hurry=True)) == 7


@given(mixings, pools, dice, st.lists(st.none() | st.integers(0, 4), min_size=30, max_size=30))
def test_a_slot_draws_one_whisper_of_an_author_and_only_a_deadline_overrules_that(
    mixing: Mixing,
    pool: list[tuple[int, datetime | None]],
    rng: random.Random,
    authors: list[int | None],
) -> None:
    released = mixing.draw(pool, NOW, rng, authors.__getitem__)
    overdue = {key for key, deadline in pool if deadline is None or deadline <= NOW}
    assert len(set(released)) == len(released)
    assert overdue <= set(released)
    for author in range(5):
        of_author = [key for key in released if authors[key] == author]
        drawn = [key for key in of_author if key not in overdue]
        assert len(drawn) <= (0 if set(of_author) & overdue else 1)


@given(mixings, pools, dice, st.lists(st.none() | st.integers(0, 4), min_size=30, max_size=30))
def test_where_all_may_go_those_stay_whom_the_floor_or_a_companion_holds(
    mixing: Mixing,
    pool: list[tuple[int, datetime | None]],
    rng: random.Random,
    authors: list[int | None],
) -> None:
    released = mixing.draw(pool, NOW, rng, authors.__getitem__, hurry=True)
    stay = [key for key, _ in pool if key not in released]
    if len({authors[key] for key in stay}) > mixing.keep:
        assert {authors[key] for key in stay} <= {authors[key] for key in released} - {None}


def test_which_of_an_authors_whispers_comes_first_is_even_chance() -> None:
    rng = random.Random(4)
    pool = [(key, NOW + timedelta(hours=3)) for key in "aAbc"]
    mixing = Mixing(timedelta(hours=1), 0, timedelta(hours=12))
    drawn = [mixing.draw(pool, NOW, rng, str.lower) for _ in range(2000)]
    assert {tuple(sorted(map(str.lower, keys))) for keys in drawn} == {("a", "b", "c")}
    assert abs(sum("a" in keys for keys in drawn) - 1000) < 5 * 500**0.5


@given(mixings, moments)
def test_nobody_waits_longer_than_the_maximum_age(mixing: Mixing, now: datetime) -> None:
    earliest, latest = mixing.window(now)
    assert now < earliest <= latest
    assert earliest - now <= mixing.every
    assert latest - now <= max(mixing.max_age, mixing.every)
    assert mixing.draw([("it", latest)], latest, random.Random(0)) == ("it",)


@given(mixings, moments, st.timedeltas(timedelta(0), timedelta(days=2)))
def test_slots_are_fixed_clock_times(mixing: Mixing, now: datetime, later: timedelta) -> None:
    slot = mixing.slot(now)
    assert slot <= now < slot + mixing.every
    assert mixing.slot(slot) == slot
    assert (mixing.slot(now + later) - slot) % mixing.every == timedelta(0)
    assert (mixing.deadline_for(now) - slot) % mixing.every == timedelta(0)


@given(moments)
def test_the_deadline_does_not_tell_the_hour_of_arrival(now: datetime) -> None:
    cell = BALANCED.slot(now.astimezone(UTC).replace(hour=now.astimezone(UTC).hour // 6 * 6))
    arrivals = [cell + timedelta(minutes=minute) for minute in range(0, 360, 7)]
    assert len({BALANCED.deadline_for(moment) for moment in arrivals}) == 1
    assert BALANCED.deadline_for(now) - now > BALANCED.max_age / 2


def test_what_is_released_and_in_which_order_is_even_chance() -> None:
    rng = random.Random(11)
    pool = [(key, NOW + timedelta(hours=3)) for key in "abcde"]
    rounds = 6000
    drawn = [ALL.draw(pool, NOW, rng, itself) for _ in range(rounds)]
    released = Counter(key for keys in drawn for key in keys)
    first = Counter(keys[0] for keys in drawn)
    for key in "abcde":  # 3 of 5 are released; five standard deviations around the mean
        assert abs(released[key] - rounds * 3 / 5) < 5 * (rounds * 0.6 * 0.4) ** 0.5
        assert abs(first[key] - rounds / 5) < 5 * (rounds * 0.2 * 0.8) ** 0.5


def test_a_whisper_by_age_does_not_come_out_first_or_last() -> None:
    rng = random.Random(5)
    pool = [("old", NOW), *((key, NOW + timedelta(hours=3)) for key in "abcd")]
    places = Counter(ALL.draw(pool, NOW, rng, itself).index("old") for _ in range(3000))
    assert sorted(places) == [0, 1, 2]
    assert min(places.values()) > 850


def test_a_second_draw_in_the_same_slot_would_find_nothing_to_release() -> None:
    pool = [(key, NOW + timedelta(hours=3)) for key in "ab"]
    assert ALL.draw(pool, NOW, random.Random(1), itself) == ()


def test_instant_release_holds_nothing_back() -> None:
    assert INSTANT.deadline_for(NOW) == INSTANT.slot(NOW) == INSTANT.next_slot(NOW) == NOW
    assert sorted(INSTANT.draw([(1, NOW), (2, None)], NOW, random.Random(1))) == [1, 2]


def test_local_clocks_do_not_move_slots() -> None:
    # 29 March 2026, 03:00 in Paris does not exist; slots are counted in UTC
    assert BALANCED.slot(NOW) == datetime(2026, 3, 29, 14, tzinfo=UTC)
    assert BALANCED.deadline_for(NOW) == datetime(2026, 3, 30, 0, tzinfo=UTC)


def test_negative_figures_are_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        Mixing(timedelta(hours=1), -1, timedelta(hours=1))
