"""A bank of faces and of blends of faces, each with its target, on one device."""

from collections.abc import Callable
from typing import TypeAlias

import torch

from model.messages.message import Message
from training.distillation.accelerated.views.geometry import center_views, jitter_crops
from training.distillation.accelerated.views.random_numbers import DeviceRandom
from training.distillation.accelerated.views.webcam_augmentation import augment_crops_as_webcam
from training.jobs.progress import JobCancelled, Progress, ReportProgress, ShouldStop

TargetFunction: TypeAlias = Callable[[torch.Tensor], torch.Tensor]
"""(n, 3, VIEW_SIZE, VIEW_SIZE) views -> their targets (n, dimensions)."""

STAGE = Message("embedding with the teachers")
BATCH_SIZE = 512
BLEND_PROPORTIONS = (0.3, 0.7)
"""Minimum and maximum share of the first face in a blend."""


class TargetBank:
    """The targets of all ``faces`` (n, 3, FACE_SIZE, FACE_SIZE) uint8 and of ``blends`` random blends of two
    of them, computed once.

    The teachers embed the blends themselves (mixup, Zhang et al. 2018; "a good teacher is patient and
    consistent", Beyer et al. 2022): so there are more targets than faces. Raises JobCancelled.
    """

    def __init__(
        self,
        faces: torch.Tensor,
        targets: TargetFunction,
        blends: int,
        random: DeviceRandom,
        report: ReportProgress,
        should_stop: ShouldStop,
    ) -> None:
        self.faces = faces
        self._blends = blends
        whole = torch.arange(len(faces), device=faces.device)
        pairs = random.integers(0, len(faces), 2, blends)
        self._first, self._second = (torch.cat([whole, indices]) for indices in pairs)
        proportions = random.uniform(*BLEND_PROPORTIONS, blends)
        self._proportion = torch.cat([torch.ones_like(whole, dtype=torch.float32), proportions])
        self.targets = self._embed(targets, report, should_stop)

    def __len__(self) -> int:
        return len(self._first)

    def images(self, indices: torch.Tensor) -> torch.Tensor:
        """(n, 3, FACE_SIZE, FACE_SIZE) float32: faces, and blends from index ``len(faces)`` on."""
        proportion = self._proportion[indices][:, None, None, None]
        first, second = self.faces[self._first[indices]], self.faces[self._second[indices]]
        return first.float() * proportion + second.float() * (1 - proportion)

    def batch(self, size: int, blend_share: float, random: DeviceRandom) -> tuple[torch.Tensor, torch.Tensor]:
        """(size, 3, CROP_SIZE, CROP_SIZE) crops, jittered and degraded as by a webcam, and their targets.

        ``blend_share`` of them are blends, if there are any.
        """
        blends = round(size * blend_share) if self._blends else 0
        indices = torch.cat(
            [
                random.integers(0, len(self.faces), size - blends),
                random.integers(len(self.faces), len(self), blends) if blends else self._first[:0],
            ]
        )
        crops = jitter_crops(self.images(indices), random)
        return augment_crops_as_webcam(crops, random), self.targets[indices]

    def _embed(
        self, targets: TargetFunction, report: ReportProgress, should_stop: ShouldStop
    ) -> torch.Tensor:
        rows = []
        for indices in torch.arange(len(self), device=self.faces.device).split(BATCH_SIZE):
            if should_stop():
                raise JobCancelled("Stopped while the teachers embedded faces.")
            rows.append(targets(center_views(self.images(indices))))
            report(Progress(STAGE, int(sum(map(len, rows))), len(self)))
        return torch.cat(rows)
