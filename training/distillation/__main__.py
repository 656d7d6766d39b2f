"""Train the embedding that Sameface ships by distillation. docs/recipe.md describes the recipe."""

import argparse
import sys
from dataclasses import replace
from importlib.util import find_spec

from model.installation.commands import install_command
from training.distillation.batches import EpochPlan
from training.distillation.hyperparameters import DistillationPlan
from training.jobs.arguments import path, positive_decimal, positive_number, whole_number
from training.jobs.cli_job import COULD_NOT, format_rates, run_in_terminal
from training.jobs.progress import ReportProgress, ShouldStop

DEFAULT_PLANS = {
    "mobilefacenet": DistillationPlan(
        epochs=100,
        epoch=EpochPlan(repeats=1, batch_size=64),
        learning_rate=5e-4,
        weight_decay=0.0,
    ),
    "residual": DistillationPlan(epochs=240, epoch=EpochPlan(small_epochs=150)),
}
"""The best plan of each student. The pretrained one needs small steps."""
REQUIRED_PACKAGES = ("torch", "openvino", "onnx")


def main() -> int:
    parser = _parser()
    options = parser.parse_args()
    if options.sface and options.network == "residual":
        parser.error("--sface needs --network mobilefacenet. Omit --sface or change --network.")
    if not all(find_spec(package) for package in REQUIRED_PACKAGES):
        print(
            f"Distillation needs {', '.join(REQUIRED_PACKAGES)}: {install_command('recipe')}",
            file=sys.stderr,
        )
        return COULD_NOT
    return _run(options)


def _run(options: argparse.Namespace) -> int:
    # These import PyTorch and TensorFlow, which are slow to import and may not be installed.
    from model.runtime.bundle_writer import ExportError
    from training.distillation.pipeline import PipelineOptions, StudentNetwork, run_pipeline

    pipeline_options = PipelineOptions(
        data=options.data,
        teacher=options.teacher,
        sface=options.sface,
        network=StudentNetwork(options.network),
        lfw=options.lfw,
        work=options.work,
        out=options.out,
        start=options.start,
        plan=_plan(options),
    )

    def job(report: ReportProgress, should_stop: ShouldStop) -> str:
        return format_rates(run_pipeline(pipeline_options, report, should_stop).metrics)

    return run_in_terminal(job, ExportError)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.distillation", description=__doc__)
    parser.add_argument("--data", type=path, required=True, help="folder of aligned faces, also in zip files")
    parser.add_argument("--teacher", type=path, required=True, help="ONNX network with 112x112 input")
    parser.add_argument("--sface", type=path, help="second teacher: SFace's ONNX file or a wheel with it")
    parser.add_argument("--network", choices=tuple(DEFAULT_PLANS), default="mobilefacenet", help="student")
    parser.add_argument("--lfw", type=path, required=True, help="folder of Labeled Faces in the Wild")
    parser.add_argument(
        "--work", type=path, required=True, help="folder for caches, checkpoint and learning curve"
    )
    parser.add_argument("--out", type=path, required=True, help="folder of the new bundle; must not exist")
    parser.add_argument("--start", type=path, help="bundle of the same network to start from")
    parser.add_argument(
        "--rounds", type=positive_number, help="epochs, of 4,096 crops each (residual: 12,288)"
    )
    parser.add_argument(
        "--small-rounds", type=whole_number, help="number of first epochs with small crops (residual only)"
    )
    parser.add_argument("--learning-rate", type=positive_decimal, help="peak learning rate of kernels")
    parser.add_argument("--seed", type=whole_number, default=0, help="random seed")
    return parser


def _plan(options: argparse.Namespace) -> DistillationPlan:
    """The default plan of the network, with the values that were given."""
    plan = DEFAULT_PLANS[options.network]
    small_epochs = plan.epoch.small_epochs if options.small_rounds is None else options.small_rounds
    return replace(
        plan,
        epochs=options.rounds or plan.epochs,
        epoch=replace(plan.epoch, small_epochs=small_epochs),
        learning_rate=options.learning_rate or plan.learning_rate,
        seed=options.seed,
    )


if __name__ == "__main__":
    sys.exit(main())
