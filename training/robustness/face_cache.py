"""The detected face in each image of a set, cached on disk."""

import numpy as np
from numpy.typing import NDArray

from model.messages.message import english_only
from model.vision.face import Face, most_central_face
from model.vision.frame import Box
from training.robustness.cache import load_or_compute
from training.robustness.context import BenchmarkContext
from training.robustness.image_sets import ImageSet

REPORT_EVERY = 20
NO_FACE = np.full(15, np.nan, np.float32)
"""The row of an image without a face. Others: left, top, width, height, ten landmark coordinates, score."""


def find_faces(image_set: ImageSet, context: BenchmarkContext) -> list[Face | None]:
    """The most central face of each image, None if the finder detects none."""
    file = context.cache_file("faces", image_set.fingerprint())
    rows = load_or_compute(file, lambda: _find_all(image_set, context))
    return [None if np.isnan(row).any() else face_from_row(row) for row in rows]


def _find_all(image_set: ImageSet, context: BenchmarkContext) -> NDArray[np.float32]:
    rows = np.tile(NO_FACE, (len(image_set.images), 1))
    for index in range(len(rows)):
        if index % REPORT_EVERY == 0:
            context.step(english_only(f"{image_set.name}: finding faces"), index, len(rows))
        image = image_set.image(index)
        face = most_central_face(context.finder.find(image), image)
        if face is not None:
            box = face.box
            rows[index] = [box.left, box.top, box.width, box.height, *face.landmarks.ravel(), face.score]
    return rows


def face_from_row(row: NDArray[np.float32]) -> Face:
    """``row`` (15,): left, top, width and height of the box, five landmarks (x, y), and the score."""
    return Face(Box(*row[:4].tolist()), row[4:14].reshape(5, 2), float(row[14]))
