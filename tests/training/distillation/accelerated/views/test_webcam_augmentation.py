import numpy as np
import pytest

from tests.support.optional_packages import needs_torch

pytestmark = [pytest.mark.slow, needs_torch]


def test_crops_keep_their_range_and_the_seed_determines_them() -> None:
    import torch

    from tests.training.distillation.accelerated.views.device_crops import pictures, random_of, to_tensor
    from training.distillation.accelerated.views.webcam_augmentation import augment_crops_as_webcam

    crops = to_tensor(pictures(32))
    before = crops.clone()
    first, again, other = (augment_crops_as_webcam(crops, random_of(seed)) for seed in (1, 1, 2))
    assert torch.equal(crops, before)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(first, first.round())
    assert (first.min(), first.max()) >= (0, 0)
    assert first.max() <= 255
    assert 24 <= sum((one != other).any() for one, other in zip(first, crops, strict=True)) <= 32


def test_crops_differ_from_their_originals_as_much_as_those_of_opencv() -> None:
    from tests.training.distillation.accelerated.views.device_crops import (
        pictures,
        random_of,
        to_images,
        to_tensor,
    )
    from training.data.augmentation import augment
    from training.data.occlusion import add_occlusion
    from training.data.webcam_augmentation import OCCLUSION_CHANCE, WEBCAM
    from training.distillation.accelerated.views.webcam_augmentation import augment_crops_as_webcam

    images = np.repeat(pictures(1), 400, axis=0)
    received = to_images(augment_crops_as_webcam(to_tensor(images), random_of(0)))
    expected = []
    for seed, image in enumerate(images):
        rng = np.random.default_rng(seed)
        occluded = add_occlusion(image, rng) if rng.random() < OCCLUSION_CHANCE else image
        expected.append(augment(occluded, WEBCAM, rng))
    changes, expected_changes = (
        np.sort(np.abs(crops - images.astype(np.float32)).mean(axis=(1, 2, 3)))
        for crops in (received, np.stack(expected))
    )
    for share in (0.25, 0.5, 0.75, 0.9):
        place = int(share * len(images))
        assert changes[place] == pytest.approx(expected_changes[place], rel=0.25, abs=2)


def test_a_share_of_the_crops_gets_one_change_each() -> None:
    import torch

    from tests.training.distillation.accelerated.views.device_crops import random_of
    from training.distillation.accelerated.views.webcam_augmentation import change_share

    crops = torch.zeros(20, 3, 4, 4)
    changes = [lambda part, random, value=value: part + value for value in (1, 2)]
    changed = change_share(crops, 0.5, changes, random_of(0))
    levels = changed[:, 0, 0, 0].long()
    assert torch.bincount(levels).tolist() == [10, 5, 5]
    assert crops.max() == 0
