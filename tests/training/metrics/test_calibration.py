import numpy as np
import pytest

from model.verification.security_levels import LEVEL_FMR, Level
from training.jobs.progress import JobError
from training.metrics.calibration import ALLOWED_FMR, TABLE_FMRS, calibrate, detection_threshold
from training.metrics.comparisons import LabelledComparisons
from training.metrics.error_rates import false_match_rate

IMPOSTORS = np.linspace(0, 0.999, 2016).astype(np.float32)
GENUINE = np.array([0.2, 0.5, 0.9995, 1.0], np.float32)


def comparisons(impostors: np.ndarray = IMPOSTORS) -> LabelledComparisons:
    """One picture each of as many people as make so many pairs, and two of the first four."""
    people = int(np.ceil(0.5 + np.sqrt(0.25 + 2 * len(impostors))))
    owners = np.stack(np.triu_indices(people, k=1))[:, : len(impostors)]
    crops = np.ones(people, np.int64)
    genuine_owners = np.arange(4, dtype=np.int32)
    return LabelledComparisons(GENUINE, impostors, crops, genuine_owners, owners.astype(np.int32))


def test_at_the_detection_threshold_one_in_a_thousand_impostors_matches() -> None:
    found = calibrate(comparisons())
    assert found.detection_threshold == IMPOSTORS[-3]
    assert false_match_rate(IMPOSTORS, found.detection_threshold).count == int(ALLOWED_FMR * len(IMPOSTORS))
    assert false_match_rate(IMPOSTORS, np.nextafter(found.detection_threshold, 0)).value > ALLOWED_FMR


def test_the_table_rises_in_similarity_and_falls_in_false_matches() -> None:
    found = calibrate(comparisons())
    similarities = [row.similarity for row in found.table]
    assert similarities == sorted(set(similarities))
    assert (similarities[0], similarities[-1]) == (0, 1)
    assert found.detection_threshold in similarities
    for lower, higher in zip(found.table, found.table[1:], strict=False):
        assert lower.fmr >= higher.fmr
        assert lower.fnmr <= higher.fnmr


@pytest.mark.parametrize(("impostors", "strictest"), [(2000, 1e-3), (9_999, 1.78e-4), (10_000, 1e-4)])
def test_the_table_has_every_rate_with_enough_impostors(impostors: int, strictest: float) -> None:
    near_one = 1 - np.logspace(-1, -3, impostors).astype(np.float32)
    rates = [row.fmr for row in calibrate(comparisons(near_one)).table]
    wanted = [fmr for fmr in TABLE_FMRS if fmr > 0.99 * strictest]
    assert wanted[-1] == pytest.approx(strictest, rel=0.01)
    for fmr in wanted:
        assert any(fmr - 1 / impostors < rate <= fmr for rate in rates), fmr
    assert min(rate for rate in rates if rate) >= 1 / impostors


def test_the_table_has_the_rates_of_all_security_levels() -> None:
    assert set(LEVEL_FMR.values()) <= set(TABLE_FMRS)
    assert len(TABLE_FMRS) == 13


def test_a_row_has_both_error_rates_and_the_bound() -> None:
    (middle,) = (row for row in calibrate(comparisons()).table if row.similarity == 0.5)
    assert middle.fmr == pytest.approx(0.5, abs=0.002)
    assert middle.fmr < middle.fmr_upper < 0.7
    assert middle.fnmr == 0.5


def test_ties_at_the_threshold_do_not_match() -> None:
    impostors = np.repeat(np.array([0.1, 0.6], np.float32), [990, 10])
    found = calibrate(comparisons(np.concatenate([impostors, impostors])))
    assert found.detection_threshold == pytest.approx(0.6)
    assert false_match_rate(impostors, found.detection_threshold).count == 0


def test_another_group_of_impostors_counts_where_it_is_worse() -> None:
    usual = calibrate(comparisons())
    worse = calibrate(comparisons(), np.repeat(np.array([0.1, 0.9995], np.float32), [1980, 20]))
    assert usual.detection_threshold < worse.detection_threshold == pytest.approx(0.9995)
    assert all(row.fmr >= 0.01 for row in worse.table if row.similarity < worse.detection_threshold)
    better = calibrate(comparisons(), np.zeros(2000, np.float32))
    assert better.detection_threshold == usual.detection_threshold
    assert [row.fmr for row in better.table] == [row.fmr for row in usual.table]


def test_look_alikes_choose_the_threshold_and_have_a_table_of_their_own() -> None:
    usual = calibrate(comparisons())
    alike = comparisons(np.repeat(np.array([0.1, 0.9995], np.float32), [1980, 20]))
    found = calibrate(comparisons(), look_alikes=alike)
    assert usual.look_alikes is None
    assert found.detection_threshold == pytest.approx(0.9995)
    assert detection_threshold(comparisons(), look_alikes=alike) == found.detection_threshold
    assert found.look_alikes is not None
    rates = {row.similarity: row.fmr for row in found.look_alikes}
    assert rates[0.5] == 0.01
    assert rates[found.detection_threshold] == 0
    fmr = {row.similarity: row.fmr for row in found.table}
    assert all(fmr[row.similarity] == row.fmr for row in usual.table)
    assert fmr.keys() == rates.keys()
    assert found.equal_error_threshold == usual.equal_error_threshold


def test_where_nobody_looks_alike_all_strangers_choose_the_threshold() -> None:
    nobody = comparisons(np.empty(0, np.float32))
    assert calibrate(comparisons(), look_alikes=nobody) == calibrate(comparisons())


def test_a_level_takes_its_threshold_from_look_alikes() -> None:
    alike = comparisons(np.linspace(0.5, 0.9999, 2016).astype(np.float32))
    usual, found = calibrate(comparisons()), calibrate(comparisons(), look_alikes=alike)
    for level in (Level.CONVENIENT, Level.BALANCED):
        lax, strict = usual.level_threshold(level), found.level_threshold(level)
        assert lax is not None
        assert strict is not None
        assert lax < strict
    assert found.level_threshold(Level.STRICT) is None


def test_nothing_matches_of_a_group_that_is_too_small() -> None:
    found = calibrate(comparisons(), np.full(50, 0.9995, np.float32))
    assert found.detection_threshold == pytest.approx(0.9995)
    (row,) = (row for row in found.table if row.similarity == found.detection_threshold)
    assert row.fmr_upper > 1 / 50


def test_a_bound_is_over_people_not_over_comparisons() -> None:
    one_lookalike = np.zeros(2016, np.float32)
    one_lookalike[:20] = 0.9
    (row,) = (row for row in calibrate(comparisons(one_lookalike)).table if row.similarity == 0.5)
    assert row.fmr_upper > 2 * false_match_rate(one_lookalike, 0.5).upper


def test_too_few_impostors_cannot_select_a_threshold() -> None:
    with pytest.raises(JobError, match="1000 impostor comparisons"):
        calibrate(comparisons(IMPOSTORS[:999]))
