import cv2
import numpy as np
import pytest

from model.vision.alignment import CROP_SIZE
from tests.support.optional_packages import needs_torch
from training.distillation.data.face_archive import FACE_SIZE, MARGIN
from training.distillation.data.views import VIEW_SIZE

pytestmark = [pytest.mark.slow, needs_torch]


def faces_with_spot(count: int) -> np.ndarray:
    """One bright spot in the middle of the left half."""
    images = np.zeros((count, FACE_SIZE, FACE_SIZE, 3), np.uint8)
    images[:, 60:68, 28:36] = 255
    return images


def test_center_crops_are_those_of_opencv() -> None:
    from tests.training.distillation.accelerated.views.device_crops import pictures, to_images, to_tensor
    from training.data.webcam_augmentation import resize_to_crop
    from training.distillation.accelerated.views.geometry import center_crops
    from training.distillation.data.views import center_view

    images = pictures(3, FACE_SIZE)
    expected = np.stack([resize_to_crop(center_view(image)) for image in images])
    assert np.abs(to_images(center_crops(to_tensor(images))) - expected).max() <= 1


@pytest.mark.parametrize(
    ("degrees", "zoom", "right", "down"),
    [(0, 1, 0, 0), (10, 1, 0, 0), (0, 1.2, 0, 0), (0, 1, 3, 0), (0, 1, 0, 3)],
)
def test_a_warp_is_that_of_opencv(degrees: float, zoom: float, right: float, down: float) -> None:
    import torch

    from tests.training.distillation.accelerated.views.device_crops import pictures, to_images, to_tensor
    from training.distillation.accelerated.views.geometry import warp_to_crops

    images = pictures(1, FACE_SIZE)
    values = [torch.tensor([value]) for value in (np.radians(degrees), zoom, 1.0)]
    shift = torch.tensor([[-right], [-down]], dtype=torch.float32)
    received = to_images(warp_to_crops(to_tensor(images), values[0], values[1], shift, values[2]))[0]
    center = (FACE_SIZE - 1) / 2
    matrix = cv2.getRotationMatrix2D((center, center), degrees, zoom)
    matrix[:, 2] += matrix[:, :2] @ (right, down)
    # To crops of the view without margin; a pixel's middle is half a pixel from its corner.
    matrix[:, 2] += 0.5 - MARGIN
    matrix *= CROP_SIZE / VIEW_SIZE
    matrix[:, 2] -= 0.5
    image, size = images[0].astype(np.float32), (CROP_SIZE, CROP_SIZE)
    expected = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    assert np.abs(received - expected).mean() < 1


def test_jitter_is_about_a_pixel_and_sometimes_several() -> None:
    from tests.training.distillation.accelerated.views.device_crops import random_of, to_images, to_tensor
    from training.data.webcam_augmentation import resize_to_crop
    from training.distillation.accelerated.views.geometry import jitter_crops
    from training.distillation.data.views import jitter_view

    images = faces_with_spot(400)
    received = to_images(jitter_crops(to_tensor(images), random_of(0)))
    expected = np.stack(
        [resize_to_crop(jitter_view(image, np.random.default_rng(seed))) for seed, image in enumerate(images)]
    )
    for crops in (received, expected):
        columns = crops.sum(axis=(1, 3)) @ np.arange(100) / crops.sum(axis=(1, 2, 3))
        rows = crops.sum(axis=(2, 3)) @ np.arange(100) / crops.sum(axis=(1, 2, 3))
        mirrored = columns > 50
        assert 0.4 < mirrored.mean() < 0.6
        right = np.where(mirrored, 99 - columns, columns) - 20.9
        assert np.median(np.abs(right)) == pytest.approx(1.0, abs=0.2)
        assert np.median(np.abs(rows - 49.5)) == pytest.approx(1.15, abs=0.25)
        assert 3 < np.abs(right).max() < 15
