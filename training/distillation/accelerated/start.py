"""The student before training: the teacher's weights, and heads that are fitted in closed form."""

from collections.abc import Sequence

import keras
import numpy as np
import torch

from model.network.mobilefacenet import COMPACT, build_mobilefacenet
from training.distillation.accelerated.spheres import Sphere
from training.distillation.accelerated.views.geometry import center_crops, center_views
from training.distillation.network.aligned_start import copy_longest_run
from training.distillation.network.student import Student
from training.distillation.network.warm_start import ridge_regression, student_from_teacher
from training.distillation.options import PipelineOptions, StudentNetwork

MAX_FACES, BATCH_SIZE = 16_384, 256


def start_from_teacher(
    options: PipelineOptions, spheres: Sequence[Sphere], faces: torch.Tensor
) -> tuple[keras.Model, tuple[str, ...]]:
    """A network with a head for each sphere, and the names of its layers that have random weights.

    Raises JobError when the teacher is not a MobileFaceNet.
    """
    shares = [sphere.share for sphere in spheres]
    network = student_from_teacher(options.teacher, shares)
    for head, sphere in enumerate(spheres, start=1):
        if not sphere.initial:
            fit_head(network, head, sphere, faces)
    if options.network is not StudentNetwork.COMPACT:
        return network, ()
    compact = build_mobilefacenet(shares, COMPACT)
    return compact, copy_longest_run(network, compact)


def fit_head(network: keras.Model, head: int, sphere: Sphere, faces: torch.Tensor) -> None:
    """Fit the last layer of ``head``, counted from 1, to the sphere by ridge regression."""
    layer = network.get_layer(f"project{head}")
    trunk = Student(keras.Model(network.input, layer.input)).eval()
    count = min(MAX_FACES, len(faces))
    chosen = torch.linspace(0, len(faces) - 1, count, device=faces.device).long()
    features, targets = [], []
    with torch.no_grad():
        for indices in chosen.split(BATCH_SIZE):
            features.append(trunk(center_crops(faces[indices])).cpu().numpy())
            targets.append(sphere.embed(center_views(faces[indices])).cpu().numpy())
    layer.set_weights(ridge_regression(np.concatenate(features), np.concatenate(targets)))
