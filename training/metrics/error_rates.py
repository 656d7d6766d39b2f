"""Error rates of a threshold, by ISO/IEC 19795's names, with counts and 95 % intervals.

A comparison matches when its similarity is above the threshold, strictly. The threshold is not rounded to the
float32 of the similarities, as in ``model.verification.decision``.
"""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
from model.runtime.model_card import Rate
from training.jobs.progress import InsufficientDataError
from training.metrics.confidence import wilson

Scores: TypeAlias = NDArray[np.float32]
"""(n,) similarities in [0, 1], higher = more similar."""


def rate(count: int, trials: int) -> Rate:
    """Raises InsufficientDataError without a trial: a rate without trials is undefined, not zero."""
    if trials < 1:
        raise InsufficientDataError(
            Message("A rate needs at least one trial. Received: trials={trials}", trials=trials)
        )
    lower, upper = wilson(int(count), int(trials))
    return Rate(count=int(count), trials=int(trials), value=float(count / trials), lower=lower, upper=upper)


def false_match_rate(impostors: Scores, threshold: float) -> Rate:
    """FMR: the share of impostor comparisons that match."""
    return rate(int(np.count_nonzero(matches(impostors, threshold))), len(impostors))


def false_non_match_rate(genuine: Scores, threshold: float) -> Rate:
    """FNMR: the share of genuine comparisons that do not match."""
    return rate(int(np.count_nonzero(~matches(genuine, threshold))), len(genuine))


def matches(scores: Scores, threshold: float) -> NDArray[np.bool_]:
    """(n,): which comparisons match."""
    return np.asarray(scores > np.float64(threshold))


def allowed_matches(fmr: float, trials: int) -> int:
    """The number of matches in ``trials`` impostor comparisons at which their rate is at most ``fmr``. Below
    1 there are too few trials to measure that rate."""
    return int(fmr * trials + 1e-9)


def threshold_at_fmr(fmr: float, impostors: Scores) -> float:
    """The lowest impostor similarity that at most the share ``fmr`` of the impostors exceeds.

    Raises InsufficientDataError when there are fewer impostors than 1 / ``fmr``.
    """
    allowed = allowed_matches(fmr, len(impostors))
    if allowed < 1:
        raise InsufficientDataError(
            Message(
                "An FMR of {fmr} needs {needed:.0f} impostor comparisons. Received: {impostors}",
                fmr=fmr,
                needed=1 / fmr,
                impostors=len(impostors),
            )
        )
    return float(np.partition(impostors, -allowed - 1)[-allowed - 1]) if allowed < len(impostors) else 0.0


def equal_error_threshold(genuine: Scores, impostors: Scores) -> float:
    """The similarity at which FMR and FNMR are nearest to each other, the lowest of several."""
    candidates = np.unique(np.concatenate([genuine, impostors]))
    fmr = 1 - np.searchsorted(np.sort(impostors), candidates, side="right") / len(impostors)
    fnmr = np.searchsorted(np.sort(genuine), candidates, side="right") / len(genuine)
    return float(candidates[np.argmin(np.abs(fmr - fnmr))])
