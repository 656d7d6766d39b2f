"""Synthetic faces with a margin, and a teacher that distinguishes them by colour."""

import cv2
import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings
from tests.support.synthetic_people import pictures_of
from training.distillation.data.face_archive import FACE_SIZE, Faces

DIMENSIONS = 8


def synthetic_faces(people: int, each: int = 2) -> Faces:
    images = {
        f"Person_{person:03d}/{number}.png": image
        for person in range(people)
        for number, image in enumerate(pictures_of(person, each, FACE_SIZE))
    }
    encoded = (cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))[1] for image in images.values())
    return Faces(tuple(images), tuple(content.tobytes() for content in encoded))


def colour_teacher(views: NDArray[np.uint8]) -> Embeddings:
    """(n, DIMENSIONS) of length 1: a random projection of the mean colours of the four quarters."""
    size = views.shape[1]
    halves = [slice(0, size // 2), slice(size // 2, size)]
    means = [views[:, rows, columns].mean(axis=(1, 2)) for rows in halves for columns in halves]
    rows = (np.concatenate(means, axis=1) - 127) @ np.random.default_rng(0).normal(size=(12, DIMENSIONS))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
