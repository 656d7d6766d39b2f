"""``train``: learn a person's face from the collected crops, in the terminal or for the window."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import msgspec
from tqdm import tqdm

from app.exit_codes import Exit
from app.jobs import JobUpdate
from app.model_store import ModelStore
from app.paths import Paths
from app.people import PersonNameError, checked_person_name
from app.store_error import told_as_store_error
from model.runtime.bundle import Bundle
from model.runtime.chatter import native_chatter_withheld

log = logging.getLogger(__name__)

Report = Callable[[JobUpdate], None]
Stopping = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """``supervised``: updates go to standard output as JSON lines; the end of standard input asks to stop."""

    paths: Paths
    person: str
    lfw: Path | None
    download: bool
    epochs: int | None
    supervised: bool


def run_train(options: TrainOptions) -> int:
    """Train, make the new bundle the current one, and say how good it is. The old bundle stays beside it."""
    from training.progress import TrainingStopped

    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    stop = _wish_to_stop(options.supervised)
    try:
        with _json_lines() if options.supervised else _progress_bar() as report:
            report(JobUpdate("loading TensorFlow", 0, 0))
            with told_as_store_error("keep what is learned in", options.paths.root):
                options.paths.runs.mkdir(parents=True, exist_ok=True)
                bundle = _learn(options, report, stop.is_set)
    except TrainingStopped as wish:
        return _complain(f"{wish} Train again to go on from there.", Exit.INTERRUPTED)
    except PersonNameError as error:
        return _complain(str(error), Exit.USAGE)
    except (OSError, ValueError, RuntimeError) as error:
        log.info("Training ended: %s", error)
        return _complain(str(error), Exit.COULD_NOT)
    except Exception as error:
        log.exception("Training failed.")
        return _complain(f"Training failed: {error!r}. The log has the details.", Exit.COULD_NOT)
    if not options.supervised:
        print(_summary(bundle))
    return Exit.DONE


def _learn(options: TrainOptions, report: Report, stopping: Stopping) -> Bundle:
    with native_chatter_withheld():
        from training.devices import look_for_devices
        from training.lfw import fetch_lfw
        from training.personal import RetrainOptions, retrain
        from training.progress import Progress

        look_for_devices()

    def pass_on(progress: Progress) -> None:
        report(JobUpdate(progress.stage, progress.done, progress.total, progress.message))

    person = checked_person_name(options.person)
    lfw = options.lfw or options.paths.runs / "lfw"
    if options.download:
        fetch_lfw(lfw, pass_on)
    models = ModelStore(options.paths.models)
    version = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{person}"
    retrain(
        RetrainOptions(
            person=person,
            people_folder=options.paths.people,
            lfw_folder=lfw,
            base_bundle=models.load_current().folder,
            out=models.folder_of(version),
            work=options.paths.runs,
            **({} if options.epochs is None else {"epochs": options.epochs}),
        ),
        pass_on,
        stopping,
    )
    return models.use(version)


def _wish_to_stop(supervised: bool) -> threading.Event:
    """Set by the first Ctrl-C (a second one interrupts at once) or, supervised, by the end of the input."""
    stop = threading.Event()

    def interrupted(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        stop.set()

    def until_input_ends() -> None:
        sys.stdin.read()
        stop.set()

    signal.signal(signal.SIGINT, interrupted)
    if supervised:
        threading.Thread(target=until_input_ends, daemon=True).start()
    return stop


@contextmanager
def _json_lines() -> Iterator[Report]:
    yield lambda update: print(msgspec.json.encode(update).decode(), flush=True)


@contextmanager
def _progress_bar() -> Iterator[Report]:
    with tqdm(unit="", dynamic_ncols=True) as bar:

        def report(update: JobUpdate) -> None:
            if bar.desc != f"{update.stage}: ":
                bar.reset(update.total)
                bar.set_description(update.stage, refresh=False)
            bar.total, bar.n = update.total, update.done
            bar.set_postfix_str(update.message)

        yield report


def _summary(bundle: Bundle) -> str:
    rates = (
        f"  {name}: {rate.value:.1%} "
        f"({rate.count} of {rate.trials}; 95 % interval {rate.lower:.1%} to {rate.upper:.1%})"
        for name, rate in bundle.card.metrics.items()
    )
    return "\n".join([f"The new model {bundle.folder.name} is in use.", *rates])


def _complain(message: str, code: Exit) -> Exit:
    print(message, file=sys.stderr)
    return code
