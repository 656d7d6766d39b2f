"""A student that starts with its first teacher's weights; the second head is fitted in closed form."""

from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from model.network.mobilefacenet import build_mobilefacenet
from model.runtime.similarity_head import Embeddings
from training.data.webcam_augmentation import resize_to_crop
from training.distillation.data.face_archive import Faces
from training.distillation.data.views import center_view
from training.distillation.teachers.onnx_weights import LayerWeights, assign_weights, read_layer_weights

MAX_FACES = 4000
BATCH_SIZE = 64
RIDGE_STRENGTH = 0.1
"""Regularisation as a share of the features' mean variance. Cosine to SFace on held-out faces: 0.799, 0.802,
0.811 and 0.793 with 0.001, 0.01, 0.1 and 1."""


def student_from_teacher(file: Path, shares: Sequence[float]) -> keras.Model:
    """A MobileFaceNet with the weights in ``file``, the same in every head. Raises JobError."""
    network = build_mobilefacenet(shares)
    assign_weights(network, _repeat_for_heads(read_layer_weights(file), len(shares)))
    return network


def fit_projection(network: keras.Model, head: int, faces: Faces, targets: Embeddings) -> None:
    """Fit the last layer of ``head``, counted from 1, to ``targets`` by ridge regression."""
    count = min(MAX_FACES, len(faces))
    indices = np.linspace(0, len(faces) - 1, count).astype(int)
    features = _features(network, head, faces, indices)
    network.get_layer(f"project{head}").set_weights(ridge_regression(features, targets[indices]))


def ridge_regression(
    features: NDArray[np.float32], targets: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Kernel and bias of the least-squares linear map, regularised by RIDGE_STRENGTH."""
    feature_mean, target_mean = features.mean(axis=0), targets.mean(axis=0)
    centred = (features - feature_mean).astype(np.float64)
    covariance = centred.T @ centred / len(centred)
    scale = np.trace(covariance) / len(covariance)
    covariance += RIDGE_STRENGTH * scale * np.eye(len(covariance))
    kernel = np.linalg.solve(covariance, centred.T @ (targets - target_mean) / len(centred))
    return kernel.astype(np.float32), (target_mean - feature_mean @ kernel).astype(np.float32)


def _features(
    network: keras.Model, head: int, faces: Faces, indices: NDArray[np.int64]
) -> NDArray[np.float32]:
    trunk = keras.Model(network.input, network.get_layer(f"project{head}").input)
    rows = []
    for start in range(0, len(indices), BATCH_SIZE):
        images = [faces.image(index) for index in indices[start : start + BATCH_SIZE].tolist()]
        crops = np.stack([resize_to_crop(center_view(image)) for image in images])
        rows.append(np.asarray(trunk(crops.astype(np.float32), training=False)))
    return np.concatenate(rows)


def _repeat_for_heads(weights: list[LayerWeights], heads: int) -> list[LayerWeights]:
    """In order of depth: the first layers of all heads, then their second layers."""
    *trunk, depthwise, projection = weights
    return [*trunk, *[depthwise] * heads, *[projection] * heads]
