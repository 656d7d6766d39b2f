"""Augmented views of a face, the input of the teacher: random warps, mirroring and mixup."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage
from training.distillation.data.face_archive import FACE_SIZE, MARGIN

VIEW_SIZE = FACE_SIZE - 2 * MARGIN
"""Width and height of a view: the input size of a teacher."""

ROTATION_DEGREES, SCALE, SHIFT_PIXELS = 10.0, 0.08, 5.0
"""Limits of the uniform random warp, in both directions. Beyond the margin the border is replicated."""

WARP_CHANCE, MIRROR_CHANCE = 0.7, 0.5

JITTER_DEGREES, JITTER_SCALE, JITTER_PIXELS = 2.0, 0.03, 1.0
"""Standard deviations of a face finder's errors. One pixel is 3 % of the distance between the eyes."""

OUTLIER_CHANCE, OUTLIER_FACTOR = 0.15, 3.0
"""How often a finder's error is an outlier, and by what factor it is larger."""

Views = NDArray[np.uint8]
"""(n, VIEW_SIZE, VIEW_SIZE, 3) RGB."""


def sample_view(face: RgbImage, rng: np.random.Generator) -> RgbImage:
    """(VIEW_SIZE, VIEW_SIZE, 3) of a face with margin: rotated, scaled, shifted and mirrored at random."""
    angle, scale, right, down = rng.uniform(-1, 1, 4) * (ROTATION_DEGREES, SCALE, SHIFT_PIXELS, SHIFT_PIXELS)
    if rng.random() >= WARP_CHANCE:
        angle = scale = right = down = 0.0
    return _mirror_by_chance(_warp(face, angle, scale, right, down), rng)


def jitter_view(face: RgbImage, rng: np.random.Generator) -> RgbImage:
    """(VIEW_SIZE, VIEW_SIZE, 3) of a face with margin: warped by a simulated error of the face finder, and
    mirrored at random."""
    factor = OUTLIER_FACTOR if rng.random() < OUTLIER_CHANCE else 1.0
    deviations = np.array([JITTER_DEGREES, JITTER_SCALE, JITTER_PIXELS, JITTER_PIXELS])
    return _mirror_by_chance(_warp(face, *rng.normal(0, factor * deviations)), rng)


def _warp(face: RgbImage, angle: float, scale: float, right: float, down: float) -> RgbImage:
    center = (FACE_SIZE - 1) / 2
    matrix = cv2.getRotationMatrix2D((center, center), angle, 1 + scale)
    matrix[:, 2] += np.array([right - MARGIN, down - MARGIN])
    size = (VIEW_SIZE, VIEW_SIZE)
    view = cv2.warpAffine(face, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(view, np.uint8)


def _mirror_by_chance(view: RgbImage, rng: np.random.Generator) -> RgbImage:
    return np.asarray(cv2.flip(view, 1) if rng.random() < MIRROR_CHANCE else view, np.uint8)


def center_view(face: RgbImage) -> RgbImage:
    """The view without warp and margin, as ``align`` shows it."""
    return face[MARGIN:-MARGIN, MARGIN:-MARGIN]


def mixup(views: Views, chance: float, rng: np.random.Generator) -> Views:
    """Blend each view, with probability ``chance``, with another one in a random proportion (mixup, Zhang et
    al. 2018).

    The teacher embeds the blend itself, so no labels need to be mixed (Beyer et al. 2022).
    """
    mixed = views.copy()
    others = rng.permutation(len(views))
    for index in np.flatnonzero(rng.random(len(views)) < chance):
        share = rng.uniform(0, 1)
        mixed[index] = cv2.addWeighted(views[index], share, views[others[index]], 1 - share, 0)
    return mixed
