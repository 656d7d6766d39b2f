"""What teacher and student both see of a face: one view, moved about and sometimes mixed with another."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage
from training.base.faces import MARGIN, SIZE

VIEW_SIZE = SIZE - 2 * MARGIN
"""Width and height of a view: what a teacher takes in."""

ROTATION_DEGREES, SCALE, SHIFT_PIXELS = 10.0, 0.08, 5.0
"""How far a view is moved, uniformly and both ways. A little beyond the margin the border is repeated."""

MOVED_CHANCE, MIRRORED_CHANCE = 0.7, 0.5

Views = NDArray[np.uint8]
"""(n, VIEW_SIZE, VIEW_SIZE, 3) RGB."""


def take_view(face: RgbImage, rng: np.random.Generator) -> RgbImage:
    """(VIEW_SIZE, VIEW_SIZE, 3) of a face with its margin, turned, scaled, shifted and mirrored by chance."""
    turn, scale, right, down = rng.uniform(-1, 1, 4) * (ROTATION_DEGREES, SCALE, SHIFT_PIXELS, SHIFT_PIXELS)
    if rng.random() >= MOVED_CHANCE:
        turn = scale = right = down = 0.0
    middle = (SIZE - 1) / 2
    matrix = cv2.getRotationMatrix2D((middle, middle), turn, 1 + scale)
    matrix[:, 2] += (right - MARGIN, down - MARGIN)
    size = (VIEW_SIZE, VIEW_SIZE)
    view = cv2.warpAffine(face, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
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
