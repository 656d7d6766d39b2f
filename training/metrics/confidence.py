"""95 % confidence intervals: of a counted share, and of the values of bootstrap samples."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NORMAL_QUANTILE_95 = 1.959964
QUANTILES_95 = (0.025, 0.975)
WIDTH_TOLERANCE = 1e-9
BISECTIONS = 60
"""Down to the last digit of a float."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A value that is not a share of trials, with its 95 % interval."""

    value: float
    lower: float
    upper: float

    @property
    def has_width(self) -> bool:
        """False if all samples of a bootstrap agree: then they say nothing about the value."""
        return has_width(self.lower, self.upper)


def has_width(lower: float, upper: float) -> bool:
    """Whether the ends of an interval differ by more than rounding."""
    return not math.isclose(lower, upper, rel_tol=WIDTH_TOLERANCE, abs_tol=WIDTH_TOLERANCE)


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """The 95 % confidence interval of ``successes / trials`` by Wilson (1927), which also holds at 0 and 1.

    The trials must be independent. Raises ValueError without a trial or with more successes than trials.
    """
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"Need one or more trials, and no more successes. Received: {successes=}, {trials=}")
    z = NORMAL_QUANTILE_95
    share = successes / trials
    centre = share + z**2 / (2 * trials)
    half_width = z * math.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    scale = 1 + z**2 / trials
    # Rounding must not move an end past the share itself.
    low, high = min(share, (centre - half_width) / scale), max(share, (centre + half_width) / scale)
    return max(0.0, low), min(1.0, high)


def clopper_pearson(successes: int, trials: int) -> tuple[float, float]:
    """The exact 95 % confidence interval of ``successes / trials`` by Clopper and Pearson (1934). It holds
    for any number of independent trials, and is never too narrow.

    Raises ValueError without a trial or with more successes than trials.
    """
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"Need one or more trials, and no more successes. Received: {successes=}, {trials=}")
    tail = QUANTILES_95[0]
    lower = _bisect(lambda p: _binomial_cdf(successes - 1, trials, p) > 1 - tail) if successes else 0.0
    upper = _bisect(lambda p: _binomial_cdf(successes, trials, p) > tail) if successes < trials else 1.0
    return lower, upper


def _bisect(is_below: Callable[[float], bool]) -> float:
    """The share in [0, 1] up to which ``is_below`` holds."""
    low, high = 0.0, 1.0
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_below(middle) else (low, middle)
    return (low + high) / 2


def _binomial_cdf(successes: int, trials: int, p: float) -> float:
    """The probability of at most this many successes, each with probability ``p`` in (0, 1)."""
    log_p, log_q = math.log(p), math.log1p(-p)
    logs = [
        math.lgamma(trials + 1)
        - math.lgamma(k + 1)
        - math.lgamma(trials - k + 1)
        + k * log_p
        + (trials - k) * log_q
        for k in range(successes + 1)
    ]
    return math.fsum(math.exp(log) for log in logs)


def percentile_interval(values: Sequence[float] | NDArray[np.float64]) -> tuple[float, float]:
    """The 95 % percentile interval of the values of bootstrap samples, of which there must be one."""
    lower, upper = percentile_ends(np.asarray(values)).tolist()
    return lower, upper


def percentile_ends(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(2, ...): both ends of the 95 % percentile interval of ``values`` (..., samples)."""
    return np.asarray(np.quantile(values, QUANTILES_95, axis=-1))
