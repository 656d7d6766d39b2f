"""Where the finder sees the face of each picture of a scene."""

import numpy as np
from numpy.typing import NDArray

from model.vision.face import Face, most_central_face
from model.vision.frame import Box
from training.robustness.cache import Workshop, kept_or
from training.robustness.image_sets import Scene

REPORT_EVERY = 20
NOTHING = np.full(15, np.nan, np.float32)
"""A picture's row without a face; else left, top, width, height, ten landmark coordinates, score."""


def find_faces(scene: Scene, shop: Workshop) -> list[Face | None]:
    """The face nearest the middle of each picture, None where there is none; found once, then kept."""
    rows = kept_or(shop.file_for("faces", scene.fingerprint()), lambda: _look(scene, shop))
    return [None if np.isnan(row).any() else _face(row) for row in rows]


def _look(scene: Scene, shop: Workshop) -> NDArray[np.float32]:
    rows = np.tile(NOTHING, (len(scene.pictures), 1))
    for index in range(len(rows)):
        if index % REPORT_EVERY == 0:
            shop.step(f"{scene.name}: finding faces", index, len(rows))
        picture = scene.picture(index)
        face = most_central_face(shop.finder.find(picture), picture)
        if face is not None:
            box = face.box
            rows[index] = [box.left, box.top, box.width, box.height, *face.landmarks.ravel(), face.score]
    return rows


def _face(row: NDArray[np.float32]) -> Face:
    return Face(Box(*row[:4].tolist()), row[4:14].reshape(5, 2), float(row[14]))
