"""What the checks hear of texts that trained nothing: bounds for docs/checks.md."""

import pytest

from bench.kept import Of, measured

pytestmark = pytest.mark.xdist_group("strangers")  # what is heard of them takes seconds: once

HEARD: dict[Of, float] = {
    ("strangers", "care + core", "en", "care"): 0.77,
    ("strangers", "care + core", "fr", "care"): 0.78,
    ("strangers", "care + core", "six", "care"): 0.63,
    ("strangers", "care + core", "more", "care"): 0.55,
    ("fresh", "care + core", "en", "care"): 0.88,
    ("fresh", "care + core", "fr", "care"): 0.75,
    ("fresh", "care + core", "six", "care"): 0.64,
    ("fresh", "cruel + incite", "all", "cruel"): 0.92,
    ("fresh", "care + plan", "en", "plan"): 1.00,
    ("fresh", "care + plan", "fr", "plan"): 1.00,
    ("strangers", "care + plan", "en", "plan"): 0.88,
    ("strangers", "care + plan", "fr", "plan"): 0.50,
    ("strangers", "cruel + incite", "all", "cruel"): 0.70,
    ("strangers", "cruel + humiliate", "all", "cruel"): 0.46,
    ("strangers", "cruel + pile-on", "all", "cruel"): 0.87,
    ("strangers", "cruel + threat", "all", "cruel"): 0.52,
    ("strangers", "spam +", "en", "spam"): 0.85,
    ("strangers", "spam +", "fr", "spam"): 0.80,
    ("strangers", "spam +", "six", "spam"): 0.80,
    ("strangers", "spam +", "more", "spam"): 0.80,
    ("hands", "care + core", "en", "care"): 0.61,
    ("hands", "care + core", "fr", "care"): 0.53,
    ("hands", "care + core", "six", "care"): 0.65,
    ("hands", "care + core", "more", "care"): 0.42,
    ("hands", "care + plan", "en", "plan"): 0.58,
    ("hands", "cruel + incite", "all", "cruel"): 0.52,
    ("hands", "cruel + humiliate", "all", "cruel"): 0.53,
    ("hands", "cruel + pile-on", "all", "cruel"): 0.77,
    ("hands", "cruel + threat", "all", "cruel"): 0.72,
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
    ("hands", "care - hard", "en", "care"): 0.09,
    ("hands", "care - hard", "fr", "care"): 0.03,
    ("hands", "care - hard", "six", "care"): 0.08,
    ("hands", "cruel + incite", "all", "care"): 0.06,
    ("hands", "cruel - identity", "all", "cruel"): 0.0,
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
