"""How good a network is on people it has never seen, at a threshold chosen on others."""

from dataclasses import dataclass

import numpy as np

from model.runtime.model_card import Rate
from training.data.pairs import DIFFERENT, SAME
from training.metrics.error_rates import (
    Scores,
    false_match_rate,
    false_non_match_rate,
    rate,
    threshold_at_fmr,
)

PROBABILITY_BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """At ``threshold``; ``precision`` is None when nothing matched, ``recall`` is what ISO calls 1 - FNMR.

    ``eer`` is where FMR and FNMR are equal; like ``f1`` it is no share of trials and has no interval.
    """

    threshold: float
    accuracy: Rate
    precision: Rate | None
    recall: Rate
    f1: float
    fmr: Rate
    fnmr: Rate
    eer: float


def evaluate(genuine: Scores, impostors: Scores, threshold: float) -> Evaluation:
    """Raises JobError when there is nothing genuine or no impostor."""
    from sklearn.metrics import f1_score  # takes a second, which a quick training does not need

    fmr, fnmr = false_match_rate(impostors, threshold), false_non_match_rate(genuine, threshold)
    hits = fnmr.trials - fnmr.count
    matches = hits + fmr.count
    same = np.repeat([SAME, DIFFERENT], [len(genuine), len(impostors)])
    matched = np.concatenate([genuine, impostors]) > threshold
    return Evaluation(
        threshold=threshold,
        accuracy=rate(hits + fmr.trials - fmr.count, fmr.trials + fnmr.trials),
        precision=rate(hits, matches) if matches else None,
        recall=rate(hits, fnmr.trials),
        f1=float(f1_score(same, matched, pos_label=SAME, zero_division=0.0)),
        fmr=fmr,
        fnmr=fnmr,
        eer=equal_error_rate(genuine, impostors),
    )


def equal_error_rate(genuine: Scores, impostors: Scores) -> float:
    """Where FMR and FNMR cross, linearly between the two thresholds round the crossing."""
    from sklearn.metrics import roc_curve

    same = np.repeat([SAME, DIFFERENT], [len(genuine), len(impostors)])
    fmr, recall, _ = roc_curve(same, np.concatenate([genuine, impostors]), pos_label=SAME)
    gap = fmr - (1 - recall)
    after = int(np.argmax(gap >= 0))
    before = max(0, after - 1)
    step = gap[after] - gap[before]
    share = -gap[before] / step if step > 0 else 0.0
    return float(fmr[before] + share * (fmr[after] - fmr[before]))


def probability_error(genuine: Scores, impostors: Scores) -> float:
    """How far similarities are from probabilities at equal priors: the expected calibration error (Naeini,
    Cooper and Hauskrecht 2015) where genuine and impostor comparisons weigh half each, over PROBABILITY_BINS
    bins of equal width. 0 is best.
    """
    edges = np.linspace(0, 1, PROBABILITY_BINS + 1)
    same = np.histogram(genuine, edges)[0] / len(genuine)
    said = sum(np.histogram(group, edges, weights=group)[0] / len(group) for group in (genuine, impostors))
    # A bin's weight cancels: it weighs the share that is genuine and the mean similarity alike.
    return float(np.abs(same - said).sum() / 2)


def true_match_rate_at(fmr: float, genuine: Scores, impostors: Scores) -> Rate:
    """TAR at an FMR: the share of genuine comparisons above the threshold that lets ``fmr`` of these very
    impostors through. Raises JobError when there are too few impostors for that FMR."""
    missed = false_non_match_rate(genuine, threshold_at_fmr(fmr, impostors))
    return rate(missed.trials - missed.count, missed.trials)
