"""The exact binomial test, so that "no better than chance" has a number."""

from math import exp, lgamma, log


def p_at_least(successes: int, trials: int, chance: float) -> float:
    """One-sided: how likely are this many successes or more, if each has this chance?"""

    def exactly(k: int) -> float:
        ways = lgamma(trials + 1) - lgamma(k + 1) - lgamma(trials - k + 1)
        return exp(ways + k * log(chance) + (trials - k) * log(1 - chance))

    return min(1.0, sum(exactly(k) for k in range(successes, trials + 1)))
