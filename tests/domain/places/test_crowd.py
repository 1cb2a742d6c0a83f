"""No caption prints a step below k: told over random histories, withdrawals and removals
included."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from bot.domain.places.crowd import CrowdRule, PlacedWhisper, decide, steps_in_question, would_print
from bot.domain.places.place import Narrowest, Place, steps_of, within

LYON, GRENOBLE, NICE = (Place(each) for each in ("FR.84.1", "FR.84.2", "FR.93.3"))
KYIV, HANOI = Place("UA.12.4"), Place("VN..5")  # the last without a known region
PLACES = (LYON, LYON, LYON, GRENOBLE, NICE, KYIV, HANOI, Place("FR"), None)
TOWN = CrowdRule(Narrowest.TOWN, 3)
Decide = Callable[..., dict[int, Place | None]]


@dataclass
class History:
    """A channel that is told nothing but what the rule says."""

    rule: CrowdRule = TOWN
    decide: Decide = decide
    chosen: dict[int, Place] = field(default_factory=dict)  # the truth, of all that stand
    forgotten: set[int] = field(default_factory=set)
    shown: dict[int, Place | None] = field(default_factory=dict)
    count: int = 0

    def release(self, *places: Place | None) -> None:
        for place in places:
            self.count += 1
            if place is not None:
                self.chosen[self.count] = place

    def withdraw(self, number: int) -> None:
        self.chosen.pop(number, None)
        self.shown.pop(number, None)
        self.forgotten.discard(number)

    def forget(self, number: int) -> None:
        """Thirty days are over."""
        self.forgotten.add(number)

    def slot(self) -> None:
        standing = [
            PlacedWhisper(n, None if n in self.forgotten else place, self.shown.get(n))
            for n, place in self.chosen.items()
        ]
        known = [each for each in standing if each.chosen or each.shown]
        printed = {
            step: sum(bool(each.shown and within(each.shown, step)) for each in known)
            for step in steps_in_question(known)
        }
        self.shown = {**self.decide(known, printed, self.rule)}

    def holds(self) -> bool:
        for number, step in self.shown.items():
            if step is None:
                continue
            crowd = sum(within(place, step) for place in self.chosen.values())
            if crowd < self.rule.least or not within(self.chosen[number], step):
                return False
            if step not in steps_of(step, self.rule.narrowest):
                return False
        return True


def played(seed: int, decide: Decide = decide) -> bool:
    """One random history; False: a step was printed below k at the end of some slot."""
    rng = random.Random(seed)
    rule = CrowdRule(rng.choice(list(Narrowest)), rng.randint(2, 4))
    history = History(rule, decide)
    for _ in range(rng.randint(5, 30)):
        history.release(*(rng.choice(PLACES) for _ in range(rng.randint(0, 4))))
        for number in list(history.chosen):
            if rng.random() < 0.12:
                history.withdraw(number)
            elif rng.random() < 0.1:
                history.forget(number)
        history.slot()
        if not history.holds():
            return False
    return True


def test_no_caption_in_a_thousand_random_histories_prints_a_step_below_k():
    assert all(played(seed) for seed in range(1000))


def _never_widens(
    standing: list[PlacedWhisper[int]], printed: dict[Place, int], rule: CrowdRule
) -> dict[int, Place | None]:
    new = decide(standing, printed, rule)
    return {each.key: each.shown or new[each.key] for each in standing}


def _counts_itself_twice(
    standing: list[PlacedWhisper[int]], printed: dict[Place, int], rule: CrowdRule
) -> dict[int, Place | None]:
    return decide(standing, printed, CrowdRule(rule.narrowest, rule.least - 1))


@pytest.mark.parametrize("broken", [_never_widens, _counts_itself_twice])
def test_the_thousand_histories_catch_a_broken_rule(broken: Decide):
    assert not all(played(seed, broken) for seed in range(1000))


def test_the_narrowest_step_that_three_share_is_printed():
    history = History()
    history.release(LYON, GRENOBLE, NICE)
    history.slot()
    assert set(history.shown.values()) == {"FR"}
    history.release(GRENOBLE)
    history.slot()
    assert history.shown == {1: "FR.84", 2: "FR.84", 3: "FR", 4: "FR.84"}
    history.release(GRENOBLE, None)
    history.slot()
    assert history.shown[2] == history.shown[4] == history.shown[5] == GRENOBLE
    assert 6 not in history.shown


def test_two_alone_print_nothing():
    history = History()
    history.release(LYON, LYON, KYIV)
    history.slot()
    assert set(history.shown.values()) == {None}


def test_when_a_third_is_withdrawn_the_others_become_wider_at_the_next_slot():
    history = History()
    history.release(LYON, LYON, LYON, NICE)
    history.slot()
    assert history.shown[1] == LYON
    history.withdraw(2)
    assert history.shown[1] == LYON
    history.slot()
    assert history.shown == {1: "FR", 3: "FR", 4: "FR"}


def test_what_is_printed_stays_when_its_thirty_days_are_over():
    history = History()
    history.release(LYON, LYON, LYON)
    history.slot()
    for number in (1, 2, 3):
        history.forget(number)
    history.slot()
    assert set(history.shown.values()) == {LYON}
    history.release(LYON)  # alone among the last thirty days
    history.slot()
    assert history.shown[4] is None
    history.withdraw(1)
    history.slot()
    assert set(history.shown.values()) == {None}


def test_a_town_without_a_region_steps_out_to_its_country():
    assert steps_of(HANOI) == (HANOI, "VN")
    assert steps_of(LYON, Narrowest.REGION) == ("FR.84", "FR")
    assert steps_of(LYON, Narrowest.OFF) == ()
    assert not within(Place("FRA"), Place("FR"))


def test_a_whisper_that_waits_is_told_as_what_it_would_print_alone():
    chose = {LYON: 1, Place("FR.84"): 2, Place("FR"): 5}
    assert would_print(LYON, chose, TOWN) == "FR.84"
    assert would_print(KYIV, chose, TOWN) is None
