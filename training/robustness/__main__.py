"""Which network tells faces apart best, and which bears a webcam: on LFW's View 1 dev-test people.

Prints two tables in Markdown. Ctrl+C stops it; the same command then goes on with what it has not finished.
"""

import argparse
import sys
from collections.abc import Sequence
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
from training.robustness.benchmark import hold_contest
from training.robustness.cache import Workshop
from training.robustness.candidates import Contestant, from_bundle, from_teacher
from training.robustness.datasets import judges_of
from training.robustness.markdown import as_markdown
from training.robustness.results import Outcome


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)

    def job(report: ReportProgress, should_stop: ShouldStop) -> str:
        outcome = _hold(options, report, should_stop)
        if options.out:
            write_atomically(options.out, msgspec.json.format(msgspec.json.encode(outcome)) + b"\n")
        return as_markdown(outcome)

    return run_in_terminal(job, BundleError)


def _hold(options: argparse.Namespace, report: ReportProgress, should_stop: ShouldStop) -> Outcome:
    judges = judges_of(LfwFolder(options.lfw), options.people)
    contestants: list[Contestant] = []
    for name, folder in options.bundle:
        contestants += from_bundle(name, folder)
    for name, folder in options.clean_only:
        contestants += from_bundle(name, folder, degraded_too=False)
    if options.teacher:
        contestants.append(from_teacher(options.teacher))
    shop = Workshop(
        folder=options.work,
        finder=MtcnnFinder(min_face_size=MIN_FACE_SIZE),
        finder_fingerprint=f"{networks_fingerprint(WEIGHTS)} {MIN_FACE_SIZE}",
        report=report,
        should_stop=should_stop,
    )
    return hold_contest(contestants, judges, DEGRADATIONS, shop)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training.robustness", description=__doc__)
    parser.add_argument("--lfw", type=path, required=True, help="folder of Labeled Faces in the Wild")
    parser.add_argument("--work", type=path, required=True, help="folder that keeps faces and embeddings")
    parser.add_argument("--teacher", type=path, help="ONNX network with 112x112 input")
    parser.add_argument(
        "--bundle",
        type=_named_folder,
        action="append",
        required=True,
        metavar="NAME=FOLDER",
        help="a bundle and what to call it; may be given several times",
    )
    parser.add_argument(
        "--clean-only",
        type=_named_folder,
        action="append",
        default=[],
        metavar="NAME=FOLDER",
        help="another bundle, for the table of clean pictures alone",
    )
    parser.add_argument("--people", type=positive_number, help="only so many of the people, to try it out")
    parser.add_argument("--out", type=path, help="a JSON file for everything that was measured")
    options = parser.parse_args(arguments)
    names = [name for name, _ in options.bundle + options.clean_only]
    if len(set(names)) < len(names):
        parser.error(f"Every bundle needs a name of its own. Received: {', '.join(names)}")
    if options.people is not None and options.people < WAYS:
        parser.error(f"{WAYS} people are the fewest. Received: --people {options.people}")
    if options.out and not options.out.parent.is_dir():
        parser.error(f"There is no folder {options.out.parent} for the JSON file. Make it first.")
    return options


def _named_folder(text: str) -> tuple[str, Path]:
    name, separator, folder = text.partition("=")
    if not (name and separator and folder):
        raise argparse.ArgumentTypeError(f"Write a name, = and a folder. Received: {text}")
    return name, path(folder)


if __name__ == "__main__":
    sys.exit(main())
