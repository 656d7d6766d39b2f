import numpy as np
import pytest

from model.liveness.depth.feature_tracks import Match
from model.liveness.depth.surface_fit import unexplained_motion

EYE_PX = 60.0
X, Y = np.meshgrid(np.linspace(-1, 1, 8), np.linspace(-1.2, 1.2, 8))
AT = np.stack([X.ravel(), Y.ravel()], axis=1)
NOSE = np.exp(-((AT[:, 0] / 0.4) ** 2) - ((AT[:, 1] / 0.6) ** 2))


def match(motion) -> Match:
    """``motion`` in eye distances, (64, 2)."""
    before = (AT * EYE_PX + 100).astype(np.float32)
    return Match(before, (before + motion * EYE_PX).astype(np.float32))


def along_x(amount):
    return np.stack([amount, np.zeros_like(amount)], axis=1)


SHEETS = {
    "at rest": np.zeros_like(AT),
    "shifted": np.full_like(AT, 0.3),
    "turned in the plane": 0.1 * np.stack([-AT[:, 1], AT[:, 0]], axis=1),
    "bent": along_x(0.2 * AT[:, 0] ** 2 - 0.1 * AT[:, 0] * AT[:, 1]),
}


@pytest.mark.parametrize("motion", SHEETS.values(), ids=SHEETS)
def test_a_sheet_explains_all_of_its_motion(motion):
    assert unexplained_motion(match(motion), EYE_PX) < 1e-3


@pytest.mark.parametrize("motion", SHEETS.values(), ids=SHEETS)
def test_a_nose_adds_motion_in_proportion_to_its_own(motion):
    little, much = (unexplained_motion(match(motion + along_x(a * NOSE)), EYE_PX) for a in (0.1, 0.2))
    assert 0.005 < little < 0.02
    assert much == pytest.approx(2 * little, rel=0.1)


def test_few_corners_that_slipped_are_not_depth():
    motion = np.zeros_like(AT)
    motion[[3, 20, 50]] = 0.5
    assert unexplained_motion(match(motion), EYE_PX) < 2e-3


def test_the_scale_of_the_picture_does_not_matter():
    motion = along_x(0.1 * NOSE)
    small = match(motion)
    large = Match(3 * small.before, 3 * small.after)
    assert unexplained_motion(large, 3 * EYE_PX) == pytest.approx(unexplained_motion(small, EYE_PX), rel=1e-4)
