import numpy as np
import pytest

from training.calibration import ALLOWED_FMR, calibrate
from training.progress import TrainingError
from training.rates import false_match_rate

IMPOSTORS = np.linspace(0, 0.999, 2000).astype(np.float32)
GENUINE = np.array([0.2, 0.5, 0.9995, 1.0], np.float32)


def test_at_the_detection_threshold_one_in_a_thousand_strangers_matches() -> None:
    found = calibrate(GENUINE, IMPOSTORS)
    assert found.detection_threshold == IMPOSTORS[-3]
    assert false_match_rate(IMPOSTORS, found.detection_threshold).value == ALLOWED_FMR
    assert false_match_rate(IMPOSTORS, np.nextafter(found.detection_threshold, 0)).value > ALLOWED_FMR


def test_the_table_rises_in_similarity_and_falls_in_false_matches() -> None:
    found = calibrate(GENUINE, IMPOSTORS)
    similarities = [row.similarity for row in found.table]
    assert similarities == sorted(set(similarities))
    assert (similarities[0], similarities[-1]) == (0, 1)
    assert found.detection_threshold in similarities
    for lower, higher in zip(found.table, found.table[1:], strict=False):
        assert lower.fmr >= higher.fmr
        assert lower.fnmr <= higher.fnmr


def test_a_row_holds_both_errors_and_the_bound() -> None:
    (middle,) = (row for row in calibrate(GENUINE, IMPOSTORS).table if row.similarity == 0.5)
    assert middle.fmr == pytest.approx(0.5, abs=0.002)
    assert middle.fmr < middle.fmr_upper < 0.53
    assert middle.fnmr == 0.5


def test_ties_at_the_threshold_do_not_match() -> None:
    impostors = np.repeat(np.array([0.1, 0.6], np.float32), [990, 10])
    found = calibrate(GENUINE, np.concatenate([impostors, impostors]))
    assert found.detection_threshold == pytest.approx(0.6)
    assert false_match_rate(impostors, found.detection_threshold).count == 0


def test_the_threshold_can_be_asked_to_be_higher_but_not_lower() -> None:
    usual = calibrate(GENUINE, IMPOSTORS).detection_threshold
    higher = calibrate(GENUINE, IMPOSTORS, at_least=0.9995)
    assert higher.detection_threshold == 0.9995
    assert 0.9995 in [row.similarity for row in higher.table]
    assert calibrate(GENUINE, IMPOSTORS, at_least=0.5).detection_threshold == usual


def test_too_few_strangers_cannot_choose_a_threshold() -> None:
    with pytest.raises(TrainingError, match="1000 impostor comparisons"):
        calibrate(GENUINE, IMPOSTORS[:999])
