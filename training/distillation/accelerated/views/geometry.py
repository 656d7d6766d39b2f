"""Views and crops of faces with a margin, cut in batches on a device.

``training.distillation.data.views`` cuts them one by one. Faces are (n, 3, FACE_SIZE, FACE_SIZE), views
(n, 3, VIEW_SIZE, VIEW_SIZE), crops (n, 3, CROP_SIZE, CROP_SIZE); all are float32 RGB in 0..255.
"""

import math

import torch
from torch.nn import functional

from model.vision.alignment import CROP_SIZE
from training.distillation.accelerated.views.random_numbers import DeviceRandom
from training.distillation.data.face_archive import FACE_SIZE, MARGIN
from training.distillation.data.views import (
    JITTER_DEGREES,
    JITTER_PIXELS,
    JITTER_SCALE,
    MIRROR_CHANCE,
    OUTLIER_CHANCE,
    OUTLIER_FACTOR,
    VIEW_SIZE,
)


def center_views(faces: torch.Tensor) -> torch.Tensor:
    """The views without warp and margin, as a teacher sees them."""
    return faces[:, :, MARGIN:-MARGIN, MARGIN:-MARGIN].float()


def center_crops(faces: torch.Tensor) -> torch.Tensor:
    """The crops that the app would show to the student."""
    size = (CROP_SIZE, CROP_SIZE)
    return functional.interpolate(center_views(faces), size, mode="bilinear", align_corners=False)


def jitter_crops(faces: torch.Tensor, random: DeviceRandom) -> torch.Tensor:
    """Crops warped by a simulated error of the face finder, as ``jitter_view`` does, and mirrored at random.

    Each pixel is interpolated once, where ``jitter_view`` and ``resize_to_crop`` interpolate twice.
    """
    count = len(faces)
    outlier = random.uniform(0, 1, count) < OUTLIER_CHANCE
    deviation = torch.where(outlier, OUTLIER_FACTOR, 1.0)
    angle = deviation * random.normal(count) * math.radians(JITTER_DEGREES)
    zoom = (1 + deviation * random.normal(count) * JITTER_SCALE).clamp(0.7, 1.4)
    shift = deviation * random.normal(2, count) * JITTER_PIXELS
    mirror = torch.where(random.uniform(0, 1, count) < MIRROR_CHANCE, -1.0, 1.0)
    return warp_to_crops(faces, angle, zoom, shift, mirror)


def warp_to_crops(
    faces: torch.Tensor, angle: torch.Tensor, zoom: torch.Tensor, shift: torch.Tensor, mirror: torch.Tensor
) -> torch.Tensor:
    """Crops turned by ``angle`` in radians, magnified by ``zoom``, and with a centre that is shifted by
    ``shift`` (2, n) right and down, in pixels of the face. ``mirror`` is -1 or 1."""
    scale = VIEW_SIZE / FACE_SIZE / zoom
    affine = torch.zeros(len(faces), 2, 3, device=faces.device)
    affine[:, 0, 0] = scale * angle.cos() * mirror
    affine[:, 0, 1] = -scale * angle.sin()
    affine[:, 1, 0] = scale * angle.sin() * mirror
    affine[:, 1, 1] = scale * angle.cos()
    affine[:, :, 2] = shift.T * 2 / FACE_SIZE
    grid = functional.affine_grid(affine, [len(faces), 3, CROP_SIZE, CROP_SIZE], align_corners=False)
    border = 1 - 1 / FACE_SIZE
    return functional.grid_sample(
        faces.float(), grid.clamp(-border, border), mode="bilinear", align_corners=False
    )
