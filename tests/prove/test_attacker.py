"""The attacker of bench/anonymity.py: sees every arrival and release, knows the rules, and may
write along to push the others out of the pool."""

import random
from dataclasses import replace

import pytest

from bench.anonymity import OWN, arrivals, mean, simulate
from bot.domain.mixing import PRESETS, Mixing
from tests.prove.binomial import p_at_least

RUNS = 1000
POOLS = {
    f"{name}, {who}": getattr(PRESETS[name], who)
    for name in ("balanced", "strong")
    for who in ("readers", "moderators")
}


def attributions(mixing: Mixing, rng: random.Random) -> int:
    """How often, in 1,000 communities, the best guess about one random release is right."""
    right = 0
    runs = 0
    while runs < RUNS:
        times = arrivals(rng.choice((2, 5, 20, 50)), 14, rng)
        drawn = simulate(mixing, times, rng).drawn
        if drawn:
            runs += 1
            right += rng.choice(drawn)
    return right


@pytest.mark.parametrize("pool", POOLS)
def test_a_release_by_draw_is_attributed_no_better_than_one_in_the_floor(pool, figure):
    mixing = POOLS[pool]
    right = attributions(mixing, random.Random(20261125))
    p = p_at_least(right, RUNS, 1 / mixing.keep)
    figure(
        f"attacker, {pool}: attributed by draw",
        f"{right} of {RUNS}, floor 1/{mixing.keep}, p = {p:.3f}",
    )
    assert p > 0.01


def test_the_attacker_does_find_everybody_where_nothing_is_mixed():
    """The test above can fail: without a floor the same attacker is always right."""
    balanced = PRESETS["balanced"].readers
    right = attributions(Mixing(balanced.every / 6, 0, balanced.max_age), random.Random(3))
    assert p_at_least(right, RUNS, 1 / 2) < 1e-9


@pytest.mark.parametrize("pool", POOLS)
def test_writing_along_tells_little_more_than_watching(pool, figure):
    """The n-1 attack: twenty own whispers at each slot. Where a slot lets everything above the
    floor go, they push the others out, and the same attacker is right far oftener."""
    mixing = POOLS[pool]
    times = arrivals(20, 400, random.Random(5))

    def guess(rules: Mixing, own: int) -> float:
        return mean(simulate(rules, times, random.Random(6), own=own).best)

    watched, written = guess(mixing, 0), guess(mixing, OWN)
    pushed = guess(replace(mixing, share=1.0), OWN)
    figure(
        f"attacker, {pool}, 20 a day: best guess",
        f"watching {watched:.0%}, writing along {written:.0%} (all released: {pushed:.0%})",
    )
    assert written < watched + 0.08
    assert pushed > written + 0.1


def test_mixing_is_worth_its_delay(figure):
    rng = random.Random(8)
    times = arrivals(20, 1000, rng)
    for who in ("readers", "moderators"):
        sets = {
            name: simulate(getattr(preset, who), times, rng).effective_set
            for name, preset in PRESETS.items()
        }
        figure(
            f"effective set at 20 whispers a day, {who}",
            {name: round(found, 1) for name, found in sets.items()},
        )
        assert 1 < sets["quick"] < sets["balanced"] < sets["strong"]
        assert sets["strong"] > 5


def test_a_batch_of_one_would_name_its_author(figure):
    """What a batch without a floor, every ten minutes, told moderators."""
    balanced = PRESETS["balanced"].moderators
    bare = replace(balanced, every=balanced.every / 3, keep=0, share=1.0)
    times = arrivals(20, 400, random.Random(5))
    before, now = (
        mean(simulate(rules, times, random.Random(6)).best) for rules in (bare, balanced)
    )
    figure("moderator's best guess, 20 a day", f"{now:.0%} (batches without a floor: {before:.0%})")
    assert before > 0.85
    assert now < 0.6


def test_a_seized_disk_tells_less_than_the_slot_of_arrival(figure):
    """Deadlines are coarse: with one for each slot, 74 % of waiting whispers would be named."""
    rng = random.Random(9)
    seized = mean(simulate(PRESETS["balanced"].readers, arrivals(20, 1000, rng), rng).seized)
    figure("waiting whispers named from a seized disk, balanced, 20/day", f"{seized:.0%}")
    assert seized < 0.5
