"""Strategies for images, boxes, landmarks, similarities and names."""

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from model.storage.people_folder import MAX_LENGTH
from model.vision.alignment import TEMPLATE
from model.vision.cascade.boxes import Boxes
from model.vision.face import Landmarks
from model.vision.frame import RgbImage

SHARES = st.floats(0, 1)
SIDES = st.integers(1, 300)
"""Pixels."""


def rgb_images(sides: st.SearchStrategy[int] = SIDES, darkest: int = 255) -> st.SearchStrategy[RgbImage]:
    """Noise between a random minimum up to ``darkest`` and 255."""
    return st.builds(_noise, sides, sides, st.integers(0, darkest), st.integers(0, 2**32 - 1))


def _noise(height: int, width: int, least: int, seed: int) -> RgbImage:
    return np.random.default_rng(seed).integers(least, 256, (height, width, 3), np.uint8)


def boxes(most: int = 12) -> st.SearchStrategy[Boxes]:
    """Non-empty boxes of whole pixels, so that areas are exact."""
    places, extents = st.integers(-200, 800), st.integers(1, 400)
    corners = st.tuples(places, places, extents, extents)
    return st.lists(corners, min_size=1, max_size=most).map(_as_boxes)


def _as_boxes(corners: list[tuple[int, int, int, int]]) -> Boxes:
    left, top, width, height = np.array(corners, np.float32).T
    return np.stack([left, top, left + width, top + height], axis=1)


def placed_landmarks() -> st.SearchStrategy[Landmarks]:
    """The landmarks of a face of any size and rotation, inside and around an image."""
    angles, places = st.floats(-np.pi, np.pi), st.floats(-1000, 3000)
    return st.builds(place_template, st.floats(0.1, 20), angles, places, places)


def place_template(scale: float, angle: float, left: float, top: float) -> Landmarks:
    points = TEMPLATE.astype(np.float64) @ [1, 1j] * (scale * np.exp(1j * angle)) + complex(left, top)
    return np.stack([points.real, points.imag], axis=1).astype(np.float32)


def loose_landmarks() -> st.SearchStrategy[Landmarks]:
    """Any five points that do not coincide."""
    points = arrays.arrays(np.float32, (5, 2), elements=st.floats(-2000, 2000, width=32))
    return points.filter(lambda drawn: np.ptp(drawn, axis=0).max() > 1)


def similarities(least: int = 0) -> st.SearchStrategy[np.ndarray]:
    sizes = st.integers(least, 30)
    return arrays.arrays(np.float32, sizes, elements=st.floats(0, 1, width=32))


PERSON_NAMES = st.text("abcXYZ019 -_éßЖ李ह\u0301", min_size=1, max_size=MAX_LENGTH + 2)
"""Most are valid names of people, some are not."""
