"""The hyperparameters of a distillation run."""

import math
import os
from dataclasses import dataclass, field

from training.distillation.batches import EpochPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class DistillationPlan:
    """``learning_rate`` is the peak for kernels: reached after ``warmup_steps``, then decayed to 0 along a
    cosine.

    A run can be resumed with other numbers of ``epochs`` and small epochs; the cosine then ends with the new
    last epoch. The final weights are an exponential moving average with ``average_decay``. Without an
    accelerator, ``threads`` cores share each batch. A checkpoint is saved every ``save_every`` epochs.
    """

    epochs: int
    epoch: EpochPlan = field(default_factory=EpochPlan)
    learning_rate: float = 0.02
    warmup_steps: int = 200
    weight_decay: float = 0.02
    average_decay: float = 0.998
    save_every: int = 2
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)
    bfloat16: bool = True
    seed: int = 0

    @property
    def crops(self) -> int:
        """That the student sees in the run."""
        return self.epochs * self.epoch.steps * self.epoch.batch_size

    def learning_rate_factor(self, step: int) -> float:
        """The learning rate at ``step``, counted from 0, as a share of its peak."""
        steps = self.epochs * self.epoch.steps
        progress = min(1.0, step / max(1, steps))
        return min(1.0, (step + 1) / self.warmup_steps) * (1 + math.cos(math.pi * progress)) / 2
