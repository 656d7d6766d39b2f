import cv2
import numpy as np
import pytest

from tests.support.optional_packages import needs_torch

pytestmark = [pytest.mark.slow, needs_torch]


@pytest.mark.parametrize("sigma", [0.3, 0.75, 1.2, 1.6])
def test_blur_is_that_of_opencv(sigma: float) -> None:
    import torch

    from tests.training.distillation.accelerated.views.device_crops import pictures, to_images, to_tensor
    from training.distillation.accelerated.views.separable_filters import gaussian_blur

    images = pictures(3)
    received = to_images(gaussian_blur(to_tensor(images), torch.full((3,), sigma)))
    expected = np.stack([cv2.GaussianBlur(image, (0, 0), sigma) for image in images])
    assert np.abs(received - expected).max() < 1.5


@pytest.mark.parametrize("size", [35, 50, 77, 99, 100])
def test_shrinking_is_that_of_opencv(size: int) -> None:
    import torch

    from tests.training.distillation.accelerated.views.device_crops import pictures, to_images, to_tensor
    from training.distillation.accelerated.views.separable_filters import shrink_to

    images = pictures(3).astype(np.float32)
    received = to_images(shrink_to(to_tensor(images), torch.full((3,), size)))
    small = [cv2.resize(image, (size, size), interpolation=cv2.INTER_AREA) for image in images]
    expected = np.stack([cv2.resize(image, (100, 100), interpolation=cv2.INTER_LINEAR) for image in small])
    np.testing.assert_allclose(received, expected, atol=0.1)


def test_each_crop_has_its_own_strength() -> None:
    import torch

    from tests.training.distillation.accelerated.views.device_crops import pictures, random_of, to_tensor
    from training.distillation.accelerated.views import separable_filters

    crops = to_tensor(pictures(1)).repeat(20, 1, 1, 1)
    for change in (separable_filters.shrink, separable_filters.blur):
        changed = change(crops, random_of(1))
        differences = (changed - crops).abs().mean((1, 2, 3))
        assert differences.max() > 3 * differences.min()
        assert len(torch.unique(differences.round(decimals=3))) > 8
        assert changed.min() > -1e-3
        assert changed.max() < 255.001
