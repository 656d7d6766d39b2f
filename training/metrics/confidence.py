"""95 % confidence intervals: of a counted share, and of the values of bootstrap samples."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NORMAL_QUANTILE_95 = 1.959964
QUANTILES_95 = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Interval:
    """A value that is not a share of trials, with its 95 % interval."""

    value: float
    lower: float
    upper: float


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


def percentile_interval(values: Sequence[float] | NDArray[np.float64]) -> tuple[float, float]:
    """The 95 % percentile interval of the values of bootstrap samples, of which there must be one."""
    lower, upper = percentile_ends(np.asarray(values)).tolist()
    return lower, upper


def percentile_ends(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """(2, ...): both ends of the 95 % percentile interval of ``values`` (..., samples)."""
    return np.asarray(np.quantile(values, QUANTILES_95, axis=-1))
