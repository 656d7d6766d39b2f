"""Result of a paired test of two models. A file of its own, because the window reads it at its start."""

from collections.abc import Sequence
from dataclasses import dataclass

from model.runtime.model_card import Rate


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


def _format_rate(found: Rate) -> str:
    return f"{found.value:.2%} ({found.count} of {found.trials})"
