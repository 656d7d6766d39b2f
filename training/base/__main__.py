"""Makes the embedding that Sameface ships: ``python -m training.base --help`` and docs/recipe.md."""

import argparse
import sys
from importlib.util import find_spec

from training.base.plan import DistillingPlan
from training.base.rounds import RoundPlan
from training.jobs.arguments import path, positive_decimal, positive_number, whole_number
from training.jobs.cli_job import COULD_NOT, format_rates, run_in_terminal
from training.jobs.progress import ReportProgress, ShouldStop

ROUNDS, SMALL_ROUNDS = 240, 150
NEEDED = ("torch", "openvino")


def main() -> int:
    given = _parser().parse_args()
    if not all(find_spec(package) for package in NEEDED):
        print(
            f"Distilling needs {' and '.join(NEEDED)}: pip install -r requirements-recipe.txt",
            file=sys.stderr,
        )
        return COULD_NOT
    return _cook(given)


def _cook(given: argparse.Namespace) -> int:
    # Both import PyTorch, TensorFlow or both: too slow for --help, and not everybody has them.
    from model.runtime.bundle_writer import ExportError
    from training.base.recipe import RecipeOptions, cook

    options = RecipeOptions(
        data=given.data,
        teacher=given.teacher,
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
    parser = argparse.ArgumentParser(prog="python -m training.base", description=__doc__)
    parser.add_argument("--data", type=path, required=True, help="folder of aligned faces, zip files too")
    parser.add_argument("--teacher", type=path, required=True, help="ONNX network with 112x112 input")
    parser.add_argument("--lfw", type=path, required=True, help="folder of Labeled Faces in the Wild")
    parser.add_argument("--work", type=path, required=True, help="folder for crops, checkpoint and curve")
    parser.add_argument("--out", type=path, required=True, help="folder of the bundle; must not exist")
    parser.add_argument("--start", type=path, help="bundle to start from; random weights without it")
    parser.add_argument(
        "--rounds", type=positive_number, default=ROUNDS, help="12,288 crops each (default: %(default)s)"
    )
    parser.add_argument(
        "--small-rounds",
        type=whole_number,
        default=SMALL_ROUNDS,
        help="the first, of small crops (default: %(default)s)",
    )
    parser.add_argument(
        "--learning-rate", type=positive_decimal, default=DistillingPlan(rounds=1).learning_rate
    )
    parser.add_argument("--seed", type=whole_number, default=0)
    return parser


def _plan(given: argparse.Namespace) -> DistillingPlan:
    return DistillingPlan(
        rounds=given.rounds,
        round=RoundPlan(small_rounds=given.small_rounds),
        learning_rate=given.learning_rate,
        seed=given.seed,
    )


if __name__ == "__main__":
    sys.exit(main())
