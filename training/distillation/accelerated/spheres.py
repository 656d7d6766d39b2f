"""The spheres that the heads of a student learn: its teachers', with people further apart on SFace's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from model.network.mobilefacenet import HEAD_SHARES
from training.distillation.accelerated.target_bank import TargetFunction
from training.distillation.accelerated.views.geometry import center_views
from training.distillation.options import PipelineOptions, read_bytes
from training.distillation.teachers.sface import NORMALISATION, read_sface
from training.distillation.teachers.torch_teacher import TorchTeacher
from training.heads.whitening import fit_wccn

LFW_PREFIX = "lfw/"
"""Begins the names of LFW's faces: ``lfw/<person>/<image>``."""

BATCH_SIZE = 512


@dataclass(frozen=True, eq=False, slots=True)
class Sphere:
    """A head learns ``embed``; ``share`` is its part of the loss. ``initial``: the start has it already."""

    share: float
    embed: TargetFunction
    initial: bool


def choose_spheres(options: PipelineOptions, names: Sequence[str], faces: torch.Tensor) -> tuple[Sphere, ...]:
    """One for each head. ``names`` are those of the ``faces`` (n, 3, FACE_SIZE, FACE_SIZE).

    Raises JobError when a teacher cannot be loaded, or when LFW has no person with two faces.
    """
    first = TorchTeacher(read_bytes(options.teacher), faces.device)
    if options.sface is None:
        return (Sphere(1.0, first, initial=True),)
    sface = TorchTeacher(read_sface(options.sface), faces.device, **NORMALISATION)
    second = whitened(sface, names, faces)
    if options.only_sface:
        return (Sphere(1.0, second, initial=False),)
    return Sphere(HEAD_SHARES[0], first, initial=True), Sphere(HEAD_SHARES[1], second, initial=False)


def embed_on(spheres: Sequence[Sphere]) -> TargetFunction:
    """All points of a view, concatenated. The squared length of each is its share, so 1 - cosine is the mean
    of the heads' losses, weighted by the shares."""
    return lambda views: torch.cat([sphere.share**0.5 * sphere.embed(views) for sphere in spheres], dim=1)


def whitened(teacher: TargetFunction, names: Sequence[str], faces: torch.Tensor) -> TargetFunction:
    """The teacher's embedding after WCCN, fitted on LFW's people: a student that learns people further apart
    wastes nothing on the directions in which pictures of one person differ."""
    indices, people = labelled_faces(names)
    parts = torch.tensor(indices, device=faces.device).split(BATCH_SIZE)
    rows = torch.cat([teacher(center_views(faces[part])) for part in parts])
    kernel, bias = (
        torch.from_numpy(array).float().to(faces.device) for array in fit_wccn(rows.cpu().numpy(), people)
    )
    return lambda views: functional.normalize(teacher(views) @ kernel + bias)


def labelled_faces(names: Sequence[str]) -> tuple[list[int], NDArray[np.int64]]:
    """The indices of LFW's faces among ``names``, and a number for each one's person."""
    indices = [index for index, name in enumerate(names) if name.startswith(LFW_PREFIX)]
    people = [names[index].split("/")[1] for index in indices]
    return indices, np.unique(people, return_inverse=True)[1].astype(np.int64)
