"""``evaluate``: measure a model bundle on pictures, and write a report."""

import argparse
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.configuration import configure
from app.live.training_process import EvaluationResult
from app.storage.dated_folder import dated_folder
from app.storage.errors import translate_os_errors
from app.storage.model_store import ModelStore
from app.storage.paths import Paths
from app.system.exit_codes import Exit, fail
from app.system.requirements import require_modules
from app.translation.language import Language
from app.translation.translator import Translator
from model.messages.message import Message
from model.messages.message_error import MessageError
from model.runtime.bundle import Bundle, load_bundle
from model.storage.json_codec import encode_json
from model.terminal.standard_streams import write_answer, write_json
from training.jobs.progress import InvalidInputError, JobCancelled, Progress, ReportProgress, ShouldStop
from training.jobs.progress_bar import progress_bar
from training.jobs.supervision import json_lines, lower_priority, stop_event

if TYPE_CHECKING:
    from training.data.crop_cache import ExtractCrops
    from training.data.face_positions import FacePositionFile
    from training.evaluation.embedded_images import ImageEmbedder
    from training.evaluation.protocol import EvaluationProtocol
    from training.evaluation.results import EvaluationResults
    from training.report.plot_style import Translate

log = logging.getLogger(__name__)

VIEW2 = "view2"
REPORT_MODULES = ("sklearn", "matplotlib")
"""Checked first: a missing package is reported before the pictures are processed."""


@dataclass(frozen=True, slots=True)
class EvaluateOptions:
    """The dataset is one of ``lfw``, ``people`` and ``pairs``. ``protocol`` (view1, view2) goes with ``lfw``,
    ``choose_threshold`` with ``people``. ``bundle``: None for the model in use. ``cluster``: the address of a
    Dask scheduler; None for this machine. ``out``: None for a new folder among the reports. ``supervised``:
    as for ``train``."""

    paths: Paths
    lfw: Path | None
    protocol: str | None
    people: Path | None
    choose_threshold: bool
    pairs: Path | None
    bundle: Path | None
    out: Path | None
    as_json: bool
    supervised: bool = False
    cluster: str | None = None


def run(options: argparse.Namespace) -> int:
    paths, _ = configure(options)
    return evaluate(
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
            supervised=options.supervised,
            cluster=options.cluster,
        )
    )


def evaluate(options: EvaluateOptions) -> int:
    """Write the report, print the figures, and return the exit code. The report is complete or absent."""
    stop = stop_event(options.supervised)
    if options.supervised:
        lower_priority()
    try:
        with json_lines() if options.supervised else progress_bar() as report:
            output = _evaluate(options, report, stop.is_set)
    except JobCancelled as error:
        advice = "No report was written. Run the same command again to continue."
        return fail(f"{error} {advice}", Exit.INTERRUPTED)
    except (_UsageError, FileExistsError) as error:
        return fail(error, Exit.USAGE)
    except (OSError, ValueError, RuntimeError) as error:
        log.info("Evaluation ended: %s", error)
        return fail(error, Exit.USAGE if _is_wrong_input(error) else Exit.COULD_NOT)
    write = write_json if options.as_json or options.supervised else write_answer
    write(output)
    return Exit.DONE


class _UsageError(MessageError, ValueError):
    """An option names something that does not exist or does not fit."""


def _evaluate(options: EvaluateOptions, report: ReportProgress, should_stop: ShouldStop) -> str:
    """The text to print. Slow modules are imported last, so wrong input is reported immediately."""
    _check_options(options)
    require_modules(*REPORT_MODULES)
    bundle = _bundle(options)
    from model.storage.atomic_folder import atomic_folder, require_absent

    out = options.out or _new_folder(options.paths, bundle)
    require_absent(out)
    positions = _positions(options)
    with (
        translate_os_errors(Message("keep a report in"), out, option="--out"),
        atomic_folder(out) as folder,
        _extraction(options.cluster, positions) as extract,
    ):
        embedder = _image_embedder(options, bundle, report, should_stop, extract)
        protocol = _protocol(options, embedder)
        report(Progress(Message("loading"), 0, 0))
        from training.report.build import build_report
        from training.report.writer import write_report

        evaluation = build_report(bundle, protocol, embedder.step, window_languages())
        write_report(evaluation, folder)
    positions.discard()
    if options.supervised:
        return encode_json(EvaluationResult(str(out)))
    return _format_results(evaluation.results, out, options.as_json)


