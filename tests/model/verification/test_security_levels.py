import pytest

from model.runtime.model_card import CalibrationRow
from model.verification.security_levels import DEFAULT_LEVEL, LEVEL_FMR, Level, level_threshold
from tests.support.bundles import card_with


def table(*rows: tuple[float, float]) -> list[CalibrationRow]:
    return [
        CalibrationRow(similarity=similarity, fmr=fmr, fmr_upper=min(1, 2 * fmr + 1e-6), fnmr=0.1)
        for similarity, fmr in rows
    ]


WHOLE = ((0.0, 1.0), (0.7, 0.02), (0.8, 0.01), (0.9, 0.002), (0.95, 0.001), (0.99, 1e-4), (1.0, 0.0))
COARSE = ((0.0, 1.0), (0.7, 0.02), (0.84, 0.009), (0.95, 0.001), (0.99, 2.8e-4), (1.0, 0.0))
FEW = ((0.0, 1.0), (0.8, 0.01), (0.95, 0.001), (0.97, 0.0), (1.0, 0.0))

THRESHOLDS = {
    "each level at its row": (WHOLE, 0.95, (0.8, 0.95, 0.99)),
    "no row at the very rate: the next stricter one": (COARSE, 0.95, (0.84, 0.95, None)),
    "no stranger seen is no evidence": (FEW, 0.95, (0.8, 0.95, None)),
    "a raised threshold is kept by the stricter levels": (WHOLE, 0.995, (0.8, 0.995, 0.995)),
    "the card's own threshold needs no table": ((), 0.95, (None, 0.95, None)),
}


@pytest.mark.parametrize(("rows", "detection", "expected"), THRESHOLDS.values(), ids=THRESHOLDS)
def test_thresholds_of_the_levels(rows, detection, expected):
    card = card_with(detection_threshold=detection, calibration=table(*rows))
    assert tuple(level_threshold(level, card) for level in Level) == expected


def test_the_table_of_people_who_look_alike_gives_the_levels_their_thresholds():
    stricter = table((0.0, 1.0), (0.93, 0.01), (0.97, 0.001), (0.995, 1e-4), (1.0, 0.0))
    card = card_with(detection_threshold=0.97, calibration=table(*WHOLE), look_alikes=stricter)
    assert tuple(level_threshold(level, card) for level in Level) == (0.93, 0.97, 0.995)


def test_levels_go_from_lax_to_strict():
    rates = [LEVEL_FMR[level] for level in Level]
    assert rates == sorted(rates, reverse=True)
    assert LEVEL_FMR[DEFAULT_LEVEL] == 1e-3
