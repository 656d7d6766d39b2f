"""How long a student learns, and how fast."""

import math
import os
from dataclasses import dataclass, field

from training.distillation.batches import RoundPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class DistillingPlan:
    """``learning_rate``, of matrices, is reached after ``warmup_steps`` and falls to 0 along a cosine to the
    end of ``rounds``. A run may be resumed with more or fewer ``rounds``, and ``small_rounds``: its cosine
    then ends there. The weights in the end are a moving average with
    ``average_decay``. On a processor ``threads`` cores share each batch."""

    rounds: int
    round: RoundPlan = field(default_factory=RoundPlan)
    learning_rate: float = 0.02
    warmup_steps: int = 200
    weight_decay: float = 0.02
    average_decay: float = 0.998
    save_every: int = 2
    threads: int = field(default_factory=lambda: os.cpu_count() or 1)
    bfloat16: bool = True
    seed: int = 0

    def share_at(self, step: int) -> float:
        """Of its peak, the learning rate of a step, counted from 0."""
        steps = self.rounds * self.round.steps
        done = min(1.0, step / max(1, steps))
        return min(1.0, (step + 1) / self.warmup_steps) * (1 + math.cos(math.pi * done)) / 2
