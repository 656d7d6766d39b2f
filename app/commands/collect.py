"""``collect``: collect crops without the app's window, automatically or by keys in a small preview."""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from app.camera.factory import open_source
from app.camera.source import CameraError, FrameSource
from app.camera.timeout_source import TimeoutSource
from app.capture.collector import Collector, CollectReport
from app.capture.preview import NoDisplayError, Screen, run_preview
from app.commands.configuration import configure
from app.gui.preview_window import PreviewWindow
from app.presenters.advice import ADVICE
from app.storage.crop_store import CropCounts, CropKind, CropStore
from app.storage.errors import StoreError
from app.storage.people import PersonNameError, checked_person_name
from app.system.exit_codes import Exit, fail
from app.system.opencv_threads import limit_opencv_threads
from model.terminal.plurals import counted
from model.terminal.standard_streams import write_answer
from model.vision.face import TrackingFaceFinder
from model.vision.mtcnn import MtcnnFinder
from model.vision.orientation import Rotation

PATIENCE_S = 60.0
"""The capture ends when no crop could be kept for this time."""

INSTRUCTIONS = {
    CropKind.ANCHOR: "Look at the camera, and slowly turn and nod your head.",
    CropKind.POSITIVE: "Do the same again with other expressions and in different light.",
    CropKind.NEGATIVE: "Now show the faces of other people who have agreed to this.",
}


@dataclass(frozen=True, slots=True)
class CollectOptions:
    """With all counts 0, a preview window opens instead."""

    person: str
    camera: str
    anchors: int
    positives: int
    negatives: int
    people_folder: Path
    rotate: Rotation = 0

    @property
    def wanted(self) -> list[tuple[CropKind, int]]:
        counts = zip(CropKind, (self.anchors, self.positives, self.negatives), strict=True)
        return [(kind, count) for kind, count in counts if count]


def run(options: argparse.Namespace) -> int:
    paths, settings = configure(options)
    counts = (options.anchors, options.positives, options.negatives)
    wanted = CollectOptions(settings.person, settings.camera, *counts, paths.people, settings.rotate)
    return collect_crops(wanted, PreviewWindow)


class EndedTooSoonError(Exception):
    """Fewer crops were kept than requested."""


def collect_crops(
    options: CollectOptions, open_screen: Callable[[str], Screen], finder: TrackingFaceFinder | None = None
) -> int:
    """Collect crops, print how many were kept, and return the exit code. ``open_screen``: the preview."""
    limit_opencv_threads()
    try:
        person = checked_person_name(options.person)
        store = CropStore(options.people_folder)
        collector = Collector(finder or MtcnnFinder(live=True), store, person)
    except PersonNameError as error:
        return fail(error, Exit.USAGE)
    except OSError as error:
        return fail(error, Exit.COULD_NOT)
    before = collector.counts
    try:
        code = _collect(options, collector, open_screen)
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    except (CameraError, StoreError, NoDisplayError, EndedTooSoonError) as error:
        code = fail(error, Exit.COULD_NOT)
    # Count the files: an interruption may come between a file and the collector's count.
    write_answer(_summary(person, before, store.counts(person)))
    return code


def _collect(options: CollectOptions, collector: Collector, open_screen: Callable[[str], Screen]) -> Exit:
    with TimeoutSource(lambda: open_source(options.camera, options.rotate)) as source:
        if not options.wanted:
            run_preview(source, collector, open_screen(f"Sameface: crops of {options.person}"))
        for kind, target in options.wanted:
            _capture(source, collector, kind, target)
    return Exit.DONE


def _capture(source: FrameSource, collector: Collector, kind: CropKind, target: int) -> None:
    """Raises EndedTooSoonError when the recording ends or PATIENCE_S is over, CameraError and StoreError."""
    tqdm.write(INSTRUCTIONS[kind], file=sys.stderr)
    collector.capture_automatically(kind, target)
    kept, waiting_since_s = 0, None
    with tqdm(total=target, desc=f"{kind}s", unit=" crops") as bar:
        for report in _reports(source, collector):
            status = str(report.reason or "good")
            if bar.postfix != status:
                bar.set_postfix_str(status)
            if report.saved:
                kept += 1
                bar.update()
            if kept == target:
                return
            if report.saved or waiting_since_s is None:
                waiting_since_s = report.frame.seconds
            if source.live and report.frame.seconds - waiting_since_s > PATIENCE_S:
                advice = ADVICE[report.reason].next_step if report.reason else INSTRUCTIONS[kind]
                raise EndedTooSoonError(
                    f"No usable crop for {PATIENCE_S:.0f} s: {report.reason}. "
                    f"Kept {kept} of {counted(target, kind)}. {advice}"
                )
    result = f"{source.name} has ended. Kept {kept} of {counted(target, kind)}."
    raise EndedTooSoonError(f"{result} Use a recording that is longer or has more movement.")


def _reports(source: FrameSource, collector: Collector) -> Iterator[CollectReport]:
    while (frame := source.read()) is not None:
        report = collector.process(frame)
        if report.failure:
            raise StoreError(report.failure)
        yield report


def _summary(person: str, before: CropCounts, after: CropCounts) -> str:
    kinds = (f"{counted(after.of(kind), kind)} ({after.of(kind) - before.of(kind)} new)" for kind in CropKind)
    return f"{person} has {', '.join(kinds)}."
