"""``train``: learn a person's face from the collected crops, in the terminal or for the window."""

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.commands.configuration import configure
from app.live.training_process import TrainingResult
from app.storage.dated_folder import dated_folder
from app.storage.errors import translate_os_errors
from app.storage.file_lock import exclusive_lock
from app.storage.model_store import ModelStore
from app.storage.paths import Paths
from app.storage.people import PersonNameError, checked_person_name
from app.system.exit_codes import Exit, fail
from app.system.log_setup import log_hint
from model.runtime.bundle import Bundle, load_bundle
from model.storage.json_codec import encode_json
from model.terminal.standard_streams import OutputError, write_answer, write_json
from training.jobs.arguments import one_of, path, positive_number
from training.jobs.progress import (
    InvalidInputError,
    JobCancelled,
    ReportProgress,
    ShouldStop,
)
from training.jobs.progress_bar import progress_bar
from training.jobs.stop_signals import install_stop_signals
from training.jobs.time_estimate import TimeEstimator
from training.lfw.search import ADVICE, LfwError
from training.personalization.options import EPOCHS, EXPECTED_S, Depth, RetrainOptions

log = logging.getLogger(__name__)

NICENESS = 10
LOCK = ".training.lock"
PATIENCE_S = 3.0
"""Whoever was cancelled a moment ago may still be on the way out."""


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """``supervised``: updates go to standard output as JSON lines; the end of standard input asks to stop."""

    paths: Paths
    person: str
    lfw: Path | None
    download: bool
    depth: Depth
    epochs: int | None
    supervised: bool


@dataclass(frozen=True, slots=True)
class Learned:
    """A new bundle, and why it was kept aside; empty when it is in use."""

    bundle: Bundle
    rejection: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lfw", type=path, metavar="DIR", help="folder of Labeled Faces in the Wild")
    parser.add_argument(
        "--download", action="store_true", help="download LFW (about 240 MB) if it is missing"
    )
    parser.add_argument(
        "--depth",
        type=one_of(Depth),
        choices=Depth,
        default=Depth.QUICK,
        help="quick: the head, in seconds (default); deep: the last blocks of the network, too, in minutes",
    )
    parser.add_argument(
        "--epochs", type=positive_number, metavar="N", help="number of epochs of a deep training"
    )
    parser.add_argument("--supervised", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    paths, settings = configure(options)
    return train(
        TrainOptions(
            paths,
            settings.person,
            options.lfw or (path(settings.lfw_folder) if settings.lfw_folder else None),
            download=options.download,
            depth=options.depth,
            epochs=options.epochs,
            supervised=options.supervised,
        )
    )


def train(options: TrainOptions) -> int:
    """Train, and say how good the new bundle is. It becomes the current one unless it is worse than that,
    which stays beside it."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    # As training.optimization.devices.enable_determinism, but before TensorFlow is imported:
    # a resumed run then reaches the same weights.
    os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
    stop = _stop_event(options.supervised)
    if options.supervised:
        _step_back()
    try:
        with (
            translate_os_errors("keep what is learned in", options.paths.root),
            _json_lines() if options.supervised else progress_bar() as report,
        ):
            options.paths.runs.mkdir(parents=True, exist_ok=True)
            with exclusive_lock(options.paths.runs / LOCK, _refusal(options.paths), PATIENCE_S):
                learned = _learn(options, report, stop.is_set)
    except JobCancelled as error:
        return fail(f"{error} Train again to go on from there.", Exit.INTERRUPTED)
    except (PersonNameError, InvalidInputError) as error:
        return fail(error, Exit.USAGE)
    except (OSError, ValueError, RuntimeError) as error:
        log.info("Training ended: %s", error)
        return fail(error, Exit.COULD_NOT)
    except (ImportError, OutputError):
        raise  # told by the command line
    except Exception as error:
        log.exception("Training failed.")
        return fail(f"Training failed: {error!r}. {log_hint()}", Exit.COULD_NOT)
    if options.supervised:
        write_json(encode_json(TrainingResult(learned.bundle.folder.name, learned.rejection)))
    else:
        write_answer(_summary(learned))
    return Exit.DONE


def _learn(options: TrainOptions, report: ReportProgress, should_stop: ShouldStop) -> Learned:
    person = checked_person_name(options.person)
    report = TimeEstimator(report, EXPECTED_S[options.depth])
    lfw = _other_people(options, report)
    from training.personalization.pipeline import retrain

    models = ModelStore(options.paths.models)
    retrain_options = RetrainOptions(
        person=person,
        people_folder=options.paths.people,
        lfw_folder=lfw,
        base_bundle=models.load_current().folder,
        out=dated_folder(models.folder, person),
        work=options.paths.runs,
        depth=options.depth,
        epochs=options.epochs or EPOCHS,
    )
    retrained = retrain(retrain_options, report, should_stop)
    if retrained.rejection:
        return Learned(load_bundle(retrained.folder), retrained.rejection)
    return Learned(models.use(retrained.folder.name), "")


def _refusal(paths: Paths) -> str:
    """Two trainings would delete each other's checkpoints, and each take the other for the model before."""
    return f"Another training is going on in {paths.runs}. Let it end, or stop it; then train again."


def _other_people(options: TrainOptions, report: ReportProgress) -> Path:
    """The folder with LFW, fetched if asked for; a wrong one is told before TensorFlow takes its seconds."""
    from training.lfw.download import download_lfw
    from training.lfw.folder import LfwFolder

    folder = options.lfw or options.paths.runs / "lfw"
    if options.download:
        download_lfw(folder, report)
    elif options.lfw is None and not folder.exists():
        raise LfwError(f"Training takes pictures of other people, too: those of LFW. {ADVICE}")
    LfwFolder(folder)
    return folder


def _stop_event(supervised: bool) -> threading.Event:
    """Set by Ctrl-C or, supervised, by the end of the input."""
    stop = install_stop_signals(signal.SIGINT)

    def until_input_ends() -> None:
        sys.stdin.read()
        stop.set()

    if supervised:
        threading.Thread(target=until_input_ends, daemon=True).start()
    return stop


def _step_back() -> None:
    """The window keeps its frame rate: whatever it leaves of the processor is enough."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)


@contextmanager
def _json_lines() -> Iterator[ReportProgress]:
    yield lambda update: write_json(encode_json(update))


def _summary(learned: Learned) -> str:
    name = learned.bundle.folder.name
    rates = (
        f"  {what}: {rate.value:.1%} "
        f"({rate.count} of {rate.trials}; 95 % interval {rate.lower:.1%} to {rate.upper:.1%})"
        for what, rate in learned.bundle.card.metrics.items()
    )
    outcome = (
        f"{learned.rejection} To use it all the same: python main.py models --use {name}"
        if learned.rejection
        else f"The new model {name} is in use."
    )
    return "\n".join([outcome, *rates])
