"""The faces of example pairs without words, which the window adds in its own language and colours."""

from collections.abc import Mapping, Sequence

import numpy as np

from model.vision.frame import RgbImage
from model.vision.image_file import encode_jpeg
from training.evaluation.results import ExamplePair

QUALITY = 90


def encode_face_strip(pairs: Sequence[ExamplePair], crops: Mapping[str, RgbImage]) -> bytes:
    """A JPEG with one pair in each row, two crops wide. There must be a pair."""
    rows = [np.hstack([crops[pair.left], crops[pair.right]]) for pair in pairs]
    return encode_jpeg(np.vstack(rows), QUALITY)
