import numpy as np
import pytest

from model.vision.alignment import TEMPLATE
from model.vision.face import LEFT_EYE, RIGHT_EYE
from training.data import occlusion
from training.data.occlusion import add_occlusion

CROP = np.random.default_rng(0).integers(100, 256, (100, 100, 3), np.uint8)
"""Brighter than any glasses."""

TRIES = 60


def occluded_by(function: str, monkeypatch: pytest.MonkeyPatch) -> list[np.ndarray]:
    """(100, 100) each, True where ``function`` of the module changes the crop."""
    for name in {"_add_hand", "_add_glasses", "_add_mask", "_add_edge"} - {function}:
        monkeypatch.setattr(occlusion, name, getattr(occlusion, function))
    return [(add_occlusion(CROP, np.random.default_rng(seed)) != CROP).any(axis=2) for seed in range(TRIES)]


def at(changed: np.ndarray, point: np.ndarray) -> bool:
    column, row = point.round().astype(int)
    return bool(changed[row, column])


def test_glasses_cover_both_eyes_but_not_the_mouth(monkeypatch: pytest.MonkeyPatch) -> None:
    masks = occluded_by("_add_glasses", monkeypatch)
    assert sum(at(changed, TEMPLATE[eye]) for changed in masks for eye in (LEFT_EYE, RIGHT_EYE)) > 1.9 * TRIES
    assert not any(changed[75:].any() for changed in masks)


def test_a_mask_covers_the_mouth_but_not_the_eyes(monkeypatch: pytest.MonkeyPatch) -> None:
    for changed in occluded_by("_add_mask", monkeypatch):
        assert changed[85, 40:60].mean() > 0.95
        assert not changed[:40].any()


def test_a_hand_covers_a_rectangle_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    shares = [changed.mean() for changed in occluded_by("_add_hand", monkeypatch)]
    assert min(shares) > 0.15**2 * 0.8
    assert max(shares) < 0.5**2 * 1.1


def test_the_input_is_unchanged_and_the_same_seed_gives_the_same_crop() -> None:
    before = CROP.copy()
    for seed in range(TRIES):
        once, again = (add_occlusion(CROP, np.random.default_rng(seed)) for _ in range(2))
        np.testing.assert_array_equal(once, again)
        assert 0 < (once != CROP).any(axis=2).mean() < 0.7
    np.testing.assert_array_equal(CROP, before)
