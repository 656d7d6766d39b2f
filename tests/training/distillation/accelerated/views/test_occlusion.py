from typing import Any

import numpy as np
import pytest

from model.vision.alignment import TEMPLATE
from model.vision.face import LEFT_EYE, RIGHT_EYE
from tests.support.optional_packages import needs_torch

pytestmark = [pytest.mark.slow, needs_torch]

TRIES = 300


def covered_by(name: str) -> np.ndarray:
    """(TRIES, 100, 100), True where the change covers a crop."""
    from tests.training.distillation.accelerated.views.device_crops import random_of, to_tensor
    from training.distillation.accelerated.views import occlusion

    crops = to_tensor(np.full((TRIES, 100, 100, 3), 127.3, np.float32))
    changed: Any = getattr(occlusion, name)(crops, random_of(0))
    return (changed != crops).any(dim=1).numpy()


def opencv_covered_by(name: str) -> np.ndarray:
    from training.data import occlusion

    # Colours are whole levels, and this level is rarely drawn.
    crop = np.full((100, 100, 3), 255, np.uint8)
    change: Any = getattr(occlusion, f"_{name}")
    return np.stack(
        [(change(crop.copy(), np.random.default_rng(seed)) != crop).any(axis=2) for seed in range(TRIES)]
    )


@pytest.mark.parametrize("name", ["add_hand", "add_glasses", "add_mask", "add_edge"])
def test_every_place_is_covered_as_often_as_by_opencv(name: str) -> None:
    received, expected = covered_by(name), opencv_covered_by(name)
    shares, expected_shares = received.mean(axis=(1, 2)), expected.mean(axis=(1, 2))
    assert shares.mean() == pytest.approx(expected_shares.mean(), rel=0.12)
    assert shares.std() == pytest.approx(expected_shares.std(), rel=0.2)
    assert np.abs(received.mean(axis=0) - expected.mean(axis=0)).mean() < 0.035


def test_glasses_cover_the_eyes_and_a_mask_the_mouth() -> None:
    (left, top), (right, _) = TEMPLATE[[LEFT_EYE, RIGHT_EYE]].round().astype(int)
    glasses, mask = covered_by("add_glasses"), covered_by("add_mask")
    assert glasses[:, top, [left, right]].mean() > 0.95
    assert not glasses[:, 75:].any()
    assert mask[:, 85, 40:60].mean() > 0.95
    assert not mask[:, :40].any()


def test_the_edge_is_at_any_side_and_often_black() -> None:
    from tests.training.distillation.accelerated.views.device_crops import random_of, to_tensor
    from training.distillation.accelerated.views.occlusion import add_edge

    covered = covered_by("add_edge")
    middles = (covered[:, 50, 2], covered[:, 50, 97], covered[:, 2, 50], covered[:, 97, 50])
    assert np.stack(middles).sum(axis=0).tolist() == [1] * TRIES
    assert all(0.15 < middle.mean() < 0.35 for middle in middles)
    crops = add_edge(to_tensor(np.full((TRIES, 100, 100, 3), 200, np.uint8)), random_of(0))
    assert 0.5 < (crops.amin((1, 2, 3)) == 0).float().mean() < 0.7
