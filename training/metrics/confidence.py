"""How sure a share is that was counted."""

import math

NORMAL_QUANTILE_95 = 1.959964


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """The 95 % confidence interval of ``successes / trials`` after Wilson (1927), honest also at 0 and 1.

    The trials must be independent. Raises ValueError when there is none or more successes than trials.
    """
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"Need one or more trials, and no more successes. Received: {successes=}, {trials=}")
    z = NORMAL_QUANTILE_95
    share = successes / trials
    centre = share + z**2 / (2 * trials)
    reach = z * math.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    scale = 1 + z**2 / trials
    # Rounding must not bring the ends nearer than the share itself.
    low, high = min(share, (centre - reach) / scale), max(share, (centre + reach) / scale)
    return max(0.0, low), min(1.0, high)
