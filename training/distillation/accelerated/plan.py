"""The plan of a run on an accelerator."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from training.distillation.batches import EpochPlan
from training.distillation.hyperparameters import DistillationPlan
from training.optimization.run_identity import Value

EPOCH = EpochPlan(repeats=1, batch_size=512)


def _phase(epochs: int, learning_rate: float, warmup_steps: int, average_decay: float) -> DistillationPlan:
    return DistillationPlan(
        epochs=epochs,
        epoch=EPOCH,
        learning_rate=learning_rate,
        warmup_steps=warmup_steps,
        weight_decay=0.0,
        average_decay=average_decay,
        save_every=50,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceleratedPlan:
    """Two phases, each with its own cosine schedule and weight average.

    ``new_layers`` trains layers that did not get the teacher's weights, with all others frozen; without such
    layers it is left out. ``all_layers`` trains the whole network.

    ``blends`` random blends of two faces have a target, too; ``blend_share`` of each batch are blends.
    """

    new_layers: DistillationPlan = field(default_factory=lambda: _phase(50, 0.02, 30, 0.9))
    all_layers: DistillationPlan = field(default_factory=lambda: _phase(700, 0.02, 100, 0.999))
    blends: int = 150_000
    blend_share: float = 0.5
    bfloat16: bool = True
    seed: int = 0

    @property
    def crops(self) -> int:
        """Of all phases."""
        return sum(phase.crops for phase in self.phases())

    def phases(self) -> Sequence[DistillationPlan]:
        return (self.new_layers, self.all_layers)

    def identity(self) -> dict[str, Value]:
        """The values that a checkpoint depends on under their stored names, see ``run_identity``."""
        names = ("new_layers", "all_layers")
        phases: dict[str, Value] = {
            name: {"rounds": phase.epochs, "rate": phase.learning_rate, **phase.epoch.identity()}
            for name, phase in zip(names, self.phases(), strict=True)
        }
        return {**phases, "blends": self.blends, "blend_share": self.blend_share, "seed": self.seed}
