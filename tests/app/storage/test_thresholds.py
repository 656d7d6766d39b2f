import pytest

from app.storage.settings import Settings
from app.storage.thresholds import (
    NOTHING_PASSES,
    LevelError,
    active_level,
    effective_thresholds,
    require_level,
)
from model.runtime.model_card import CalibrationRow
from model.verification.decision import Thresholds
from model.verification.security_levels import Level
from tests.support.bundles import card_with

BARE = card_with(detection_threshold=0.8, verification_threshold=0.6)
MEASURED = card_with(
    detection_threshold=0.8,
    verification_threshold=0.6,
    calibration=[
        CalibrationRow(similarity=0.3, fmr=0.01, fmr_upper=0.02, fnmr=0.1),
        CalibrationRow(similarity=0.8, fmr=0.001, fmr_upper=0.002, fnmr=0.2),
    ],
)

IN_FORCE = {
    "nothing chosen": (Settings(), MEASURED, Thresholds(0.8, 0.6)),
    "a detection threshold": (Settings(detection_threshold=0.0), MEASURED, Thresholds(0.0, 0.6)),
    "a verification threshold": (Settings(verification_threshold=0.9), MEASURED, Thresholds(0.8, 0.9)),
    "a level": (Settings(level=Level.CONVENIENT), MEASURED, Thresholds(0.3, 0.6)),
    "a threshold comes before a level": (
        Settings(level=Level.CONVENIENT, detection_threshold=0.9),
        MEASURED,
        Thresholds(0.9, 0.6),
    ),
    "a level beyond the table lets nobody pass": (Settings(level=Level.STRICT), MEASURED, Thresholds(1, 0.6)),
    "not even the laxest without a table": (Settings(level=Level.CONVENIENT), BARE, Thresholds(1, 0.6)),
    "the default needs no table": (Settings(), BARE, Thresholds(0.8, 0.6)),
}


@pytest.mark.parametrize(("settings", "card", "expected"), IN_FORCE.values(), ids=IN_FORCE)
def test_what_is_in_force(settings, card, expected):
    assert effective_thresholds(settings, card) == expected


def test_without_a_model_nothing_passes():
    assert effective_thresholds(Settings(detection_threshold=0.0), None) is NOTHING_PASSES


def test_a_custom_threshold_is_no_level():
    assert active_level(Settings(level=Level.STRICT)) is Level.STRICT
    assert active_level(Settings(level=Level.STRICT, detection_threshold=0.9)) is None


def test_a_level_that_is_not_to_be_had_is_an_error_unless_a_threshold_replaces_it():
    with pytest.raises(LevelError, match="not measured for the level strict"):
        require_level(Settings(level=Level.STRICT), MEASURED)
    require_level(Settings(level=Level.STRICT, detection_threshold=0.9), MEASURED)
    require_level(Settings(level=Level.CONVENIENT), MEASURED)
    require_level(Settings(), BARE)
