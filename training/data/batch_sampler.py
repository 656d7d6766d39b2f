"""Mini-batches by person: many pairs for each crop that has to be embedded."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
from training.data.augmentation import Augmentation, augment
from training.data.hard_negatives import HardNegatives
from training.data.samples import Samples
from training.jobs.progress import InsufficientDataError, JobError

WHOLE_BATCH = slice(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPlan:
    """``people`` people with ``crops_per_person`` crops each. In addition ``focus_crops`` of the person
    ``focus``, who is in every batch, and ``anonymous_crops``."""

    people: int
    crops_per_person: int
    focus: int | None = None
    focus_crops: int = 0
    anonymous_crops: int = 0

    def identity(self) -> dict[str, int | None]:
        """Every value under the name that checkpoints store."""
        return {
            "people": self.people,
            "crops_per_person": self.crops_per_person,
            "focus": self.focus,
            "focus_crops": self.focus_crops,
            "anonymous_crops": self.anonymous_crops,
        }

    @property
    def size(self) -> int:
        return self.people * self.crops_per_person + self.focus_crops + self.anonymous_crops


@dataclass(frozen=True, eq=False)
class Batch:
    """``crops`` (n, 100, 100, 3) uint8, augmented; ``people`` (n,) as in Samples.

    Where several processes share a batch, each has all people but makes only its part of the crops.
    """

    crops: NDArray[np.uint8]
    people: NDArray[np.int64]


class BatchSampler:
    """Draws from ``samples``. The probability of a person grows with the square root of their crops: many
    crops show more of one person's variation, many people more of how people differ. A person with too few
    crops appears as several augmented copies.

    With ``hard_negatives``, their ``share`` of the people of a batch look like the person drawn first, so
    that its pairs hold hard impostors.
    """

    def __init__(
        self,
        samples: Samples,
        plan: BatchPlan,
        augmentation: Augmentation,
        hard_negatives: HardNegatives | None = None,
    ) -> None:
        self._samples = samples
        self._hard_negatives = hard_negatives
        self._plan = plan
        self._augmentation = augmentation
        self._crops_of = {int(p): np.flatnonzero(samples.people == p) for p in samples.present}
        self._anonymous = np.flatnonzero(samples.anonymous)
        self._others = np.array([person for person in self._crops_of if person != plan.focus], np.int64)
        self._check()
        weights = np.sqrt([len(self._crops_of[person]) for person in self._others])
        self._probabilities = weights / weights.sum()

    @property
    def size(self) -> int:
        """Crops in a batch."""
        return self._plan.size

    def batches(self, count: int, rng: np.random.Generator, part: slice = WHOLE_BATCH) -> Iterator[Batch]:
        """``count`` batches with ``part`` of their crops. The same state of ``rng`` gives the same batches.

        The augmentation of a crop depends on its position in the batch, not on which others are made.
        """
        for _ in range(count):
            rows = self._draw(rng)
            jobs = zip(rows[part], rng.spawn(len(rows))[part], strict=True)
            crops = [
                augment(self._samples.crops[row], self._augmentation, crop_rng) for row, crop_rng in jobs
            ]
            yield Batch(np.stack(crops), self._samples.people[rows])

    def with_hard_negatives(self, hard_negatives: HardNegatives) -> "BatchSampler":
        """A sampler of the same samples and plan that draws ``hard_negatives``."""
        return BatchSampler(self._samples, self._plan, self._augmentation, hard_negatives)

    def _draw(self, rng: np.random.Generator) -> NDArray[np.int64]:
        plan = self._plan
        people = self._draw_people(rng)
        parts = [_draw_evenly(self._crops_of[person], plan.crops_per_person, rng) for person in people]
        if plan.focus is not None:
            parts.append(_draw_evenly(self._crops_of[plan.focus], plan.focus_crops, rng))
        if plan.anonymous_crops:
            parts.append(_draw_evenly(self._anonymous, plan.anonymous_crops, rng))
        return np.concatenate(parts)

    def _draw_people(self, rng: np.random.Generator) -> NDArray[np.int64]:
        """Weighted sampling without replacement (Efraimidis and Spirakis 2006): each person gets an
        exponential waiting time, shorter the likelier they are, and the shortest win. Hard negatives of the
        first person wait for nothing."""
        count = self._plan.people
        waits = rng.exponential(size=len(self._others)) / self._probabilities
        if self._hard_negatives:
            first = int(np.argmin(waits))
            alike = np.flatnonzero(np.isin(self._others, self._hard_negatives.of(self._others[first])))
            hard = min(round(self._hard_negatives.share * count), count - 1)
            waits[[first, *rng.permutation(alike)[:hard]]] = 0
        return self._others[np.argsort(waits, kind="stable")[:count]]

    def _check(self) -> None:
        plan = self._plan
        if len(self._others) < plan.people:
            raise InsufficientDataError(
                Message(
                    "A batch needs {people} people. Received: {others}",
                    people=plan.people,
                    others=len(self._others),
                )
            )
        if plan.focus is not None and plan.focus not in self._crops_of:
            raise JobError(
                Message("Every batch needs a crop of one person. Received: focus={focus}", focus=plan.focus)
            )
        if plan.anonymous_crops and not len(self._anonymous):
            raise JobError(
                Message(
                    "There is no anonymous crop. Received: anonymous_crops={anonymous_crops}",
                    anonymous_crops=plan.anonymous_crops,
                )
            )


def _draw_evenly(indices: NDArray[np.int64], count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """``count`` of ``indices``. The numbers of times that two of them are drawn differ by at most one."""
    rounds = -(-count // len(indices))
    return np.concatenate([rng.permutation(indices) for _ in range(rounds)])[:count]
