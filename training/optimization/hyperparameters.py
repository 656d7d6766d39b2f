"""The hyperparameters of a training run."""

from dataclasses import dataclass

from model.network.losses import Loss


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """``learning_rate`` is the peak: reached after ``warmup_share`` of all steps, then decayed to 0 along a
    cosine.

    ``batch_statistics``: normalise with each batch's statistics and update the moving ones. Turn it off for
    batches unlike the images that the network will see; the stored statistics then stay.

    ``patience``: stop this many epochs after the best validation score; None: never stop early.

    The contrastive ``loss`` with its ``margin`` trains the embedding alone; the head stays unchanged.
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
