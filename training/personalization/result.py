"""Result of retraining a model for one person."""

from dataclasses import dataclass
from pathlib import Path

from training.metrics.paired_test_result import PairedTestResult


@dataclass(frozen=True, slots=True)
class PersonalModel:
    """A new bundle. ``worse``: the error rates in which it is worse than its base; none if it may replace
    it."""

    folder: Path
    worse: tuple[PairedTestResult, ...]
