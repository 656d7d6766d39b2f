import cv2
import numpy as np
import pytest

from model.vision.image_file import recompress
from tests.support.optional_packages import needs_torch

pytestmark = [pytest.mark.slow, needs_torch]


@pytest.mark.parametrize("quality", [20, 35, 50, 75, 94])
def test_compression_loses_what_libjpeg_loses(quality: int) -> None:
    import torch

    from tests.training.distillation.accelerated.views.device_crops import pictures, to_images, to_tensor
    from training.distillation.accelerated.views.jpeg import jpeg

    images = np.stack([cv2.GaussianBlur(picture, (0, 0), 2) for picture in pictures(4)])
    received = to_images(jpeg(to_tensor(images), torch.full((4,), quality)))
    expected = np.stack([recompress(image, quality) for image in images]).astype(np.float32)
    assert np.abs(received - expected).mean() < 0.9
    loss, expected_loss = (np.abs(crops - images).mean() for crops in (received, expected))
    assert loss == pytest.approx(expected_loss, rel=0.1, abs=0.2)


def test_each_crop_has_its_own_quality() -> None:
    import torch

    from tests.training.distillation.accelerated.views.device_crops import pictures, to_tensor
    from training.distillation.accelerated.views.jpeg import jpeg

    crops = to_tensor(pictures(1)).repeat(3, 1, 1, 1)
    together = jpeg(crops, torch.tensor([20, 50, 90]))
    alone = jpeg(crops[:1], torch.tensor([50]))
    assert torch.equal(together[1:2], alone)
    losses = (together - crops).abs().mean((1, 2, 3))
    assert losses[0] > losses[1] > losses[2] > 0


def test_the_best_quality_changes_almost_nothing() -> None:
    import torch

    from tests.training.distillation.accelerated.views.device_crops import to_tensor
    from training.distillation.accelerated.views.jpeg import jpeg

    row = np.linspace(0, 255, 100).round().astype(np.uint8)
    grey = to_tensor(np.broadcast_to(row[None, None, :, None], (1, 100, 100, 3)).copy())
    assert (jpeg(grey, torch.tensor([100])) - grey).abs().max() <= 2
