import numpy as np
import pytest

from training.metrics.comparisons import Comparisons
from training.report.curves import (
    MAX_POINTS,
    compute_precision_recall,
    compute_reliability,
    compute_roc,
    compute_threshold_curves,
)

COMPARISONS = Comparisons(np.array([0.9, 0.8, 0.4], np.float32), np.array([0.1, 0.2, 0.3, 0.85], np.float32))


def test_the_roc_curve_by_hand() -> None:
    curve = compute_roc(COMPARISONS)
    points = list(zip(curve.fmr.tolist(), curve.tmr.round(4).tolist(), strict=True))
    assert points[0] == (0.0, 0.0)
    assert (0.25, 0.3333) in points
    assert (0.25, 1.0) in points
    assert points[-1] == (1.0, 1.0)


def test_a_set_without_errors_has_a_curve_from_one_match_on() -> None:
    apart = Comparisons(np.array([0.9, 0.8], np.float32), np.array([0.1, 0.2, 0.3, 0.4], np.float32))
    curve = compute_roc(apart)
    assert curve.fmr[curve.fmr > 0].tolist() == [0.25, 0.5, 0.75, 1]
    assert curve.tmr[curve.fmr > 0].tolist() == [1, 1, 1, 1]


def test_precision_and_recall_by_hand() -> None:
    curve = compute_precision_recall(COMPARISONS)
    points = list(zip(curve.recall.round(3).tolist(), curve.precision.round(3).tolist(), strict=True))
    assert (1.0, 0.75) in points
    assert (0.667, 0.667) in points
    assert points[-1] == (0.0, 1.0)


def test_errors_and_accuracy_over_thresholds_by_hand() -> None:
    curves = compute_threshold_curves(COMPARISONS, COMPARISONS, np.array([0.0, 0.35, 0.95]))
    assert curves.accuracy == pytest.approx([3 / 7, 6 / 7, 4 / 7])
    assert curves.fmr == pytest.approx([1, 1 / 4, 0])
    assert curves.fnmr == pytest.approx([0, 0, 1])


def test_reliability_by_hand() -> None:
    found = Comparisons(np.array([0.75, 0.75, 0.75, 0.25]), np.array([0.75, 0.25, 0.25, 0.25]))
    diagram = compute_reliability(found)
    assert (diagram.similarity[7], diagram.genuine_share[7], diagram.weight[7]) == pytest.approx(
        (0.75, 0.75, 0.5)
    )
    assert (diagram.similarity[2], diagram.genuine_share[2]) == pytest.approx((0.25, 0.25))
    assert np.isnan(diagram.genuine_share[5])
    assert diagram.weight[5] == 0
    assert not diagram.reliable.any()
    many = compute_reliability(Comparisons(found.genuine.repeat(20), found.impostors.repeat(20)))
    assert np.flatnonzero(many.reliable).tolist() == [2, 7]


def test_long_curves_keep_their_ends_and_their_lowest_rates() -> None:
    rng = np.random.default_rng(0)
    found = Comparisons(rng.beta(4, 2, 20_000).astype(np.float32), rng.beta(2, 4, 20_000).astype(np.float32))
    curve = compute_roc(found)
    assert len(curve.fmr) <= MAX_POINTS + 1
    assert (curve.fmr[0], curve.fmr[-1]) == (0, 1)
    assert curve.fmr[curve.fmr > 0].min() < 1e-3
    assert len(compute_precision_recall(found).recall) <= MAX_POINTS
