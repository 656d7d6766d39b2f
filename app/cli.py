"""The command line: reads it, then imports what the verb needs and nothing more."""

import argparse
import logging
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.commands.arguments import parser
from app.system.exit_codes import Exit, complain
from model.terminal.standard_streams import OutputError, prepare_standard_streams
from training.jobs.arguments import path

if TYPE_CHECKING:
    from app.storage.paths import Paths
    from app.storage.settings import Settings

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code (see ``app.system.exit_codes``)."""
    prepare_standard_streams()
    try:
        options = parser().parse_args(arguments)
        return _VERBS[options.verb](options)
    except OutputError as error:
        return complain(error, Exit.COULD_NOT)
    except KeyboardInterrupt:
        return complain("Interrupted. Everything confirmed so far is kept.", Exit.INTERRUPTED)
    except ImportError as error:
        from app.system.requirements import what_to_install

        advice = what_to_install(error)
        if advice is None:
            raise
        log.info("A package is missing or broken.", exc_info=error)
        return complain(advice, Exit.COULD_NOT)


def _chosen(options: argparse.Namespace) -> "tuple[Paths, Settings]":
    """As ``_loaded``, but a damaged settings file ends the command."""
    from app.storage.settings import SettingsError

    try:
        return _loaded(options)
    except SettingsError as error:
        raise SystemExit(complain(error, Exit.COULD_NOT)) from error


def _loaded(options: argparse.Namespace) -> "tuple[Paths, Settings]":
    """The stored settings with the command line's on top. Raises SettingsError."""
    from app.storage.paths import Paths, default_paths
    from app.storage.settings import load_settings
    from app.system.excepthook import log_last_words
    from app.system.log_setup import log_to

    paths = Paths(options.data) if options.data else default_paths()
    log_to(paths.logs, options.log_level)
    log_last_words()
    log.info("%s, Python %s on %s", options.verb, sys.version, sys.platform)
    settings = load_settings(paths.settings)
    given = {name: getattr(options, name, None) for name in ("camera", "rotate", "person")}
    given["timeout_s"] = getattr(options, "timeout", None)
    given["detection_threshold"] = getattr(options, "detection_threshold", None)
    given["level"] = getattr(options, "level", None)
    if given["level"]:
        # The stored one was chosen instead of a level; now it is the other way round.
        settings = replace(settings, detection_threshold=None)
    given["verification_threshold"] = getattr(options, "verification_threshold", None)
    return paths, replace(settings, **{name: value for name, value in given.items() if value is not None})


def _app(options: argparse.Namespace) -> int:
    from app.gui.launch import run
    from app.live.controller import AppController

    return run(AppController(*_chosen(options)))


def _demo(options: argparse.Namespace) -> int:
    options.camera = options.camera or "demo"
    return _app(options)


def _collect(options: argparse.Namespace) -> int:
    from app.commands.collect import CollectOptions, run_collect
    from app.gui.preview_window import PreviewWindow

    paths, settings = _chosen(options)
    counts = (options.anchors, options.positives, options.negatives)
    collecting = CollectOptions(settings.person, settings.camera, *counts, paths.people, settings.rotate)
    return run_collect(collecting, PreviewWindow)


def _enrol(options: argparse.Namespace) -> int:
    from app.commands.enrol import EnrolOptions, run_enrol

    paths, settings = _chosen(options)
    return run_enrol(EnrolOptions(paths, settings.person, options.images, options.replace, options.largest))


def _verify(options: argparse.Namespace) -> int:
    from app.commands.verify import VerifyOptions, refuse, run_verify
    from app.storage.settings import SettingsError

    try:
        paths, settings = _loaded(options)
    except SettingsError as error:
        return refuse(error, options.json)
    return run_verify(
        VerifyOptions(paths, settings, options.image, options.references, options.largest, options.json)
    )


def _train(options: argparse.Namespace) -> int:
    from app.commands.train import TrainOptions, run_train

    paths, settings = _chosen(options)
    lfw = options.lfw or (path(settings.lfw_folder) if settings.lfw_folder else None)
    return run_train(
        TrainOptions(
            paths,
            settings.person,
            lfw,
            download=options.download,
            depth=options.depth,
            epochs=options.epochs,
            supervised=options.supervised,
        )
    )


def _models(options: argparse.Namespace) -> int:
    from app.commands.models import ModelsOptions, run_models
    from app.storage.model_store import ModelStore

    paths, _ = _chosen(options)
    wish = ModelsOptions(
        use=options.use, roll_back=options.roll_back, remove=options.remove, compare=options.compare
    )
    return run_models(ModelStore(paths.models), wish)


def _score(options: argparse.Namespace) -> int:
    from app.commands.score import ScoreOptions, run_score

    paths, _ = _chosen(options)
    return run_score(ScoreOptions(paths, options.pairs, options.out, options.bundle))


def _evaluate(options: argparse.Namespace) -> int:
    from app.commands.evaluate import EvaluateOptions, run_evaluate

    paths, _ = _chosen(options)
    return run_evaluate(
        EvaluateOptions(
            paths=paths,
            lfw=options.lfw,
            protocol=options.protocol,
            people=options.people,
            choose_threshold=options.choose_threshold,
            pairs=options.pairs,
            bundle=options.bundle,
            out=options.out,
            as_json=options.json,
        )
    )


def _show(options: argparse.Namespace) -> int:
    from app.commands.show import ShowOptions, run_show

    paths, settings = _chosen(options)
    given = {name: value for name, value in vars(options).items() if name in ShowOptions.__slots__}
    return run_show(ShowOptions(paths=paths, settings=settings, **given))


def _benchmark(options: argparse.Namespace) -> int:
    from app.commands.benchmark import BenchmarkOptions, run_benchmark

    paths, _ = _chosen(options)
    return run_benchmark(
        BenchmarkOptions(paths, options.frames, options.seconds, options.baselines, options.json)
    )


def _doctor(options: argparse.Namespace) -> int:
    """Reads no settings: they may be what is broken."""
    from app.commands.doctor import DoctorOptions, run_doctor
    from app.storage.paths import Paths, default_paths

    paths = Paths(options.data) if options.data else default_paths()
    return run_doctor(DoctorOptions(paths, options.camera, options.json))


_VERBS = {
    "app": _app,
    None: _app,
    "demo": _demo,
    "collect": _collect,
    "enrol": _enrol,
    "verify": _verify,
    "train": _train,
    "models": _models,
    "score": _score,
    "evaluate": _evaluate,
    "show": _show,
    "benchmark": _benchmark,
    "doctor": _doctor,
}
