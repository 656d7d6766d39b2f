"""What teacher and student both see of a face: one view, moved about and sometimes mixed with another."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage
from training.distillation.data.face_archive import MARGIN, SIZE

VIEW_SIZE = SIZE - 2 * MARGIN
"""Width and height of a view: what a teacher takes in."""

ROTATION_DEGREES, SCALE, SHIFT_PIXELS = 10.0, 0.08, 5.0
"""How far a view is moved, uniformly and both ways. A little beyond the margin the border is repeated."""

MOVED_CHANCE, MIRRORED_CHANCE = 0.7, 0.5

JITTER_DEGREES, JITTER_SCALE, JITTER_PIXELS = 2.0, 0.03, 1.0
"""One deviation of what a finder is wrong by: a pixel is 3 % of the distance between the eyes."""

ASTRAY_CHANCE, ASTRAY = 0.15, 3.0
"""How often a finder goes further astray, and how many times as far."""

Views = NDArray[np.uint8]
"""(n, VIEW_SIZE, VIEW_SIZE, 3) RGB."""


def take_view(face: RgbImage, rng: np.random.Generator) -> RgbImage:
    """(VIEW_SIZE, VIEW_SIZE, 3) of a face with its margin, turned, scaled, shifted and mirrored by chance."""
    turn, scale, right, down = rng.uniform(-1, 1, 4) * (ROTATION_DEGREES, SCALE, SHIFT_PIXELS, SHIFT_PIXELS)
    if rng.random() >= MOVED_CHANCE:
        turn = scale = right = down = 0.0
    return _mirrored(_moved(face, turn, scale, right, down), rng)


def jittered_view(face: RgbImage, rng: np.random.Generator) -> RgbImage:
    """(VIEW_SIZE, VIEW_SIZE, 3) of a face as a finder that is a little wrong cuts it; mirrored by chance."""
    far = ASTRAY if rng.random() < ASTRAY_CHANCE else 1.0
    deviations = np.array([JITTER_DEGREES, JITTER_SCALE, JITTER_PIXELS, JITTER_PIXELS])
    return _mirrored(_moved(face, *rng.normal(0, far * deviations)), rng)


def _moved(face: RgbImage, turn: float, scale: float, right: float, down: float) -> RgbImage:
    middle = (SIZE - 1) / 2
    matrix = cv2.getRotationMatrix2D((middle, middle), turn, 1 + scale)
    matrix[:, 2] += np.array([right - MARGIN, down - MARGIN])
    size = (VIEW_SIZE, VIEW_SIZE)
    view = cv2.warpAffine(face, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(view, np.uint8)


def _mirrored(view: RgbImage, rng: np.random.Generator) -> RgbImage:
    return np.asarray(cv2.flip(view, 1) if rng.random() < MIRRORED_CHANCE else view, np.uint8)


def straight_view(face: RgbImage) -> RgbImage:
    """The view that ``align`` would give, without its margin."""
    return face[MARGIN:-MARGIN, MARGIN:-MARGIN]


def mix(views: Views, chance: float, rng: np.random.Generator) -> Views:
    """Each view by ``chance`` blended with another one, in any proportion (mixup, Zhang et al. 2018).

    The teacher is asked about the blend itself, so that there is no label to blend (Beyer et al. 2022).
    """
    mixed = views.copy()
    others = rng.permutation(len(views))
    for index in np.flatnonzero(rng.random(len(views)) < chance):
        share = rng.uniform(0, 1)
        mixed[index] = cv2.addWeighted(views[index], share, views[others[index]], 1 - share, 0)
    return mixed
