"""Random occlusion of a face by a hand, dark glasses, a mask or scarf, or the edge of the picture."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.alignment import CROP_SIZE, TEMPLATE
from model.vision.face import LEFT_EYE, RIGHT_EYE
from model.vision.frame import RgbImage

HAND_SIZES = (0.15, 0.5)
"""Minimum and maximum height and width of a hand, as a share of the crop's."""

LANDMARK_DEVIATION = 3.0
"""Standard deviation of the position of glasses and masks, in pixels: views are shifted at random."""

LENS_RADII, BRIDGE_THICKNESS, LENS_LEVELS = (8.0, 15.0), (2, 7), (0, 80)
"""Minimum and maximum radii of a lens in pixels, thickness of the bridge in pixels, and pixel levels."""

MASK_TOP, MASK_SAG, MASK_SIDE_MARGIN = (50.0, 68.0), (-6.0, 6.0), (4.0, 22.0)
"""Minimum and maximum in pixels: row of the upper edge at the nose, how much lower the edge is at the sides,
and the uncovered margin at each side."""

MASK_TAPER = 5.0
"""How much narrower a mask is at the lower edge of the crop, on each side, in pixels."""

EDGE_WIDTHS, BLACK_EDGE_CHANCE = (5.0, 32.0), 0.6
"""Minimum and maximum width in pixels of the strip beyond the picture's edge, and how often it is black."""


def add_occlusion(crop: RgbImage, rng: np.random.Generator) -> RgbImage:
    """A copy of a (CROP_SIZE, CROP_SIZE, 3) crop with a random occlusion. All kinds are equally likely."""
    occlude = (_add_hand, _add_glasses, _add_mask, _add_edge)[rng.integers(4)]
    return occlude(crop.copy(), rng)


def _add_hand(crop: RgbImage, rng: np.random.Generator) -> RgbImage:
    height, width = (rng.uniform(*HAND_SIZES, 2) * CROP_SIZE).astype(int)
    top, left = rng.integers(0, CROP_SIZE - height), rng.integers(0, CROP_SIZE - width)
    crop[top : top + height, left : left + width] = rng.integers(0, 256, 3)
    return crop


def _add_glasses(crop: RgbImage, rng: np.random.Generator) -> RgbImage:
    colour = rng.integers(*LENS_LEVELS, 3).tolist()
    eyes = TEMPLATE[[LEFT_EYE, RIGHT_EYE]] + rng.normal(0, LANDMARK_DEVIATION, 2)
    lens = _pixels(rng.uniform(*LENS_RADII, 2))
    left, right = map(_pixels, eyes)
    for eye in (left, right):
        cv2.ellipse(crop, eye, lens, 0, 0, 360, colour, cv2.FILLED)
    cv2.line(crop, left, right, colour, int(rng.integers(*BRIDGE_THICKNESS)))
    return crop


def _add_mask(crop: RgbImage, rng: np.random.Generator) -> RgbImage:
    top, sag, side = (rng.uniform(*bounds) for bounds in (MASK_TOP, MASK_SAG, MASK_SIDE_MARGIN))
    nose, end = TEMPLATE[:, 0].mean() + rng.normal(0, LANDMARK_DEVIATION), CROP_SIZE
    right = end - side
    lower = [(right - MASK_TAPER, end), (side + MASK_TAPER, end)]
    outline = [(side, top + sag), (nose, top), (right, top + sag), *lower]
    cv2.fillPoly(crop, [np.round(outline).astype(np.int32)], rng.integers(0, 256, 3).tolist())
    return crop


def _add_edge(crop: RgbImage, rng: np.random.Generator) -> RgbImage:
    """The picture ends within the face, at one of the four sides."""
    turned = np.rot90(crop, int(rng.integers(4)))
    colour = 0 if rng.random() < BLACK_EDGE_CHANCE else rng.integers(0, 256, 3)
    turned[:, : round(rng.uniform(*EDGE_WIDTHS))] = colour
    return crop


def _pixels(point: NDArray[np.floating]) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))
