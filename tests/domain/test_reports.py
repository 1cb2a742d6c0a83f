"""When reports hide a post."""

import pytest

from bot.domain.reports import Reason, Thresholds, hides

USUAL = Thresholds()


@pytest.mark.parametrize("reason", [r for r in Reason if r.severe])
def test_one_severe_report_hides(reason: Reason) -> None:
    assert hides({reason: 1}, USUAL)


@pytest.mark.parametrize("reason", [r for r in Reason if not r.severe])
def test_of_the_others_it_takes_three(reason: Reason) -> None:
    assert not hides({reason: 2}, USUAL)
    assert hides({reason: 3}, USUAL)


def test_the_others_are_counted_together() -> None:
    assert hides({Reason.CRUEL: 1, Reason.SPAM: 1, Reason.OTHER: 1}, USUAL)


def test_both_figures_can_be_set() -> None:
    strict = Thresholds(severe=2, other=1)
    assert not hides({Reason.VIOLENCE: 1}, strict)
    assert hides({Reason.VIOLENCE: 2}, strict)
    assert hides({Reason.SPAM: 1}, strict)


def test_nothing_hides_nothing() -> None:
    assert not hides({}, USUAL)