def _check_options(options: EvaluateOptions) -> None:
    if options.protocol and not options.lfw:
        raise _UsageError(Message("--protocol needs --lfw. Remove it, or name the folder of LFW with --lfw."))
    if options.choose_threshold and not options.people:
        raise _UsageError(
            Message("--choose-threshold needs --people. Remove it, or name a folder of people with --people.")
        )


def _bundle(options: EvaluateOptions) -> Bundle:
    if options.bundle is None:
        return ModelStore(options.paths.models).load_current()
    if not options.bundle.is_dir():
        raise _UsageError(
            Message("There is no folder {bundle}. Name the folder of a model bundle.", bundle=options.bundle)
        )
    return load_bundle(options.bundle)


def _new_folder(paths: Paths, bundle: Bundle) -> Path:
    return dated_folder(paths.reports, bundle.folder.resolve().name)


def _image_embedder(
    options: EvaluateOptions,
    bundle: Bundle,
    report: ReportProgress,
    should_stop: ShouldStop,
    extract: "ExtractCrops",
) -> "ImageEmbedder":
    from model.vision.mtcnn import MtcnnFinder
    from training.evaluation.embedded_images import ImageEmbedder
    from training.lfw.crops import MIN_FACE_SIZE

    finder = MtcnnFinder(min_face_size=MIN_FACE_SIZE)
    return ImageEmbedder(
        finder, bundle, bundle.head, options.paths.runs / "lfw", report, should_stop, extract
    )


def _positions(options: EvaluateOptions) -> "FacePositionFile":
    """Where the faces in this dataset are, as far as a stopped run has found them."""
    from training.evaluation.progress_file import progress_file
    from training.lfw.crops import MIN_FACE_SIZE

    dataset = options.people or options.pairs or options.lfw or Path()
    return progress_file(options.paths.runs / "evaluations", dataset, MIN_FACE_SIZE)


@contextmanager
def _extraction(cluster: str | None, positions: "FacePositionFile") -> Iterator["ExtractCrops"]:
    """How crops are cut: here, or by the workers of a cluster. Raises ClusterError."""
    if cluster is None:
        from training.data.crop_cache import extract_crops

        yield partial(extract_crops, positions=positions)
        return
    from training.cluster.connection import cluster_client
    from training.lfw.crops import MIN_FACE_SIZE

    with cluster_client(cluster) as client:
        from training.evaluation.cluster_crops import cluster_extraction

        yield cluster_extraction(client, MIN_FACE_SIZE, positions)


def _protocol(options: EvaluateOptions, embedder: "ImageEmbedder") -> "EvaluationProtocol":
    if options.people:
        from training.evaluation.protocols.people_folder import people_folder_protocol

        return people_folder_protocol(options.people, options.choose_threshold, embedder)
    if options.pairs:
        from training.evaluation.protocols.pair_csv import pair_csv_protocol

        return pair_csv_protocol(options.pairs, embedder)
    if options.lfw is None:
        raise _UsageError(Message("No dataset was named. Name one with --lfw, --people or --pairs."))
    if options.protocol == VIEW2:
        from training.evaluation.protocols.lfw_view2 import lfw_view2_protocol

        return lfw_view2_protocol(options.lfw, embedder)
    from training.evaluation.protocols.lfw_view1 import lfw_view1_protocol

    return lfw_view1_protocol(options.lfw, embedder)


def _format_results(results: "EvaluationResults", out: Path, as_json: bool) -> str:
    from training.evaluation.results import encode_results
    from training.report.text_table import format_table
    from training.report.writer import PAGE

    if as_json:
        return encode_results(results).decode().rstrip()
    return f"{format_table(results)}\n\nReport: {out / PAGE}"


def window_languages() -> dict[str, "Translate"]:
    """The languages of the window but English, in which every report is drawn."""
    others = (language for language in Language if language not in (Language.SYSTEM, Language.ENGLISH))
    return {language.value: Translator(language).translate for language in others}


def _is_wrong_input(error: Exception) -> bool:
    """Whether the user named pictures that cannot be evaluated."""
    from training.data.crop_cache import UnreadableImageError

    return isinstance(error, UnreadableImageError | InvalidInputError)
