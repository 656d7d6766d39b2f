"""Things before a face: a hand, dark glasses, a mask or scarf, somewhere near where they belong."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.alignment import CROP_SIZE, TEMPLATE
from model.vision.face import LEFT_EYE, RIGHT_EYE
from model.vision.frame import RgbImage

HAND_SHARES = (0.15, 0.5)
"""Height and width of anything that is held there, as shares of the crop's."""

SHIFT = 3.0
"""How far a view may have been moved from where its landmarks should be; one deviation, in pixels."""

LENS, BRIDGE, DARKEST_TO_LIGHTEST = (8.0, 15.0), (2, 7), (0, 80)
"""Half the width and height of a lens, the thickness of what joins two, and their levels."""

MASK_TOP, MASK_SAG, MASK_SIDES = (50.0, 68.0), (-6.0, 6.0), (4.0, 22.0)
"""Where a mask begins, how much lower at the sides than on the nose, how much of the sides stays free."""


def cover(crop: RgbImage, rng: np.random.Generator) -> RgbImage:
    """A copy of a (CROP_SIZE, CROP_SIZE, 3) crop with one thing before it, each equally often."""
    thing = (_hand, _glasses, _mask)[rng.integers(3)]
    return thing(crop.copy(), rng)


def _hand(crop: RgbImage, rng: np.random.Generator) -> RgbImage:
    height, width = (rng.uniform(*HAND_SHARES, 2) * CROP_SIZE).astype(int)
    top, left = rng.integers(0, CROP_SIZE - height), rng.integers(0, CROP_SIZE - width)
    crop[top : top + height, left : left + width] = rng.integers(0, 256, 3)
    return crop


def _glasses(crop: RgbImage, rng: np.random.Generator) -> RgbImage:
    colour = rng.integers(*DARKEST_TO_LIGHTEST, 3).tolist()
    eyes = TEMPLATE[[LEFT_EYE, RIGHT_EYE]] + rng.normal(0, SHIFT, 2)
    lens = _pixels(rng.uniform(*LENS, 2))
    left, right = map(_pixels, eyes)
    for eye in (left, right):
        cv2.ellipse(crop, eye, lens, 0, 0, 360, colour, cv2.FILLED)
    cv2.line(crop, left, right, colour, int(rng.integers(*BRIDGE)))
    return crop


def _mask(crop: RgbImage, rng: np.random.Generator) -> RgbImage:
    top, sag, side = (rng.uniform(*bounds) for bounds in (MASK_TOP, MASK_SAG, MASK_SIDES))
    nose, end = TEMPLATE[:, 0].mean() + rng.normal(0, SHIFT), CROP_SIZE
    right = end - side
    outline = [(side, top + sag), (nose, top), (right, top + sag), (right - 5, end), (side + 5, end)]
    cv2.fillPoly(crop, [np.round(outline).astype(np.int32)], rng.integers(0, 256, 3).tolist())
    return crop


def _pixels(point: NDArray[np.floating]) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))
