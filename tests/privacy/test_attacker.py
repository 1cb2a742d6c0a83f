"""The attacker of bench/anonymity.py: sees every arrival and release, and knows the rules."""

import random

import pytest

from bench.anonymity import arrivals, mean, simulate
from bot.domain.mixing import Mixing
from bot.settings import MIXES
from tests.privacy.binomial import p_at_least

RUNS = 1000


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


@pytest.mark.parametrize("preset", ["balanced", "strong"])
def test_a_release_by_draw_is_attributed_no_better_than_one_in_the_floor(preset, figure):
    mixing = Mixing(*MIXES[preset])
    right = attributions(mixing, random.Random(20261125))
    p = p_at_least(right, RUNS, 1 / mixing.keep)
    figure(
        f"attacker, {preset}: attributed by draw",
        f"{right} of {RUNS}, floor 1/{mixing.keep}, p = {p:.3f}",
    )
    assert p > 0.01


def test_the_attacker_does_find_everybody_where_nothing_is_mixed():
    """The test above can fail: without a floor the same attacker is always right."""
    every, _, max_age = MIXES["balanced"]
    right = attributions(Mixing(every / 6, 0, max_age), random.Random(3))
    assert p_at_least(right, RUNS, 1 / 2) < 1e-9


def test_mixing_is_worth_its_delay(figure):
    rng = random.Random(8)
    times = arrivals(20, 1000, rng)
    sets = {name: simulate(Mixing(*MIXES[name]), times, rng).effective_set for name in MIXES}
    figure("effective set at 20 whispers a day", {name: round(sets[name], 1) for name in sets})
    assert 1 < sets["quick"] < sets["balanced"] < sets["strong"]
    assert sets["balanced"] > 5


def test_a_seized_disk_tells_less_than_the_slot_of_arrival(figure):
    """Deadlines are coarse: with one for each slot, 74 % of waiting whispers would be named."""
    rng = random.Random(9)
    seized = mean(simulate(Mixing(*MIXES["balanced"]), arrivals(20, 1000, rng), rng).seized)
    figure("waiting whispers named from a seized disk, balanced, 20/day", f"{seized:.0%}")
    assert seized < 0.5
