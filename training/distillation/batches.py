"""Rounds of distillation: views that the teacher looks at once and the student several times."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings
from model.vision.alignment import CROP_SIZE
from training.distillation.data.face_archive import Faces
from training.distillation.data.prefetch import prefetch
from training.distillation.data.views import Views, jitter_view, mixup, sample_view
from training.distillation.data.webcam_augmentation import augment_as_webcam, downscale
from training.distillation.teachers.teacher import Teacher

MIXUP_CHANCE = 0.3
PREFETCHED_EPOCHS, PREFETCHED_BATCHES = 1, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlan:
    """``views`` new views a round, each learned from ``repeats`` times in batches of ``batch``: a teacher
    that costs as much as the student then costs only its ``repeats``-th part. The crops of the first
    ``small_rounds`` rounds are ``small_size`` pixels wide and high: half the work, and most is learned there.
    """

    views: int = 4096
    repeats: int = 3
    batch: int = 128
    small_rounds: int = 0
    small_size: int = 64

    def crop_size(self, number: int) -> int:
        """Width and height of the crops of round ``number``, counted from 0."""
        return self.small_size if number < self.small_rounds else CROP_SIZE

    @property
    def steps(self) -> int:
        return self.repeats * (self.views // self.batch)


@dataclass(frozen=True, eq=False, slots=True)
class Lesson:
    """``crops`` (n, size, size, 3) uint8 as a webcam shows them, ``targets`` what the teacher makes of their
    views."""

    crops: NDArray[np.uint8]
    targets: Embeddings


@dataclass(frozen=True, eq=False, slots=True)
class Round:
    """``views`` and the teacher's ``targets`` for them; ``rng`` goes on from what drew them. Its crops are
    ``crop_size`` wide and high."""

    views: Views
    targets: Embeddings
    rng: np.random.Generator
    crop_size: int

    def lessons(self, plan: RoundPlan) -> Iterator[Lesson]:
        """``plan.steps`` of them; each view comes ``plan.repeats`` times, otherwise degraded each time."""
        for _ in range(plan.repeats):
            order = self.rng.permutation(len(self.views))
            for start in range(0, plan.batch * (len(order) // plan.batch), plan.batch):
                chosen = order[start : start + plan.batch]
                crops = [
                    downscale(augment_as_webcam(view, self.rng), self.crop_size)
                    for view in self.views[chosen]
                ]
                yield Lesson(np.stack(crops), self.targets[chosen])


@dataclass(frozen=True, eq=False, slots=True)
class AskedTeacher:
    """The teacher looks at each view itself, moved, mirrored and sometimes blended with another."""

    faces: Faces
    teacher: Teacher

    def __len__(self) -> int:
        return len(self.faces)

    def __call__(self, numbers: Sequence[int], rng: np.random.Generator) -> tuple[Views, Embeddings]:
        views = np.stack([sample_view(self.faces.image(number), rng) for number in numbers])
        mixed = mixup(views, MIXUP_CHANCE, rng)
        return mixed, self.teacher(mixed)


@dataclass(frozen=True, eq=False, slots=True)
class KnownTargets:
    """The target of a view is that of the face as it is: where the finder was a little wrong, the student
    learns to see through it. ``targets`` (n, dimensions) belong to ``faces``."""

    faces: Faces
    targets: Embeddings

    def __len__(self) -> int:
        return len(self.faces)

    def __call__(self, numbers: Sequence[int], rng: np.random.Generator) -> tuple[Views, Embeddings]:
        views = np.stack([jitter_view(self.faces.image(number), rng) for number in numbers])
        return views, self.targets[list(numbers)]


class RoundMaker:
    """Draws from faces, all equally often; the same seed and number make the same round."""

    def __init__(self, draw: AskedTeacher | KnownTargets, plan: RoundPlan, seed: int) -> None:
        self._draw = draw
        self._plan = plan
        self._seed = seed

    def lessons(self, first: int, count: int) -> Iterator[Lesson]:
        """Those of the rounds ``first`` to ``count`` - 1; made in two threads beside the caller's, one for
        the views and the teacher, one for the webcam."""
        rounds = prefetch((self._make(number) for number in range(first, count)), PREFETCHED_EPOCHS)
        return prefetch(
            (lesson for made in rounds for lesson in made.lessons(self._plan)), PREFETCHED_BATCHES
        )

    def _make(self, number: int) -> Round:
        rng = np.random.default_rng([self._seed, number])
        chosen = rng.integers(0, len(self._draw), self._plan.views).tolist()
        return Round(*self._draw(chosen, rng), rng, self._plan.crop_size(number))
