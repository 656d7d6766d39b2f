"""Align a face: from its landmarks to an upright crop, the same way everywhere."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.face import Landmarks
from model.vision.frame import RgbImage

CROP_SIZE = 100
"""Pixels of a crop's side."""

TEMPLATE: Landmarks = np.array(
    [[38.29, 51.70], [73.53, 51.50], [56.03, 71.74], [41.55, 92.37], [70.73, 92.20]], np.float32
) * np.float32(CROP_SIZE / 112)
"""The five landmarks of a crop: the customary template of 112x112 pixels, scaled."""


def similarity_transform(source: Landmarks, target: Landmarks) -> NDArray[np.float64]:
    """The (2, 3) matrix of rotation, scale and translation that fits ``source`` to ``target``.

    Least squares after Umeyama (1991); in two dimensions it is one complex division.
    Raises ValueError when the source points coincide or are not finite.
    """
    p, q = (points.astype(np.float64) @ [1, 1j] for points in (source, target))
    centred = p - p.mean()
    energy = np.vdot(centred, centred).real
    if not np.isfinite(energy) or energy < 1e-6:
        raise ValueError(f"Landmarks must be finite and distinct. Received: {source.tolist()}")
    rotation = np.vdot(centred, q - q.mean()) / energy
    shift = q.mean() - rotation * p.mean()
    return np.array([[rotation.real, -rotation.imag, shift.real], [rotation.imag, rotation.real, shift.imag]])


def align(image: RgbImage, landmarks: Landmarks) -> RgbImage:
    """An upright crop, (CROP_SIZE, CROP_SIZE, 3), with the landmarks at ``TEMPLATE``.

    Beyond the image's edge its border is repeated.
    """
    matrix = similarity_transform(landmarks, TEMPLATE)
    image, matrix = _shrink(image, matrix)
    size = (CROP_SIZE, CROP_SIZE)
    crop = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(crop, np.uint8)


def extend_border(image: RgbImage, margin: int) -> RgbImage:
    """Repeat the border ``margin`` pixels outwards on all sides."""
    extended = cv2.copyMakeBorder(image, margin, margin, margin, margin, cv2.BORDER_REPLICATE)
    return np.asarray(extended, np.uint8)


def share_outside(landmarks: Landmarks, size: tuple[int, int], part: tuple[slice, slice]) -> float:
    """The share of a ``part`` of the crop (rows, columns) that lies outside an image of this height and
    width, where the border is repeated. In [0, 1]; 1 when the landmarks are not finite.

    Raises ValueError when the landmarks coincide.
    """
    if _is_far_inside(landmarks, size):
        return 0.0
    if not np.isfinite(landmarks).all():
        return 1.0
    matrix = similarity_transform(landmarks, TEMPLATE)
    rows, columns = np.mgrid[part].reshape(2, -1)
    x, y = np.linalg.solve(matrix[:, :2], np.stack([columns, rows]) - matrix[:, 2:])
    height, width = size
    return float(1 - np.mean((x >= 0) & (x <= width - 1) & (y >= 0) & (y <= height - 1)))


def _is_far_inside(landmarks: Landmarks, size: tuple[int, int]) -> bool:
    """Whether the whole crop is certainly inside the image: it extends beyond the landmarks by less than
    twice their extent."""
    (left, top), (right, bottom) = landmarks.min(axis=0).tolist(), landmarks.max(axis=0).tolist()
    reach = 2 * max(right - left, bottom - top)
    height, width = size
    return left >= reach <= top and right + reach < width and bottom + reach < height


def _shrink(image: RgbImage, matrix: NDArray[np.float64]) -> tuple[RgbImage, NDArray[np.float64]]:
    """Average whole pixel blocks first when the warp would skip pixels; bilinear sampling alone would
    alias."""
    factor = int(1 / np.hypot(matrix[0, 0], matrix[1, 0]))
    if factor < 2:
        return image, matrix
    left, top, right, bottom = _source_window(image, matrix, factor)
    window = image[top:bottom, left:right]
    size = (max(1, window.shape[1] // factor), max(1, window.shape[0] // factor))
    # Whole blocks: OpenCV takes three times as long with partial ones.
    window = window[: size[1] * factor, : size[0] * factor]
    step_x, step_y = window.shape[1] / size[0], window.shape[0] / size[1]
    to_source = np.array(
        [[step_x, 0, left + step_x / 2 - 0.5], [0, step_y, top + step_y / 2 - 0.5], [0, 0, 1]]
    )
    return cv2.resize(window, size, interpolation=cv2.INTER_AREA).astype(np.uint8), matrix @ to_source


def _source_window(image: RgbImage, matrix: NDArray[np.float64], margin: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of the part of ``image`` that the crop shows; never empty."""
    height, width = image.shape[:2]
    corners = np.array([[0, CROP_SIZE, 0, CROP_SIZE], [0, 0, CROP_SIZE, CROP_SIZE]], np.float64)
    source = np.linalg.solve(matrix[:, :2], corners - matrix[:, 2:])
    first = np.clip(np.floor(source.min(axis=1)) - margin, 0, (width - 1, height - 1))
    last = np.clip(np.ceil(source.max(axis=1)) + margin, first + 1, (width, height))
    return int(first[0]), int(first[1]), int(last[0]), int(last[1])
