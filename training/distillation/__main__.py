"""Train the embedding that Sameface ships by distillation. docs/recipe.md describes the recipe."""

import argparse
import os
import sys
from dataclasses import replace
from importlib.util import find_spec

from model.installation.commands import install_command
from training.distillation.accelerated.plan import AcceleratedPlan
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
"""The best plan of each student on processor cores. The pretrained one needs small steps."""
REQUIRED_PACKAGES = ("torch", "onnx")
ON_CORES = "openvino"
"""Needed in addition without an accelerator: it runs the teachers."""


def main() -> int:
    parser = _parser()
    options = parser.parse_args()
    _check(parser, options)
    if not _has(*REQUIRED_PACKAGES):
        return COULD_NOT
    _prepare_keras()
    return _run(options)


def _prepare_keras() -> None:
    """Training needs no TensorFlow, only the export at the end does. It must leave PyTorch the accelerator's
    memory."""
    os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")
    if find_spec("tensorflow") is None:
        os.environ.setdefault("KERAS_BACKEND", "torch")


def _has(*packages: str) -> bool:
    """Whether ``packages`` are installed; prints how to install them if not."""
    if all(find_spec(package) for package in packages):
        return True
    print(f"Distillation needs {', '.join(packages)}: {install_command('recipe')}", file=sys.stderr)
    return False


def _check(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Exit with a message for options that exclude each other."""
    residual, compact = options.network == "residual", options.network == "compact"
    if options.sface and residual:
        parser.error("--sface needs --network mobilefacenet or compact. Omit --sface or change --network.")
    if options.only_sface and not options.sface:
        parser.error("--only-sface needs --sface FILE.")
    if options.accelerated and residual:
        parser.error("--network residual trains without --accelerated. Omit one of them.")
    if options.accelerated is False and (compact or options.only_sface):
        parser.error("--network compact and --only-sface need --accelerated.")


def _run(options: argparse.Namespace) -> int:
    # These import PyTorch and Keras, which are slow to import and may not be installed.
    from model.runtime.bundle_writer import ExportError
    from training.distillation.network.student import best_device
    from training.distillation.options import PipelineOptions, StudentNetwork
    from training.distillation.pipeline import run_pipeline

    accelerated = _is_accelerated(options, best_device().type != "cpu")
    if not accelerated and not _has(ON_CORES):
        return COULD_NOT
    pipeline_options = PipelineOptions(
        data=options.data,
        teacher=options.teacher,
        sface=options.sface,
        only_sface=options.only_sface,
        network=StudentNetwork(options.network),
        lfw=options.lfw,
        work=options.work,
        out=options.out,
        start=options.start,
        plan=_accelerated_plan(options) if accelerated else _plan(options),
    )

    def job(report: ReportProgress, should_stop: ShouldStop) -> str:
        return format_rates(run_pipeline(pipeline_options, report, should_stop).metrics)

    return run_in_terminal(job, ExportError)


def _is_accelerated(options: argparse.Namespace, has_accelerator: bool) -> bool:
    """The user's choice; by default, if there is an accelerator or the options need it."""
    if options.accelerated is not None:
        return bool(options.accelerated)
    if options.network == "residual":
        return False
    return has_accelerator or options.network == "compact" or options.only_sface


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.distillation", description=__doc__)
    parser.add_argument("--data", type=path, required=True, help="folder of aligned faces, also in zip files")
    parser.add_argument("--teacher", type=path, required=True, help="ONNX network with 112x112 input")
    parser.add_argument("--sface", type=path, help="second teacher: SFace's ONNX file or a wheel with it")
    parser.add_argument(
        "--only-sface", action="store_true", help="imitate SFace alone; --teacher gives the first weights"
    )
    parser.add_argument(
        "--network",
        choices=("compact", *DEFAULT_PLANS),
        default="mobilefacenet",
        help="student (default: %(default)s)",
    )
    parser.add_argument(
        "--accelerated",
        action=argparse.BooleanOptionalAction,
        help="keep faces, views and targets on one device (default: if there is an accelerator)",
    )
    parser.add_argument("--lfw", type=path, required=True, help="folder of Labeled Faces in the Wild")
    parser.add_argument(
        "--work", type=path, required=True, help="folder for caches, checkpoint and learning curve"
    )
    parser.add_argument("--out", type=path, required=True, help="folder of the new bundle; must not exist")
    parser.add_argument("--start", type=path, help="bundle of the same network to start from")
    parser.add_argument(
        "--rounds",
        type=positive_number,
        help="epochs, of 4,096 crops each (residual: 12,288); --accelerated: those that train all layers",
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


def _accelerated_plan(options: argparse.Namespace) -> AcceleratedPlan:
    """The default plan, with the values that were given. Only a new compact network has new layers."""
    plan = AcceleratedPlan()
    rate = options.learning_rate or plan.all_layers.learning_rate
    has_new_layers = options.network == "compact" and options.start is None
    return replace(
        plan,
        new_layers=replace(plan.new_layers, epochs=plan.new_layers.epochs if has_new_layers else 0),
        all_layers=replace(
            plan.all_layers, epochs=options.rounds or plan.all_layers.epochs, learning_rate=rate
        ),
        seed=options.seed,
    )


if __name__ == "__main__":
    sys.exit(main())
