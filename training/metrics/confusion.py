"""The confusion matrix of a threshold, and accuracy, precision, recall and F1 from it."""

from dataclasses import dataclass

import numpy as np

from model.runtime.model_card import Rate
from training.metrics.comparisons import Comparisons
from training.metrics.confidence import percentile_interval
from training.metrics.error_rates import false_match_rate, false_non_match_rate, rate

F1_SAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class ConfusionMatrix:
    """Genuine comparisons are true matches or false non-matches, impostor ones true non-matches or false
    matches. The rates raise InsufficientDataError where there are no trials."""

    true_matches: int
    false_non_matches: int
    true_non_matches: int
    false_matches: int

    def __add__(self, other: "ConfusionMatrix") -> "ConfusionMatrix":
        return ConfusionMatrix(
            self.true_matches + other.true_matches,
            self.false_non_matches + other.false_non_matches,
            self.true_non_matches + other.true_non_matches,
            self.false_matches + other.false_matches,
        )

    @property
    def genuine(self) -> int:
        return self.true_matches + self.false_non_matches

    @property
    def impostors(self) -> int:
        return self.true_non_matches + self.false_matches

    @property
    def matches(self) -> int:
        return self.true_matches + self.false_matches

    @property
    def accuracy(self) -> Rate:
        return rate(self.true_matches + self.true_non_matches, self.genuine + self.impostors)

    @property
    def precision(self) -> Rate | None:
        """None if nothing matches."""
        return rate(self.true_matches, self.matches) if self.matches else None

    @property
    def recall(self) -> Rate:
        """1 - FNMR, also called the true match rate."""
        return rate(self.true_matches, self.genuine)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None if precision is undefined."""
        return 2 * self.true_matches / (self.genuine + self.matches) if self.matches else None


def count_decisions(comparisons: Comparisons, threshold: float) -> ConfusionMatrix:
    """Raises InsufficientDataError without a genuine or without an impostor comparison."""
    fmr = false_match_rate(comparisons.impostors, threshold)
    fnmr = false_non_match_rate(comparisons.genuine, threshold)
    return ConfusionMatrix(fnmr.trials - fnmr.count, fnmr.count, fmr.trials - fmr.count, fmr.count)


def f1_interval(matrix: ConfusionMatrix) -> tuple[float, float]:
    """The 95 % interval of F1, which must be defined.

    Both error rates are drawn from their posterior distributions (Jeffreys 1946), so the interval has a width
    even without an error.
    """
    value = matrix.f1
    if value is None:
        raise ValueError(f"F1 is not defined where nothing matches. Received: {matrix}")
    rng = np.random.default_rng(0)
    draws = rng.beta(matrix.true_matches + 0.5, matrix.false_non_matches + 0.5, F1_SAMPLES)
    true_matches = matrix.genuine * draws
    draws = rng.beta(matrix.false_matches + 0.5, matrix.true_non_matches + 0.5, F1_SAMPLES)
    false_matches = matrix.impostors * draws
    lower, upper = percentile_interval(2 * true_matches / (matrix.genuine + true_matches + false_matches))
    return min(value, lower), max(value, upper)
