"""Makes the embedding that Sameface ships: ``python -m training.distillation --help`` and docs/recipe.md."""

import argparse
import sys
from dataclasses import replace
from importlib.util import find_spec

from training.distillation.batches import RoundPlan
from training.distillation.hyperparameters import DistillingPlan
from training.jobs.arguments import path, positive_decimal, positive_number, whole_number
from training.jobs.cli_job import COULD_NOT, format_rates, run_in_terminal
from training.jobs.progress import ReportProgress, ShouldStop

WAYS = {
    "mobilefacenet": DistillingPlan(
        rounds=100,
        round=RoundPlan(repeats=1, batch=64),
        learning_rate=5e-4,
        weight_decay=0.0,
    ),
    "residual": DistillingPlan(rounds=240, round=RoundPlan(small_rounds=150)),
}
"""How each student learns best: one that begins with weights which are good already takes small steps."""
NEEDED = ("torch", "openvino", "onnx")


def main() -> int:
    parser = _parser()
    given = parser.parse_args()
    if given.sface and given.network == "residual":
        parser.error("--sface is a second teacher for --network mobilefacenet. Leave one of them out.")
    if not all(find_spec(package) for package in NEEDED):
        print(
            f"Distilling needs {', '.join(NEEDED)}: pip install -r requirements-recipe.txt",
            file=sys.stderr,
        )
        return COULD_NOT
    return _cook(given)


def _cook(given: argparse.Namespace) -> int:
    # Both import PyTorch, TensorFlow or both: too slow for --help, and not everybody has them.
    from model.runtime.bundle_writer import ExportError
    from training.distillation.pipeline import RecipeOptions, StudentNetwork, cook

    options = RecipeOptions(
        data=given.data,
        teacher=given.teacher,
        sface=given.sface,
        network=StudentNetwork(given.network),
        lfw=given.lfw,
        work=given.work,
        out=given.out,
        start=given.start,
        plan=_plan(given),
    )

    def job(report: ReportProgress, should_stop: ShouldStop) -> str:
        return format_rates(cook(options, report, should_stop).metrics)

    return run_in_terminal(job, ExportError)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.distillation", description=__doc__)
    parser.add_argument("--data", type=path, required=True, help="folder of aligned faces, zip files too")
    parser.add_argument("--teacher", type=path, required=True, help="ONNX network with 112x112 input")
    parser.add_argument("--sface", type=path, help="a second teacher: SFace's ONNX file or a wheel with it")
    parser.add_argument("--network", choices=tuple(WAYS), default="mobilefacenet", help="the student")
    parser.add_argument("--lfw", type=path, required=True, help="folder of Labeled Faces in the Wild")
    parser.add_argument("--work", type=path, required=True, help="folder for crops, checkpoint and curve")
    parser.add_argument("--out", type=path, required=True, help="folder of the bundle; must not exist")
    parser.add_argument("--start", type=path, help="bundle of the same network to start from")
    parser.add_argument("--rounds", type=positive_number, help="4,096 crops each (residual: 12,288)")
    parser.add_argument("--small-rounds", type=whole_number, help="the first, of small crops; for residual")
    parser.add_argument("--learning-rate", type=positive_decimal, help="of matrices, at its peak")
    parser.add_argument("--seed", type=whole_number, default=0)
    return parser


def _plan(given: argparse.Namespace) -> DistillingPlan:
    """The way of the network, but for what is given."""
    way = WAYS[given.network]
    small_rounds = way.round.small_rounds if given.small_rounds is None else given.small_rounds
    return replace(
        way,
        rounds=given.rounds or way.rounds,
        round=replace(way.round, small_rounds=small_rounds),
        learning_rate=given.learning_rate or way.learning_rate,
        seed=given.seed,
    )


if __name__ == "__main__":
    sys.exit(main())
