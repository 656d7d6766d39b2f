import numpy as np
import pytest

from model.liveness.depth.face_patch import EYE_DISTANCE_PX, FacePatch

RAMP = np.repeat(np.linspace(20, 220, 700).astype(np.uint8)[np.newaxis, :, np.newaxis], 600, axis=0)


@pytest.mark.parametrize("eye_distance", [40.0, 64.0, 90.0, 128.0, 200.0, 300.0])
def test_large_faces_are_scaled_to_one_size_and_keep_their_brightness(eye_distance: float) -> None:
    scale = min(1.0, EYE_DISTANCE_PX / eye_distance)
    grey = FacePatch(0, 0, 700, 600, scale).grey(np.repeat(RAMP, 3, axis=2))
    assert grey.shape == pytest.approx((600 * scale, 700 * scale), abs=0.6)
    assert grey.mean() == pytest.approx(120, abs=1)
    assert np.all(np.diff(grey[0].astype(int)) >= 0)
