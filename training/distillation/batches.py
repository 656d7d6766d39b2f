"""Epochs of distillation: views that the teacher embeds once and the student sees several times."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings
from model.vision.alignment import CROP_SIZE
from training.data.webcam_augmentation import augment_as_webcam, downscale
from training.distillation.data.face_archive import Faces
from training.distillation.data.prefetch import prefetch
from training.distillation.data.views import Views, jitter_view, mixup, sample_view
from training.distillation.teachers.teacher import Teacher
from training.optimization.run_identity import Value

MIXUP_CHANCE = 0.3
PREFETCHED_EPOCHS, PREFETCHED_BATCHES = 1, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochPlan:
    """An epoch has ``views`` new views. The teacher embeds each of them once; the student sees it ``repeats``
    times, with different degradations, in batches of ``batch_size``.

    The crops of the first ``small_epochs`` epochs are ``small_crop_size`` pixels wide and high. These epochs
    take half the time, and the student learns most in them.
    """

    views: int = 4096
    repeats: int = 3
    batch_size: int = 128
    small_epochs: int = 0
    small_crop_size: int = 64

    def crop_size(self, epoch: int) -> int:
        """Width and height of the crops of an epoch, counted from 0."""
        return self.small_crop_size if epoch < self.small_epochs else CROP_SIZE

    def identity(self) -> dict[str, Value]:
        """The values that a checkpoint depends on under their stored names, see ``run_identity``."""
        return {
            "views": self.views,
            "repeats": self.repeats,
            "batch_size": self.batch_size,
            "small_crop_size": self.small_crop_size,
        }

    @property
    def steps(self) -> int:
        return self.repeats * (self.views // self.batch_size)


@dataclass(frozen=True, eq=False, slots=True)
class Batch:
    """``crops`` (n, size, size, 3) uint8, degraded as by a webcam, and the teacher's ``targets`` for them."""

    crops: NDArray[np.uint8]
    targets: Embeddings


@dataclass(frozen=True, eq=False, slots=True)
class Epoch:
    """``views`` and the teacher's ``targets`` for them. ``rng``, which sampled the views, also degrades them
    to crops of ``crop_size``."""

    views: Views
    targets: Embeddings
    rng: np.random.Generator
    crop_size: int

    def batches(self, plan: EpochPlan) -> Iterator[Batch]:
        """``plan.steps`` batches. Each view occurs ``plan.repeats`` times, each time degraded differently."""
        for _ in range(plan.repeats):
            order = self.rng.permutation(len(self.views))
            for start in range(0, plan.batch_size * (len(order) // plan.batch_size), plan.batch_size):
                indices = order[start : start + plan.batch_size]
                crops = [
                    downscale(augment_as_webcam(view, self.rng), self.crop_size)
                    for view in self.views[indices]
                ]
                yield Batch(np.stack(crops), self.targets[indices])


@dataclass(frozen=True, eq=False, slots=True)
class OnlineTargets:
    """The teacher embeds every view: warped, mirrored and sometimes mixed with another one."""

    faces: Faces
    teacher: Teacher

    def __len__(self) -> int:
        return len(self.faces)

    def __call__(self, indices: Sequence[int], rng: np.random.Generator) -> tuple[Views, Embeddings]:
        views = np.stack([sample_view(self.faces.image(index), rng) for index in indices])
        mixed = mixup(views, MIXUP_CHANCE, rng)
        return mixed, self.teacher(mixed)


@dataclass(frozen=True, eq=False, slots=True)
class PrecomputedTargets:
    """The target of a jittered view is the embedding of the undistorted face, so the student learns to
    compensate for errors of the finder. ``targets`` (n, dimensions) belong to ``faces``."""

    faces: Faces
    targets: Embeddings

    def __len__(self) -> int:
        return len(self.faces)

    def __call__(self, indices: Sequence[int], rng: np.random.Generator) -> tuple[Views, Embeddings]:
        views = np.stack([jitter_view(self.faces.image(index), rng) for index in indices])
        return views, self.targets[list(indices)]


TargetSource: TypeAlias = OnlineTargets | PrecomputedTargets


class EpochBuilder:
    """Samples faces uniformly. The same seed and number give the same epoch."""

    def __init__(self, source: TargetSource, plan: EpochPlan, seed: int) -> None:
        self._source = source
        self._plan = plan
        self._seed = seed

    def batches(self, first: int, count: int) -> Iterator[Batch]:
        """Of the epochs ``first`` to ``count`` - 1. One thread runs the teacher, another degrades."""
        epochs = prefetch((self._build(number) for number in range(first, count)), PREFETCHED_EPOCHS)
        batches = (batch for epoch in epochs for batch in epoch.batches(self._plan))
        return prefetch(batches, PREFETCHED_BATCHES)

    def _build(self, number: int) -> Epoch:
        rng = np.random.default_rng([self._seed, number])
        indices = rng.integers(0, len(self._source), self._plan.views).tolist()
        return Epoch(*self._source(indices, rng), rng, self._plan.crop_size(number))
