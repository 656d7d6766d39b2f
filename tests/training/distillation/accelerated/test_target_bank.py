from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.support.optional_packages import needs_torch
from training.jobs.progress import JobCancelled, Progress, ignore_progress, never_stop

pytestmark = [pytest.mark.slow, needs_torch]

LEVELS = np.array([10, 90, 170, 250], np.uint8)


def mean_levels(views: Any) -> Any:
    """A teacher: (n, 3), the mean level of each channel."""
    return views.mean((2, 3))


def grey_faces() -> Any:
    """Four faces of one level each."""
    import torch

    return torch.from_numpy(LEVELS)[:, None, None, None].expand(4, 3, 128, 128).contiguous()


def bank(
    blends: int = 40,
    report: Callable[[Progress], None] = ignore_progress,
    should_stop: Callable[[], bool] = never_stop,
) -> Any:
    from tests.training.distillation.accelerated.views.device_crops import random_of
    from training.distillation.accelerated.target_bank import TargetBank

    return TargetBank(grey_faces(), mean_levels, blends, random_of(0), report, should_stop)


def test_faces_come_first_and_then_blends_with_the_targets_of_the_blends_themselves() -> None:
    import torch

    targets = bank().targets[:, 0]
    assert targets[:4].tolist() == LEVELS.tolist()
    blends = targets[4:].numpy()
    assert LEVELS.min() <= blends.min() < blends.max() <= LEVELS.max()
    assert len(np.unique(blends.round(2))) > 20
    images = bank().images(torch.arange(44))
    assert torch.allclose(images.mean((1, 2, 3)), targets, atol=0.01)


def test_the_proportions_of_a_blend_are_never_extreme() -> None:
    # Of a black and a white face: the level is the proportion.
    import torch

    from tests.training.distillation.accelerated.views.device_crops import random_of
    from training.distillation.accelerated.target_bank import TargetBank

    faces = torch.tensor([0, 100], dtype=torch.uint8)[:, None, None, None].expand(2, 3, 128, 128)
    filled = TargetBank(faces, mean_levels, 200, random_of(0), ignore_progress, never_stop)
    levels = filled.targets[2:, 0]
    mixed = levels[(levels > 0.1) & (levels < 99.9)]
    assert 60 < len(mixed) < 140
    assert 30 <= mixed.min() < 35
    assert 65 < mixed.max() <= 70


def test_a_batch_has_the_share_of_blends_and_the_targets_of_its_crops() -> None:
    from tests.training.distillation.accelerated.views.device_crops import random_of

    crops, targets = bank().batch(64, 0.5, random_of(1))
    assert crops.shape == (64, 3, 100, 100)
    whole = np.isin(targets[:, 0].numpy(), LEVELS)
    assert 32 <= whole.sum() < 52  # a blend of a face with itself is a face
    distances = (crops.mean((2, 3))[:, 0] - targets[:, 0]).abs()
    assert distances.median() < 40


def test_without_blends_all_crops_are_faces() -> None:
    from tests.training.distillation.accelerated.views.device_crops import random_of

    _, targets = bank(blends=0).batch(32, 0.5, random_of(1))
    assert np.isin(targets[:, 0].numpy(), LEVELS).all()


def test_progress_and_cancellation() -> None:
    seen: list[Progress] = []
    bank(report=seen.append)
    assert (seen[-1].done, seen[-1].total) == (44, 44)
    with pytest.raises(JobCancelled):
        bank(should_stop=lambda: True)
