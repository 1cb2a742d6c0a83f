import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ranking import CUSTOM, PAID, Standing, Weights, hot, rank, score, top

DAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 20, tzinfo=UTC)
HEARTS = ["❤", "❤️", "🥰", "😢", "🙏", "🤗"]
MOCKERY = ["🤡", "👎", "💩"]
EMOJI = [*HEARTS, *MOCKERY, "👍", "🔥", "🤔", "🐳", PAID, CUSTOM]

counts = st.dictionaries(st.sampled_from(EMOJI), st.integers(0, 5000))
standings = st.lists(
    st.builds(
        Standing,
        number=st.integers(1, 10**6),
        counts=counts | st.just({"❤": 3}),
        posted_at=st.just(NOW - timedelta(hours=3)),
    ),
    max_size=20,
    unique_by=lambda standing: standing.number,
)


def standing(number: int, hours_ago: float = 3) -> Standing:
    return Standing(number, {"❤": 5}, NOW - timedelta(hours=hours_ago))


@given(standings, st.dates(), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_the_input(
    given_: list[Standing], day: date, rng: random.Random
) -> None:
    shuffled = [
        Standing(
            each.number,
            dict(rng.sample(list(each.counts.items()), len(each.counts))),
            each.posted_at,
        )
        for each in rng.sample(given_, len(given_))
    ]
    numbers = [each.number for each in rank(given_, day)]
    assert [each.number for each in rank(shuffled, day)] == numbers
    scores = [score(each.counts) for each in rank(given_, day)]
    assert scores == sorted(scores, reverse=True)


@given(counts, st.sampled_from(HEARTS), st.integers(1, 100))
def test_a_heart_more_never_lowers(before: dict[str, int], heart: str, more: int) -> None:
    after = {**before, heart: before.get(heart, 0) + more}
    assert score(after) >= score(before)


@given(counts, st.sampled_from(MOCKERY), st.integers(1, 5000))
def test_mockery_never_lifts(before: dict[str, int], mocked: str, more: int) -> None:
    after = {**before, mocked: before.get(mocked, 0) + more}
    assert score(after) <= score(before)


@given(counts, st.integers(3, 10**6))
def test_paid_reactions_beyond_the_cap_buy_nothing(before: dict[str, int], paid: int) -> None:
    assert score({**before, PAID: paid}) == score({**before, PAID: 3})


@pytest.mark.parametrize("emoji", MOCKERY)
def test_a_whisper_that_is_only_mocked_has_no_score(emoji: str) -> None:
    assert score({emoji: 1000}) == 0
    assert not top([Standing(1, {emoji: 1000}, NOW)], DAY, 5)


def test_many_hearts_with_some_clowns_come_before_few_hearts() -> None:
    loved = Standing(1, {"❤": 500, "🤡": 20}, NOW)
    liked = Standing(2, {"❤": 5}, NOW)
    disputed = Standing(3, {"❤": 30, "🤡": 400}, NOW)
    assert [each.number for each in rank([disputed, liked, loved], DAY)] == [1, 2, 3]


def test_a_heart_is_a_heart_with_or_without_its_variation_selector() -> None:
    assert score({"❤": 4}) == score({"❤️": 4}) == score({"❤️": 2, "❤": 2}) > 0
    assert score({"❤️‍🔥": 4}) == score({"❤‍🔥": 4})


def test_sympathy_counts_as_much_as_hearts() -> None:
    assert score({"😢": 4}) == score({"❤": 4}) > score({"👍": 4}) > score({"🤣": 4})


def test_ties_are_drawn_anew_each_day_and_keep_still_within_it() -> None:
    tied = [standing(number) for number in range(1, 9)]
    orders = {
        tuple(each.number for each in rank(tied, DAY + timedelta(days=day))) for day in range(50)
    }
    assert len(orders) == 50
    firsts = [rank(tied, DAY + timedelta(days=day))[0].number for day in range(800)]
    assert all(60 < firsts.count(number) < 140 for number in range(1, 9))
    assert rank(tied, DAY) == rank(tied, DAY)


def test_age_does_not_matter_inside_the_digest_window() -> None:
    old, new = standing(1, hours_ago=47), standing(2, hours_ago=0.1)
    assert score(old.counts) == score(new.counts)
    assert hot(old, NOW) < hot(new, NOW)
    assert hot(standing(3, hours_ago=-5), NOW) == hot(standing(3, hours_ago=0), NOW)


def test_what_hot_says_halves_within_a_day_and_never_reaches_zero() -> None:
    values = [hot(standing(1, hours), NOW) for hours in (0, 1, 6, 24, 24 * 365)]
    assert values == sorted(values, reverse=True)
    assert values[3] < values[0] / 2
    assert values[-1] > 0


def test_weights_can_be_set() -> None:
    weights = Weights.parse("🔥=1, 🤣=0 ❤️=0.5 other=0 paid=2 paid_cap=5")
    assert score({"🔥": 4}, weights) == score({"❤": 4})
    assert score({"🤣": 9, "🐳": 9}, weights) == 0
    assert score({"❤": 4}, weights) < score({"❤": 4})
    assert score({PAID: 100}, weights) == score({"😢": 10}, weights)


@pytest.mark.parametrize("text", ["🔥", "🔥=", "=1", "🔥=much", "🔥=nan", "🔥=1000"])
def test_unreadable_weights_are_named(text: str) -> None:
    with pytest.raises(ValueError, match="write weights such as"):
        Weights.parse(text)


def test_the_best_are_at_most_as_many_as_asked_for() -> None:
    assert len(top([standing(number) for number in range(1, 9)], DAY, 5)) == 5
    assert score({}) == 0
    assert score({"❤": -3}) == 0
