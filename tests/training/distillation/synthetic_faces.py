"""Made-up faces with a margin, and a teacher who tells them apart by their colours."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings
from tests.support.synthetic_people import pictures_of
from training.distillation.data.face_archive import SIZE, Faces

DIMENSIONS = 8


def made_up_faces(people: int, each: int = 2) -> Faces:
    pictures = {
        f"Person_{person:03d}/{number}.png": picture
        for person in range(people)
        for number, picture in enumerate(pictures_of(person, each, SIZE))
    }
    encoded = (
        cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1] for picture in pictures.values()
    )
    return Faces(tuple(pictures), tuple(content.tobytes() for content in encoded))


def colour_teacher(views: NDArray[np.uint8]) -> Embeddings:
    """(n, DIMENSIONS) of length 1: mean colours of the middle and the corners, mixed at random."""
    size = views.shape[1]
    parts = [slice(0, size // 2), slice(size // 2, size)]
    means = [views[:, rows, columns].mean(axis=(1, 2)) for rows in parts for columns in parts]
    rows = (np.concatenate(means, axis=1) - 127) @ np.random.default_rng(0).normal(size=(12, DIMENSIONS))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
