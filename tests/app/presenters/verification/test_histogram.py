import numpy as np
import pytest

from app.presenters.verification.histogram import BARS, HistogramView, present_histogram
from model.runtime.model_card import CalibrationRow


def row(similarity: float, fmr: float) -> CalibrationRow:
    return CalibrationRow(similarity=similarity, fmr=fmr, fmr_upper=fmr, fnmr=0.0)


TABLE = [row(0.0, 1.0), row(0.5, 0.125), row(0.75, 0.0)]
NOBODY = np.empty((0, 0), np.float32)


def test_strangers_lie_where_the_false_match_rate_falls() -> None:
    bars = present_histogram(TABLE, NOBODY, places=lambda similarities: similarities).strangers

    assert len(bars) == BARS
    assert bars[0] == pytest.approx(1.0)
    assert bars[BARS // 2] == pytest.approx(np.cbrt((0.125 / 8) / (0.875 / 16)))
    assert bars[-1] == 0.0


def test_the_persons_references_are_compared_with_each_other_not_with_themselves() -> None:
    among = np.array([[1.0, 0.01], [0.01, 1.0]], np.float32)

    bars = present_histogram([], among, places=lambda similarities: similarities).person

    assert bars[0] == 1.0
    assert not any(bars[1:])


def test_the_bars_follow_the_scale_of_the_slider() -> None:
    among = np.array([[1.0, 0.5], [0.5, 1.0]], np.float32)

    bars = present_histogram([], among, places=lambda some: (some >= 0.9).astype(float)).person

    assert bars[0] == 1.0


def test_nothing_is_drawn_where_nothing_is_known() -> None:
    assert present_histogram([], NOBODY, np.asarray) == HistogramView()
    assert present_histogram([], np.ones((1, 1), np.float32), np.asarray).person == ()
    assert present_histogram([], np.full((2, 2), np.nan, np.float32), np.asarray).person == ()
