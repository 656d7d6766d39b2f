"""How long a network is trained, how fast it learns and by what."""

from dataclasses import dataclass

from model.network.losses import Loss


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """``learning_rate`` is reached after ``warmup_share`` of all steps and falls to 0 along a cosine.

    ``batch_statistics``: normalise by the statistics of each batch and remember them. Without, those that the
    network came with stay: for batches that are not like what it will see.

    Where held-out people judge, training ends ``patience`` epochs after the best one; None: never.

    The contrastive ``loss``, with its ``margin``, teaches the embedding alone: the head stays as it is.
    """

    epochs: int
    steps_per_epoch: int
    learning_rate: float = 1e-3
    warmup_share: float = 0.05
    weight_decay: float = 0.05
    batch_statistics: bool = True
    patience: int | None = None
    loss: Loss = Loss.CROSS_ENTROPY
    margin: float = 1.0
    seed: int = 0

    def identity(self) -> dict[str, str | int | float | None]:
        """Every value under its stored name, see ``run_identity``."""
        return {
            "epochs": self.epochs,
            "steps_per_epoch": self.steps_per_epoch,
            "learning_rate": float(self.learning_rate),
            "warmup_share": float(self.warmup_share),
            "weight_decay": float(self.weight_decay),
            "batch_statistics": self.batch_statistics,
            "patience": self.patience,
            "loss": self.loss.value,
            "margin": float(self.margin),
            "seed": self.seed,
        }

    @property
    def steps(self) -> int:
        return self.epochs * self.steps_per_epoch
