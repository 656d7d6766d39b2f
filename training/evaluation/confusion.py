"""How pairs are decided at a threshold: accuracy, precision, recall and F1."""

from dataclasses import dataclass

import numpy as np
from sklearn.metrics import f1_score

from model.runtime.model_card import Rate
from training.data.pairs import DIFFERENT, SAME
from training.evaluation.results import Measure
from training.metrics.bootstrap import QUANTILES_95
from training.metrics.comparisons import Comparisons
from training.metrics.error_rates import false_match_rate, false_non_match_rate, rate

WILSON, DRAWN_RATES = "Wilson", "rates drawn after Jeffreys"
NOTHING_MATCHED = "nothing was taken for the same person"
DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class Counts:
    """Genuine comparisons are hits or missed, impostor ones refused or false matches."""

    hits: int
    missed: int
    refused: int
    false_matches: int

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.hits + other.hits,
            self.missed + other.missed,
            self.refused + other.refused,
            self.false_matches + other.false_matches,
        )


def count(found: Comparisons, threshold: float) -> Counts:
    """Raises JobError when there is nothing genuine or no impostor."""
    fmr, fnmr = (
        false_match_rate(found.impostors, threshold),
        false_non_match_rate(found.genuine, threshold),
    )
    return Counts(fnmr.trials - fnmr.count, fnmr.count, fmr.trials - fmr.count, fmr.count)


def decision_measures(counts: Counts, on: str, at: str) -> list[Measure]:
    hits, missed, refused, false_matches = counts.hits, counts.missed, counts.refused, counts.false_matches
    total, matches = hits + missed + refused + false_matches, hits + false_matches
    return [
        share("accuracy", rate(hits + refused, total), on, at),
        share("precision", rate(hits, matches), on, at)
        if matches
        else Measure(name="precision", on=on, at=at, reason=NOTHING_MATCHED),
        share("recall", rate(hits, hits + missed), on, at),
        _f1(counts, on, at),
    ]


def share(name: str, found: Rate, on: str, at: str | None = None, interval: str = WILSON) -> Measure:
    return Measure(
        name=name,
        on=on,
        at=at,
        value=found.value,
        lower=found.lower,
        upper=found.upper,
        interval=interval,
        count=found.count,
        trials=found.trials,
    )


def _f1(counts: Counts, on: str, at: str) -> Measure:
    """The harmonic mean of precision and recall, and so undefined where precision is."""
    if not counts.hits + counts.false_matches:
        return Measure(name="F1", on=on, at=at, reason=NOTHING_MATCHED)
    same = np.repeat([SAME, DIFFERENT], [counts.hits + counts.missed, counts.refused + counts.false_matches])
    answers = (SAME, DIFFERENT, DIFFERENT, SAME)
    matched = np.repeat(answers, [counts.hits, counts.missed, counts.refused, counts.false_matches])
    value = float(f1_score(same, matched, pos_label=SAME))
    lower, upper = _f1_interval(counts, value)
    return Measure(name="F1", on=on, at=at, value=value, lower=lower, upper=upper, interval=DRAWN_RATES)


def _f1_interval(counts: Counts, value: float) -> tuple[float, float]:
    """Both rates are drawn from what the counts leave possible (Jeffreys 1946), so that the interval has a
    width where nothing errs, too."""
    rng = np.random.default_rng(0)
    genuine, impostors = counts.hits + counts.missed, counts.refused + counts.false_matches
    hits = genuine * rng.beta(counts.hits + 0.5, counts.missed + 0.5, DRAWS)
    false_matches = impostors * rng.beta(counts.false_matches + 0.5, counts.refused + 0.5, DRAWS)
    lower, upper = np.quantile(2 * hits / (genuine + hits + false_matches), QUANTILES_95)
    return min(value, float(lower)), max(value, float(upper))
