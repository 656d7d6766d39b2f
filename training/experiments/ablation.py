"""Train every network with every distance and loss under the same conditions, and compare them.

``python -m training.experiments.ablation --help``
"""

import argparse
import dataclasses
import itertools
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from model.network.losses import Loss
from model.network.siamese import build_siamese
from model.runtime.bundle import EMBEDDING, Bundle, load_bundle
from model.runtime.model_card import Rate
from model.runtime.similarity_head import Distance
from model.storage.atomic_file import write_atomically
from training.data.augmentation import Augmentation
from training.data.batch_sampler import BatchSampler
from training.data.samples import Samples
from training.experiments.from_scratch import BATCH, NETWORKS
from training.jobs.arguments import path, positive_number, whole_number
from training.jobs.progress import never_stop
from training.optimization.trainer import Trainer, TrainingPlan

EPOCHS = 3
TABLE, RESULTS = "combinations.md", "combinations.json"
MEASURES = {
    "accuracy on View 1 pairs, equal-error threshold": "1,000 pairs",
    "true match rate at FMR 0.01 on all pairs": "TMR at FMR 1e-2",
    "true match rate at FMR 0.001 on all pairs": "at 1e-3",
    "20-way one-shot accuracy": "20-way",
}
"""A card's metrics and their titles in the table."""

COSTS = ("parameters", "MB", "ms a crop", "crops learned a second")
TIMED_CROPS, TIMED_STEPS, WARM_UP_STEPS = 100, 12, 3
"""The first steps include compilation, so they are not timed."""


@dataclass(frozen=True, slots=True)
class Combination:
    network: str
    distance: Distance
    loss: Loss

    def __str__(self) -> str:
        return f"{self.network}-{self.distance}-{self.loss}"


@dataclass(frozen=True, slots=True)
class Cost:
    """``megabytes``: of the exported network. ``milliseconds``: median per crop on two threads of this
    machine. ``learned_per_second``: median crops per second of training."""

    parameters: int
    megabytes: float
    milliseconds: float
    learned_per_second: float


@dataclass(frozen=True, slots=True)
class Row:
    combination: Combination
    rates: dict[str, Rate]
    cost: Cost


COMBINATIONS = tuple(itertools.starmap(Combination, itertools.product(NETWORKS, Distance, Loss)))


def train_missing(work: Path, options: Sequence[str]) -> int:
    """Train each combination without a bundle in ``work``, in a subprocess that resumes a stopped run.

    Returns the exit code of the first that fails; 0 when all bundles exist.
    """
    for combination in COMBINATIONS:
        out = work / str(combination)
        if out.exists():
            continue
        print(combination, file=sys.stderr)
        options_by_name = {**dataclasses.asdict(combination), "out": out, "work": work}
        named = itertools.chain.from_iterable(
            (f"--{name}", str(value)) for name, value in options_by_name.items()
        )
        done = subprocess.run(
            [sys.executable, "-m", "training.experiments.from_scratch", *named, *options], check=False
        )
        if done.returncode:
            return done.returncode
    return 0


def load_rows(work: Path) -> list[Row]:
    """The metrics of each card, and the cost measured on this machine. Raises BundleError."""
    return [_row(combination, load_bundle(work / str(combination))) for combination in COMBINATIONS]


def as_markdown(rows: Sequence[Row]) -> str:
    """A table. Rates have 95 % intervals."""
    titles = ("network", "distance", "loss", *MEASURES.values(), *COSTS)
    return "\n".join(["", *map(_table_line, (titles, ["---"] * len(titles), *map(_cells, rows))), ""])


def _row(combination: Combination, bundle: Bundle) -> Row:
    embedding = NETWORKS[combination.network]()
    crop = np.zeros((bundle.card.crop_size,) * 2 + (3,), np.uint8)
    cost = Cost(
        embedding.count_params(),
        (bundle.folder / EMBEDDING).stat().st_size / 1e6,
        _median_seconds(lambda: bundle.embed([crop])) * 1e3,
        _training_crops_per_second(combination),
    )
    return Row(combination, {measure: bundle.card.metrics[measure] for measure in MEASURES}, cost)


def _median_seconds(function: Callable[[], object]) -> float:
    moments = []
    for _ in range(TIMED_CROPS):
        moments.append(time.perf_counter())
        function()
    return _median_step(moments)


def _training_crops_per_second(combination: Combination) -> float:
    """Including augmentation; the crops are noise."""
    people = np.repeat(np.arange(BATCH.people), BATCH.crops_per_person)
    crops = np.random.default_rng(0).integers(0, 256, (len(people), 100, 100, 3), np.uint8)
    sampler = BatchSampler(Samples(crops, people, tuple(map(str, people))), BATCH, Augmentation())
    siamese = build_siamese(NETWORKS[combination.network](), combination.distance)
    plan = TrainingPlan(epochs=1, steps_per_epoch=TIMED_STEPS, loss=combination.loss)
    moments: list[float] = []
    with tempfile.TemporaryDirectory() as work:
        trainer = Trainer(siamese, plan, Path(work), {"combination": str(combination)})
        trainer.run(sampler, lambda update: moments.append(time.perf_counter()), never_stop)
    return BATCH.size / _median_step(moments)


def _median_step(moments: Sequence[float]) -> float:
    return float(np.median(np.diff(moments)[WARM_UP_STEPS:]))


def _cells(row: Row) -> list[str]:
    cost = row.cost
    return [
        *map(str, dataclasses.astuple(row.combination)),
        *(f"{rate.value:.1%} ({rate.lower:.1%} to {rate.upper:.1%})" for rate in row.rates.values()),
        f"{cost.parameters:,}",
        f"{cost.megabytes:.1f}",
        f"{cost.milliseconds:.2f}",
        f"{cost.learned_per_second:.0f}",
    ]


def _table_line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.experiments.ablation", description=__doc__)
    parser.add_argument("--lfw", type=path, required=True, help="folder of Labeled Faces in the Wild")
    parser.add_argument("--work", type=path, required=True, help="folder for crops, bundles and the table")
    parser.add_argument("--epochs", type=positive_number, default=EPOCHS)
    parser.add_argument("--seed", type=whole_number, default=0)
    arguments = parser.parse_args()
    failed = train_missing(
        arguments.work,
        ["--lfw", str(arguments.lfw), "--epochs", str(arguments.epochs), "--seed", str(arguments.seed)],
    )
    if failed:
        return failed
    rows = load_rows(arguments.work)
    write_atomically(arguments.work / RESULTS, msgspec.json.format(msgspec.json.encode(rows), indent=2))
    write_atomically(arguments.work / TABLE, as_markdown(rows).encode())
    print(as_markdown(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
