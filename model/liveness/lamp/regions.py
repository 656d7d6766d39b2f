"""The light on parts of a picture: a grid of the face, its bright and dark parts, and what is behind."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.liveness.lamp.sequence import GAMMA, Light
from model.vision.alignment import align
from model.vision.face import Face
from model.vision.frame import RgbImage
from model.vision.quality import FACE_CENTRE

DARK_SHARE, BRIGHT_SHARE = 0.15, 0.5
"""Of the face's pixels from brows to chin: the darkest (brows, eyes, lips), and the brightest (skin)."""
GRID = (3, 2)
"""Rows and columns. So fine that an edge of a reflection cannot pass between brows and chin unnoticed."""
BACKGROUND_STRIDE_PX = 6
FACE_REACH = (1.4, 0.9)
"""The background begins this many widths and heights of the face's box away from its centre."""
OVEREXPOSED = 250
"""The brightest channel of a pixel that may not get any brighter."""
BLACK_LEVEL = 1 / 255
"""Added to each mean, so that black has no infinite contrast."""


@dataclass(frozen=True, eq=False, slots=True)
class RegionLight:
    """Linear light of each region, with the camera's gamma undone. ``parts``: the skin in each part of a
    grid of ``GRID`` over the face, from brows to chin; ``dark_parts``: the dark pixels there. ``background``
    is None if the face fills the picture. ``overexposed``: the share of the face's pixels in [0, 1]."""

    bright: Light
    dark: Light
    parts: tuple[Light, ...]
    dark_parts: tuple[Light, ...]
    background: Light | None
    overexposed: float


def region_light(image: RgbImage, face: Face) -> RegionLight:
    pixels = align(image, face.landmarks)[FACE_CENTRE]
    parts = _grid(pixels)
    return RegionLight(
        bright=_skin_of(pixels),
        dark=_dark_of(pixels),
        parts=tuple(map(_skin_of, parts)),
        dark_parts=tuple(map(_dark_of, parts)),
        background=_background(image, face),
        overexposed=float(np.mean(pixels.max(axis=2) >= OVEREXPOSED)),
    )


def _grid(pixels: RgbImage) -> list[RgbImage]:
    rows, columns = GRID
    bands = np.array_split(pixels, rows, axis=0)
    return [part for band in bands for part in np.array_split(band, columns, axis=1)]


def _skin_of(part: RgbImage) -> Light:
    """Of its brighter pixels."""
    luma = _luma(part)
    return _mean_light(part[luma >= np.quantile(luma, 1 - BRIGHT_SHARE)])


def _dark_of(part: RgbImage) -> Light:
    luma = _luma(part)
    return _mean_light(part[luma <= np.quantile(luma, DARK_SHARE)])


def _luma(pixels: RgbImage) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(pixels), cv2.COLOR_RGB2GRAY), np.uint8)


def _background(image: RgbImage, face: Face) -> Light | None:
    height, width = image.shape[:2]
    rows, columns = np.mgrid[0:height:BACKGROUND_STRIDE_PX, 0:width:BACKGROUND_STRIDE_PX]
    x, y = face.box.left + face.box.width / 2, face.box.top + face.box.height / 2
    beside = np.abs(columns - x) > FACE_REACH[0] * face.box.width
    above = rows < y - FACE_REACH[1] * face.box.height
    pixels = image[::BACKGROUND_STRIDE_PX, ::BACKGROUND_STRIDE_PX][beside | above]
    return _mean_light(pixels) if len(pixels) else None


def _mean_light(pixels: RgbImage) -> Light:
    """(n, 3) pixels to their mean linear light."""
    return np.asarray(np.mean((pixels / 255.0) ** GAMMA, axis=0) + BLACK_LEVEL, np.float64)
