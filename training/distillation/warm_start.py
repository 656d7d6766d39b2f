"""A student that begins as its first teacher: the teacher's weights, and a second head in closed form."""

from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from model.network.mobilefacenet import build_mobilefacenet
from model.runtime.similarity_head import Embeddings
from training.distillation.data.face_archive import Faces
from training.distillation.data.views import center_view
from training.distillation.data.webcam_augmentation import resize_to_crop
from training.distillation.teachers.onnx_weights import LayerWeights, assign_weights, read_layer_weights

FACES = 4000
BATCH = 64
STRENGTH = 0.1
"""Of the regularisation, as a share of the features' mean variance. Cosine to SFace on faces left out: 0.799,
0.802, 0.811 and 0.793 with 0.001, 0.01, 0.1 and 1."""


def teachers_network(file: Path, shares: Sequence[float]) -> keras.Model:
    """MobileFaceNet with the weights in ``file``, the same in every head. Raises JobError."""
    network = build_mobilefacenet(shares)
    assign_weights(network, _for_heads(read_layer_weights(file), len(shares)))
    return network


def fit_head(network: keras.Model, number: int, faces: Faces, targets: Embeddings) -> None:
    """Let head ``number``, counted from 1, make of the trunk's features what comes nearest to ``targets``."""
    count = min(FACES, len(faces))
    chosen = np.linspace(0, len(faces) - 1, count).astype(int)
    features = _features(network, number, faces, chosen)
    network.get_layer(f"project{number}").set_weights(ridge(features, targets[chosen]))


def ridge(
    features: NDArray[np.float32], targets: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """LayerWeights and bias of the linear map with the least squares, regularised by STRENGTH."""
    middle, aim = features.mean(axis=0), targets.mean(axis=0)
    centred = (features - middle).astype(np.float64)
    covariance = centred.T @ centred / len(centred)
    scale = np.trace(covariance) / len(covariance)
    covariance += STRENGTH * scale * np.eye(len(covariance))
    kernel = np.linalg.solve(covariance, centred.T @ (targets - aim) / len(centred))
    return kernel.astype(np.float32), (aim - middle @ kernel).astype(np.float32)


def _features(
    network: keras.Model, number: int, faces: Faces, chosen: NDArray[np.int64]
) -> NDArray[np.float32]:
    trunk = keras.Model(network.input, network.get_layer(f"project{number}").input)
    rows = []
    for start in range(0, len(chosen), BATCH):
        images = [faces.image(index) for index in chosen[start : start + BATCH].tolist()]
        crops = np.stack([resize_to_crop(center_view(image)) for image in images])
        rows.append(np.asarray(trunk(crops.astype(np.float32), training=False)))
    return np.concatenate(rows)


def _for_heads(kernels: list[LayerWeights], heads: int) -> list[LayerWeights]:
    """Layers come by their depth: the heads' first layers, then their second ones."""
    *trunk, places, project = kernels
    return [*trunk, *[places] * heads, *[project] * heads]
