"""Compare networks on LFW's View 1 dev-test people, on clean and on degraded images.

Prints two Markdown tables. Ctrl+C stops the benchmark; run the same command again to continue.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from model.runtime.bundle import BundleError
from model.storage.atomic_file import write_atomically
from model.vision.mtcnn import WEIGHTS, MtcnnFinder
from training.data.crop_cache import networks_fingerprint
from training.data.degradations import DEGRADATIONS
from training.jobs.arguments import path, positive_number
from training.jobs.cli_job import run_in_terminal
from training.jobs.progress import ReportProgress, ShouldStop
from training.lfw.crops import MIN_FACE_SIZE
from training.lfw.folder import LfwFolder
from training.metrics.one_shot import WAYS
from training.robustness.benchmark import run_benchmark
from training.robustness.candidates import Candidate, from_bundle, from_teacher
from training.robustness.context import BenchmarkContext
from training.robustness.datasets import load_datasets
from training.robustness.landmark_file import load_landmarks
from training.robustness.markdown import format_markdown
from training.robustness.results import RobustnessResults


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)

    def job(report: ReportProgress, should_stop: ShouldStop) -> str:
        results = _run(options, report, should_stop)
        if options.out:
            write_atomically(options.out, msgspec.json.format(msgspec.json.encode(results)) + b"\n")
        return format_markdown(results)

    return run_in_terminal(job, BundleError)


def _run(options: argparse.Namespace, report: ReportProgress, should_stop: ShouldStop) -> RobustnessResults:
    datasets = load_datasets(LfwFolder(options.lfw), options.people)
    if options.landmarks:
        datasets = replace(datasets, landmarks=load_landmarks(options.landmarks))
    candidates: list[Candidate] = []
    for name, folder in options.bundle:
        candidates += from_bundle(name, folder)
    for name, folder in options.clean_only:
        candidates += from_bundle(name, folder, on_degraded=False)
    if options.teacher:
        candidates.append(from_teacher(options.teacher))
    context = BenchmarkContext(
        folder=options.work,
        finder=MtcnnFinder(min_face_size=MIN_FACE_SIZE),
        finder_fingerprint=f"{networks_fingerprint(WEIGHTS)} {MIN_FACE_SIZE}",
        report=report,
        should_stop=should_stop,
    )
    return run_benchmark(candidates, datasets, DEGRADATIONS, context)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.robustness", description=__doc__)
    parser.add_argument("--lfw", type=path, required=True, help="folder of Labeled Faces in the Wild")
    parser.add_argument("--work", type=path, required=True, help="cache folder for faces and embeddings")
    parser.add_argument("--teacher", type=path, help="ONNX network with 112x112 input")
    parser.add_argument(
        "--bundle",
        type=_named_folder,
        action="append",
        required=True,
        metavar="NAME=FOLDER",
        help="a bundle and its name in the tables; can be repeated",
    )
    parser.add_argument(
        "--clean-only",
        type=_named_folder,
        action="append",
        default=[],
        metavar="NAME=FOLDER",
        help="a bundle for the table of clean images only; can be repeated",
    )
    parser.add_argument("--landmarks", type=path, help=".npz file of landmarks by another detector")
    parser.add_argument("--people", type=positive_number, help="maximum number of people, for a trial run")
    parser.add_argument("--out", type=path, help="JSON file for all results")
    options = parser.parse_args(arguments)
    names = [name for name, _ in options.bundle + options.clean_only]
    if len(set(names)) < len(names):
        parser.error(f"Give every bundle a different name. Received: {', '.join(names)}")
    if options.people is not None and options.people < WAYS:
        parser.error(f"Use at least {WAYS} people. Received: --people {options.people}")
    if options.out and not options.out.parent.is_dir():
        parser.error(f"The folder {options.out.parent} does not exist. Create it for the JSON file.")
    return options


def _named_folder(text: str) -> tuple[str, Path]:
    name, separator, folder = text.partition("=")
    if not (name and separator and folder):
        raise argparse.ArgumentTypeError(f"Use NAME=FOLDER. Received: {text}")
    return name, path(folder)


if __name__ == "__main__":
    sys.exit(main())
