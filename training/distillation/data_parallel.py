"""Several cores learn from one batch: each takes a part of it."""

import copy
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from model.runtime.similarity_head import Embeddings
from training.distillation.batches import Lesson
from training.distillation.student import Student

T = TypeVar("T")


class Team:
    """``size`` threads with a copy of ``student`` each, which share its weights but normalise their parts by
    themselves.

    Two of them learn from 570 crops a second where one learns from 300, and two of PyTorch's own threads,
    which wait for each other in every layer, from 435.
    """

    def __init__(self, student: Student, size: int, bfloat16: bool) -> None:
        weights = {id(weight): weight for weight in student.parameters()}
        self._weights = [weight for weight in weights.values() if weight.requires_grad]
        copies = [copy.deepcopy(student, dict(weights)) for _ in range(size - 1)]
        self.members = [student, *(member.train() for member in copies)]
        self._pool = ThreadPoolExecutor(size)
        self._bfloat16 = bfloat16

    def learn(self, lesson: Lesson) -> float:
        """The mean loss of a lesson, whose gradient the weights of the student then hold: 1 - cosine."""
        self._tell_statistics()
        parts = (np.array_split(lesson.crops, self.size), np.array_split(lesson.targets, self.size))
        losses, gradients = zip(*self._pool.map(self._learn_part, self.members, *parts), strict=True)
        shares = [len(part) / len(lesson.crops) for part in parts[0]]
        for weight, *found in zip(self._weights, *gradients, strict=True):
            weight.grad = torch.zeros_like(weight)
            for share, gradient in zip(shares, found, strict=True):
                weight.grad.add_(gradient, alpha=share)
        self._gather_statistics()
        return sum(share * loss for share, loss in zip(shares, losses, strict=True))

    @property
    def size(self) -> int:
        return len(self.members)

    def each(self, work: Callable[[T], object], things: Iterable[T]) -> None:
        """``work`` with every one of ``things``, so many at a time as there are members."""
        list(self._pool.map(work, things))

    def _learn_part(
        self, member: Student, crops: NDArray[np.uint8], targets: Embeddings
    ) -> tuple[float, tuple[torch.Tensor, ...]]:
        made = member.embed(crops, self._bfloat16)
        loss = (1 - (made * torch.from_numpy(targets).to(made.device)).sum(1)).mean()
        return loss.item(), torch.autograd.grad(loss, self._weights)

    def _tell_statistics(self) -> None:
        for own, *others in zip(*map(_statistics, self.members), strict=True):
            for other in others:
                other.copy_(own)

    def _gather_statistics(self) -> None:
        for own, *others in zip(*map(_statistics, self.members), strict=True):
            own.copy_(torch.stack([own, *others]).mean(0))


def _statistics(member: Student) -> list[torch.Tensor]:
    """What its normalisations remember of the batches."""
    norms = [step for step in member.steps if isinstance(step, nn.BatchNorm1d | nn.BatchNorm2d)]
    return [buffer for norm in norms for buffer in norm.buffers() if buffer.is_floating_point()]
