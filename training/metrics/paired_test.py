"""A paired bootstrap test of two models: may the challenger replace the champion?

Both decide the same comparisons, each at the threshold that one rule chose for it. People (or crops of one
person) are drawn with replacement, as in ``training.metrics.bootstrap``, and each sample contains both
models. The challenger is worse when 95 of 100 samples say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.runtime.model_card import Rate
from training.metrics.bootstrap import count_resampled, resample_many
from training.metrics.error_rates import rate

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


@dataclass(frozen=True, slots=True)
class PairedTestResult:
    """One error rate of both models.

    ``lower`` and ``upper`` are the 90 % interval of the challenger's minus the champion's. The challenger's
    own rate is above ``challenger_lower`` in 95 of 100 samples. ``allowed`` as in PairedErrors.
    """

    error_name: str
    champion: Rate
    challenger: Rate
    lower: float
    upper: float
    challenger_lower: float
    allowed: float

    @property
    def is_worse(self) -> bool:
        return self.lower > 0 and self.challenger_lower > self.allowed

    def __str__(self) -> str:
        return (
            f"{_format_rate(self.challenger)} instead of {_format_rate(self.champion)}; "
            f"90 % interval of the difference {self.lower:+.2%} to {self.upper:+.2%}"
        )


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


def rejection_reason(results: Sequence[PairedTestResult]) -> str:
    """Why the challenger is not used, in one sentence; empty when it is not worse in any test."""
    worse = [result for result in results if result.is_worse]
    if not worse:
        return ""
    reasons = (
        f"its {result.error_name} is {_format_rate(result.challenger)} "
        f"instead of {_format_rate(result.champion)}"
        for result in worse
    )
    return f"The new model is not used, because {' and '.join(reasons)}."


def _sample_rates(errors: PairedErrors, rng: np.random.Generator) -> NDArray[np.float64]:
    """(2, samples): both error rates in each sample that contains a comparison."""
    counts = resample_many(int(errors.owners.max()) + 1, rng, REPLICATES)
    both = (errors.champion, errors.challenger)
    wrong = np.stack([count_resampled(errors.owners[:, each], counts) for each in both])
    total = count_resampled(errors.owners, counts)
    return wrong[:, total > 0] / total[total > 0]


def _format_rate(found: Rate) -> str:
    return f"{found.value:.2%} ({found.count} of {found.trials})"
