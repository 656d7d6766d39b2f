"""Every network with every distance and loss, trained alike.

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
"""Of a card, and what the table calls them."""

COSTS = ("parameters", "MB", "ms a crop", "crops learned a second")
TIMED_CROPS, TIMED_STEPS, UNTIMED = 100, 12, 3
"""Whatever runs first also makes ready."""


@dataclass(frozen=True, slots=True)
class Combination:
    network: str
    distance: Distance
    loss: Loss

    def __str__(self) -> str:
        return f"{self.network}-{self.distance}-{self.loss}"


@dataclass(frozen=True, slots=True)
class Cost:
    """``megabytes`` of the network that runs live; ``milliseconds`` that it takes for a crop on two threads;
    medians, on this machine."""

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
    """Whichever has no bundle in ``work`` yet, each in a process of its own that goes on where one before it
    was stopped. Returns the exit code of the first that fails; 0 when all are there."""
    for combination in COMBINATIONS:
        out = work / str(combination)
        if out.exists():
            continue
        print(combination, file=sys.stderr)
        chosen = {**dataclasses.asdict(combination), "out": out, "work": work}
        named = itertools.chain.from_iterable((f"--{name}", str(value)) for name, value in chosen.items())
        ended = subprocess.run(
            [sys.executable, "-m", "training.experiments.from_scratch", *named, *options], check=False
        )
        if ended.returncode:
            return ended.returncode
    return 0


def tell(work: Path) -> list[Row]:
    """What the cards say, and what each costs here. Raises BundleError."""
    return [_row(combination, load_bundle(work / str(combination))) for combination in COMBINATIONS]


def as_markdown(rows: Sequence[Row]) -> str:
    """A table; rates with their 95 % intervals."""
    titles = ("network", "distance", "loss", *MEASURES.values(), *COSTS)
    return "\n".join(["", *map(_line, (titles, ["---"] * len(titles), *map(_cells, rows))), ""])


def _row(combination: Combination, bundle: Bundle) -> Row:
    embedding = NETWORKS[combination.network]()
    crop = np.zeros((bundle.card.crop_size,) * 2 + (3,), np.uint8)
    cost = Cost(
        embedding.count_params(),
        (bundle.folder / EMBEDDING).stat().st_size / 1e6,
        _seconds(lambda: bundle.embed([crop])) * 1e3,
        _learned_per_second(combination),
    )
    return Row(combination, {measure: bundle.card.metrics[measure] for measure in MEASURES}, cost)


def _seconds(act: Callable[[], object]) -> float:
    moments = []
    for _ in range(TIMED_CROPS):
        moments.append(time.perf_counter())
        act()
    return _median_step(moments)


def _learned_per_second(combination: Combination) -> float:
    """Augmentation included, of crops that show nothing."""
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
    return float(np.median(np.diff(moments)[UNTIMED:]))


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


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.experiments.ablation", description=__doc__)
    parser.add_argument("--lfw", type=path, required=True, help="folder of Labeled Faces in the Wild")
    parser.add_argument("--work", type=path, required=True, help="folder for crops, bundles and the table")
    parser.add_argument("--epochs", type=positive_number, default=EPOCHS)
    parser.add_argument("--seed", type=whole_number, default=0)
    asked = parser.parse_args()
    failed = train_missing(
        asked.work, ["--lfw", str(asked.lfw), "--epochs", str(asked.epochs), "--seed", str(asked.seed)]
    )
    if failed:
        return failed
    rows = tell(asked.work)
    write_atomically(asked.work / RESULTS, msgspec.json.format(msgspec.json.encode(rows), indent=2))
    write_atomically(asked.work / TABLE, as_markdown(rows).encode())
    print(as_markdown(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
