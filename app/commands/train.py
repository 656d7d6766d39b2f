"""``train``: train a model on the collected crops, in the terminal or for the window."""

import argparse
import logging
import os
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
from model.installation.commands import typed
from model.messages.message import Message, sentences
from model.runtime.bundle import Bundle, load_bundle
from model.storage.json_codec import encode_json
from model.terminal.standard_streams import OutputError, write_answer, write_json
from training.jobs.arguments import path
from training.jobs.progress import (
    InvalidInputError,
    JobCancelled,
    ReportProgress,
    ShouldStop,
)
from training.jobs.progress_bar import progress_bar
from training.jobs.supervision import json_lines, lower_priority, stop_event
from training.jobs.time_estimate import TimeEstimator
from training.lfw.search import ADVICE, LfwError
from training.metrics.paired_test_result import PairedTestResult, rejection_reason
from training.personalization.options import EPOCHS, EXPECTED_S, Depth, RetrainOptions

log = logging.getLogger(__name__)

LOCK = ".training.lock"
PATIENCE_S = 3.0
"""A training that was just cancelled may not have ended yet."""


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """``supervised``: progress goes to standard output as JSON lines, and the end of standard input stops the
    training."""

    paths: Paths
    person: str
    lfw: Path | None
    download: bool
    depth: Depth
    epochs: int | None
    supervised: bool


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """A new bundle. ``worse``: the error rates because of which it was not put into use."""

    bundle: Bundle
    worse: tuple[PairedTestResult, ...] = ()


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
    """Train, print the figures of the new model, and return the exit code. The new model is put into use
    unless it is worse than the current one."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    # As training.optimization.devices.enable_determinism, but before TensorFlow is imported:
    # a resumed run then reaches the same weights.
    os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")
    stop = stop_event(options.supervised)
    if options.supervised:
        lower_priority()
    try:
        with (
            translate_os_errors(Message("keep the model in"), options.paths.root),
            json_lines() if options.supervised else progress_bar() as report,
        ):
            options.paths.runs.mkdir(parents=True, exist_ok=True)
            with exclusive_lock(options.paths.runs / LOCK, _busy_message(options.paths), PATIENCE_S):
                trained = _train(options, report, stop.is_set)
    except JobCancelled as error:
        return fail(f"{error} Train again to continue from there.", Exit.INTERRUPTED)
    except (PersonNameError, InvalidInputError) as error:
        return fail(error, Exit.USAGE)
    except (OSError, ValueError, RuntimeError) as error:
        log.info("Training ended: %s", error)
        return fail(error, Exit.COULD_NOT)
    except (ImportError, OutputError):
        raise  # reported by app.cli
    except Exception as error:
        log.exception("Training failed.")
        return fail(
            sentences(Message("Training failed: {error}.", error=repr(error)), log_hint()), Exit.COULD_NOT
        )
    if options.supervised:
        write_json(encode_json(TrainingResult(trained.bundle.folder.name, list(trained.worse))))
    else:
        write_answer(_summary(trained))
        if not trained.worse and (advice := _enrol_again(options.paths, trained.bundle)):
            write_answer(advice)
    return Exit.DONE


def _train(options: TrainOptions, report: ReportProgress, should_stop: ShouldStop) -> TrainedModel:
    person = checked_person_name(options.person)
    report = TimeEstimator(report, EXPECTED_S[options.depth])
    lfw = _find_lfw(options, report)
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
    if retrained.worse:
        return TrainedModel(load_bundle(retrained.folder), retrained.worse)
    return TrainedModel(models.use(retrained.folder.name))


def _enrol_again(paths: Paths, bundle: Bundle) -> str:
    from app.references.model_change import enrol_again
    from app.references.reference_store import ReferenceStore

    return enrol_again(ReferenceStore(paths.people), bundle)


def _busy_message(paths: Paths) -> Message:
    """Two trainings would delete each other's checkpoints."""
    return Message(
        "Another training is running in {folder}. Wait for it or stop it, then train again.",
        folder=paths.runs,
    )


def _find_lfw(options: TrainOptions, report: ReportProgress) -> Path:
    """The folder of LFW, downloaded on request. A wrong folder is reported before TensorFlow is imported."""
    from training.lfw.download import download_lfw
    from training.lfw.folder import LfwFolder

    folder = options.lfw or options.paths.runs / "lfw"
    if options.download:
        download_lfw(folder, report)
    elif options.lfw is None and not folder.exists():
        raise LfwError(
            Message("Training also needs pictures of other people, those of LFW. {advice}", advice=ADVICE)
        )
    LfwFolder(folder)
    return folder


def _summary(trained: TrainedModel) -> str:
    name = trained.bundle.folder.name
    rates = (
        f"  {what}: {rate.value:.1%} "
        f"({rate.count} of {rate.trials}; 95 % interval {rate.lower:.1%} to {rate.upper:.1%})"
        for what, rate in trained.bundle.card.metrics.items()
    )
    outcome = (
        f"{rejection_reason(trained.worse)} To use it anyway: {typed(f'models --use {name}')}"
        if trained.worse
        else f"The new model {name} is in use."
    )
    return "\n".join([outcome, *rates])
