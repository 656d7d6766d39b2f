"""An evaluation from the first picture to the last figure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import numpy as np

from model.runtime.bundle import Bundle
from training.evaluation.comparisons import Compared, compare
from training.evaluation.cross_validation import judge_folds
from training.evaluation.measures import measure
from training.evaluation.protocol import Exam
from training.evaluation.results import BundleNote, Findings, Judged, Subject
from training.metrics.comparisons import Comparisons
from training.report.figures import draw_all
from training.report.plot_style import Drawing

CHOSEN, DETECTION = "chosen threshold", "detection threshold"


@dataclass(frozen=True, eq=False, slots=True)
class Examined:
    """What there is to tell, and the pictures that go with it."""

    findings: Findings
    drawings: list[Drawing]


def examine(bundle: Bundle, exam: Exam, step: Callable[[str, int, int], None]) -> Examined:
    """``step`` is told the stage, and how many of how many parts are done; it may raise, to stop."""
    step("comparing", 0, 1)
    compared = compare(exam, bundle.head)
    thresholds = _thresholds(exam, bundle)
    folds, of_folds = judge_folds(compared)
    measures = measure(compared, thresholds, partial(step, "measuring"))
    drawings = draw_all(compared, thresholds[-1], partial(step, "drawing"))
    findings = Findings(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        bundle=_note(bundle),
        subject=_subject(compared),
        thresholds=thresholds,
        measures=of_folds + measures,
        folds=folds,
        warnings=list(exam.warnings),
        pictures=[drawing.file for drawing in drawings],
    )
    return Examined(findings, drawings)


def _thresholds(exam: Exam, bundle: Bundle) -> list[Judged]:
    """The detection threshold comes last."""
    own = Judged(name=DETECTION, threshold=bundle.card.detection_threshold, origin="the bundle's card")
    if exam.chosen is None:
        return [own]
    return [Judged(name=CHOSEN, threshold=exam.chosen.threshold, origin=exam.chosen.origin), own]


def _note(bundle: Bundle) -> BundleNote:
    card = bundle.card
    return BundleNote(
        name=card.name,
        folder=str(bundle.folder),
        created=card.created,
        digest=card.digest,
        licence=card.licence,
        detection_threshold=card.detection_threshold,
    )


def _subject(compared: Compared) -> Subject:
    exam = compared.exam
    return Subject(
        kind=exam.kind,
        description=exam.description,
        source=str(exam.source),
        people=None if exam.people is None else len(np.unique(exam.people)),
        pictures=len(exam.pictures),
        faceless=exam.pictures.faceless,
        listed_pairs=_sizes(compared.listed),
        all_pairs=None if compared.everybody is None else _sizes(compared.everybody),
    )


def _sizes(found: Comparisons) -> tuple[int, int]:
    return len(found.genuine), len(found.impostors)
