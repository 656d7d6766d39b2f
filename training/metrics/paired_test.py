"""Whether a new model may take the place of the one in use: only if it errs no more, as far as can be told.

Both judge the same comparisons, each at the threshold that one rule chose for it. The difference of their
error rates is a paired one: people (of one person, crops) are drawn with replacement, as in
``training.metrics.bootstrap``, and both models are judged by the same draw. The newer one is worse when
95 of 100 draws say so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.runtime.model_card import Rate
from training.metrics.bootstrap import all_drawn_again, comparisons_drawn
from training.metrics.error_rates import rate

Errors: TypeAlias = NDArray[np.bool_]
"""(n,) whether a model errs in each of n comparisons."""

DRAWS = 500
WORSE_SHARE = 0.05
"""A new model is kept aside when so small a share of draws, or less, sees it err as rarely as the old one."""


@dataclass(frozen=True, eq=False, slots=True)
class PairedErrors:
    """``sides`` (2, n): the people, or crops, that take part in each comparison, numbered from 0; the same
    number twice where it depends on one of them only. ``error_name`` says which error; an error rate up to
    ``allowed`` is what the threshold was chosen for, and no fault."""

    error_name: str
    champion: Errors
    challenger: Errors
    sides: NDArray[np.integer]
    allowed: float = 0.0


@dataclass(frozen=True, slots=True)
class PairedTestResult:
    """One error rate of both; ``lower`` and ``upper`` bound the challenger's minus the champion's, 90 %, and
    95 of 100 draws give the challenger more than ``surely``. ``allowed`` as in PairedErrors."""

    error_name: str
    champion: Rate
    challenger: Rate
    lower: float
    upper: float
    surely: float
    allowed: float

    @property
    def is_worse(self) -> bool:
        return self.lower > 0 and self.surely > self.allowed

    def __str__(self) -> str:
        return (
            f"{_percent(self.challenger)} instead of {_percent(self.champion)}; "
            f"90 % interval of the difference {self.lower:+.2%} to {self.upper:+.2%}"
        )


def paired_bootstrap_test(paired: PairedErrors, seed: int = 0) -> PairedTestResult:
    """Raises JobError when there is nothing to compare."""
    champion, challenger = (
        rate(int(errors.sum()), len(errors)) for errors in (paired.champion, paired.challenger)
    )
    before, after = _drawn_rates(paired, np.random.default_rng(seed))
    lower, upper = np.quantile(after - before, [WORSE_SHARE, 1 - WORSE_SHARE])
    surely = float(np.quantile(after, WORSE_SHARE))
    return PairedTestResult(
        paired.error_name, champion, challenger, float(lower), float(upper), surely, paired.allowed
    )


def rejection_reason(duels: Sequence[PairedTestResult]) -> str:
    """Why the challenger is kept aside, in a sentence; empty when it lost no duel."""
    lost = [duel for duel in duels if duel.is_worse]
    if not lost:
        return ""
    reasons = (
        f"its {duel.error_name} is {_percent(duel.challenger)} instead of {_percent(duel.champion)}"
        for duel in lost
    )
    return f"The new model is kept aside, because {' and '.join(reasons)}."


def _drawn_rates(paired: PairedErrors, rng: np.random.Generator) -> NDArray[np.float64]:
    """(2, draws): both error rates in each draw in which there is anything to compare."""
    drawn = all_drawn_again(int(paired.sides.max()) + 1, rng, DRAWS)
    both = (paired.champion, paired.challenger)
    wrong = np.stack([comparisons_drawn(paired.sides[:, errors], drawn) for errors in both])
    total = comparisons_drawn(paired.sides, drawn)
    return wrong[:, total > 0] / total[total > 0]


def _percent(found: Rate) -> str:
    return f"{found.value:.2%} ({found.count} of {found.trials})"
