"""What the checks hear of texts that trained nothing: bounds for docs/checks.md."""

import pytest

from bench.kept import Of, measured

HEARD: dict[Of, float] = {
    ("strangers", "care + core", "en", "care"): 0.75,
    ("strangers", "care + core", "fr", "care"): 0.75,
    ("strangers", "care + core", "six", "care"): 0.65,
    ("strangers", "care + core", "more", "care"): 0.55,
    ("fresh", "care + core", "en", "care"): 0.85,
    ("fresh", "care + core", "fr", "care"): 0.75,
    ("fresh", "care + core", "six", "care"): 0.60,
    ("fresh", "cruel + incite", "all", "cruel"): 0.90,
    ("fresh", "care + plan", "en", "plan"): 1.00,
    ("fresh", "care + plan", "fr", "plan"): 1.00,
    ("strangers", "care + plan", "en", "plan"): 0.85,
    ("strangers", "care + plan", "fr", "plan"): 0.50,
    ("strangers", "cruel + incite", "all", "cruel"): 0.70,
    ("strangers", "cruel + humiliate", "all", "cruel"): 0.45,
    ("strangers", "cruel + pile-on", "all", "cruel"): 0.85,
    ("strangers", "spam +", "en", "spam"): 0.85,
    ("strangers", "spam +", "fr", "spam"): 0.80,
    ("strangers", "spam +", "six", "spam"): 0.80,
    ("strangers", "spam +", "more", "spam"): 0.80,
    ("hands", "care + core", "en", "care"): 0.60,
    ("hands", "care + core", "fr", "care"): 0.50,
    ("hands", "care + core", "six", "care"): 0.65,
    ("hands", "care + core", "more", "care"): 0.40,
    ("hands", "care + plan", "en", "plan"): 0.55,
    ("hands", "cruel + incite", "all", "cruel"): 0.50,
    ("hands", "cruel + humiliate", "all", "cruel"): 0.50,
    ("hands", "cruel + pile-on", "all", "cruel"): 0.70,
}
"""Least shares that are pointed at."""
ALARMS: dict[Of, float] = {
    ("strangers", "care - hard", "en", "care"): 0.10,
    ("strangers", "care - hard", "fr", "care"): 0.13,
    ("strangers", "care - hard", "six", "care"): 0.14,
    ("strangers", "ordinary -", "en", "care"): 0.05,
    ("strangers", "ordinary -", "fr", "care"): 0.05,
    ("strangers", "ordinary -", "en", "cruel"): 0.09,
    ("strangers", "ordinary -", "six", "care"): 0.06,
    ("strangers", "ordinary -", "six", "cruel"): 0.05,
    ("strangers", "cruel + incite", "all", "care"): 0.0,
    ("fresh", "cruel + incite", "all", "care"): 0.0,
    ("strangers", "cruel - identity", "all", "cruel"): 0.0,
    ("strangers", "cruel - remorse", "all", "cruel"): 0.0,
    ("strangers", "cruel - remorse", "all", "care"): 0.0,
    ("hands", "care - hard", "en", "care"): 0.10,
    ("hands", "care - hard", "fr", "care"): 0.05,
    ("hands", "care - hard", "six", "care"): 0.08,
    ("hands", "cruel + incite", "all", "care"): 0.10,
    ("hands", "cruel - identity", "all", "cruel"): 0.04,
    ("hands", "cruel - remorse", "all", "cruel"): 0.0,
}
"""Largest shares that may be pointed at though they should not."""


@pytest.fixture(scope="module")
def shares() -> dict[Of, float]:
    return {key: sum(found) / len(found) for key, found in measured().items()}


@pytest.mark.parametrize("of", HEARD, ids=" ".join)
def test_strangers_are_heard_as_well_as_the_handbook_says(of: Of, shares: dict[Of, float]) -> None:
    assert shares[of] >= HEARD[of]


@pytest.mark.parametrize("of", ALARMS, ids=" ".join)
def test_false_alarms_stay_where_the_handbook_says(of: Of, shares: dict[Of, float]) -> None:
    assert shares[of] <= ALARMS[of]
