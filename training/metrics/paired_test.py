"""A paired bootstrap test of two models: may the challenger replace the champion?

Both decide the same comparisons, each at the threshold that one rule chose for it. People (or crops of one
person) are drawn with replacement, as in ``training.metrics.bootstrap``, and each sample contains both
models. The challenger is worse when 95 of 100 samples say so.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from training.metrics.bootstrap import count_resampled, resample_many
from training.metrics.error_rates import rate
from training.metrics.paired_test_result import PairedTestResult

Errors: TypeAlias = NDArray[np.bool_]
"""(n,) whether a model errs in each of n comparisons."""

REPLICATES = 500
SIGNIFICANCE = 0.05
"""The challenger is rejected when at most this share of the samples shows it no worse."""


@dataclass(frozen=True, eq=False, slots=True)
class PairedErrors:
    """The errors of both models in the same comparisons.

    ``owners`` (2, n) are the people, or crops, of each comparison, numbered from 0; the same number twice
    where it depends on one of them only. ``error_name`` says which error it is. An error rate up to
    ``allowed`` is what the threshold was chosen for, and does not count against the challenger.
    """

    error_name: str
    champion: Errors
    challenger: Errors
    owners: NDArray[np.integer]
    allowed: float = 0.0


def paired_bootstrap_test(errors: PairedErrors, seed: int = 0) -> PairedTestResult:
    """Raises InsufficientDataError without a comparison."""
    champion, challenger = (
        rate(int(wrong.sum()), len(wrong)) for wrong in (errors.champion, errors.challenger)
    )
    before, after = _sample_rates(errors, np.random.default_rng(seed))
    lower, upper = np.quantile(after - before, [SIGNIFICANCE, 1 - SIGNIFICANCE])
    return PairedTestResult(
        error_name=errors.error_name,
        champion=champion,
        challenger=challenger,
        lower=float(lower),
        upper=float(upper),
        challenger_lower=float(np.quantile(after, SIGNIFICANCE)),
        allowed=errors.allowed,
    )


def _sample_rates(errors: PairedErrors, rng: np.random.Generator) -> NDArray[np.float64]:
    """(2, samples): both error rates in each sample that contains a comparison."""
    counts = resample_many(int(errors.owners.max()) + 1, rng, REPLICATES)
    both = (errors.champion, errors.challenger)
    wrong = np.stack([count_resampled(errors.owners[:, each], counts) for each in both])
    total = count_resampled(errors.owners, counts)
    return wrong[:, total > 0] / total[total > 0]
