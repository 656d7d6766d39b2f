import numpy as np
import pytest

from tests.support.optional_packages import needs_torch

pytestmark = [pytest.mark.slow, needs_torch]

COUNT = 400


def grey(level: int) -> np.ndarray:
    return np.full((COUNT, 12, 12, 3), level, np.uint8)


@pytest.mark.parametrize("level", [0, 40, 128, 220])
def test_light_has_the_statistics_of_the_opencv_version(level: int) -> None:
    from dataclasses import replace

    from tests.training.distillation.accelerated.views.device_crops import random_of, to_images, to_tensor
    from training.data.augmentation import augment
    from training.data.webcam_augmentation import WEBCAM
    from training.distillation.accelerated.views.lighting import change_light

    received = to_images(change_light(to_tensor(grey(level)), random_of(level)))[:, 0, 0]
    always = replace(WEBCAM, light_chance=1.0, degrade_chance=0.0)
    expected = np.stack(
        [augment(crop, always, np.random.default_rng(seed))[0, 0] for seed, crop in enumerate(grey(level))]
    )
    np.testing.assert_allclose(received.mean(axis=0), expected.mean(axis=0), atol=6)
    np.testing.assert_allclose(received.std(axis=0), expected.std(axis=0), atol=5)
    casts, expected_casts = (rows.max(axis=1) - rows.min(axis=1) for rows in (received, expected))
    assert casts.mean() == pytest.approx(expected_casts.mean(), abs=1.5)


def test_noise_has_the_deviations_of_the_opencv_version() -> None:
    from tests.training.distillation.accelerated.views.device_crops import random_of, to_images, to_tensor
    from training.data.augmentation import add_noise as add_noise_to_one
    from training.data.webcam_augmentation import WEBCAM
    from training.distillation.accelerated.views.lighting import add_noise

    received = to_images(add_noise(to_tensor(grey(128)), random_of(0)))
    expected = np.stack(
        [add_noise_to_one(crop, WEBCAM, np.random.default_rng(seed)) for seed, crop in enumerate(grey(128))]
    )
    assert received.mean() == pytest.approx(128, abs=0.5)
    deviations, expected_deviations = (
        np.sort(noisy.reshape(COUNT, -1).std(axis=1)) for noisy in (received, expected)
    )
    np.testing.assert_allclose(deviations, expected_deviations, atol=1)
