"""An evaluation from the first picture to the last figure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import numpy as np

from model.runtime.bundle import Bundle
from model.runtime.plurals import counted
from training.evaluation.comparisons import ProtocolComparisons, compare
from training.evaluation.cross_validation import cross_validate
from training.evaluation.measures import measure
from training.evaluation.protocol import EvaluationProtocol
from training.evaluation.results import BundleSummary, DatasetSummary, DecisionThreshold, EvaluationResults
from training.metrics.comparisons import Comparisons
from training.report.figures import draw_figures
from training.report.plot_style import ReportFigure

CHOSEN, DETECTION = "chosen threshold", "detection threshold"


@dataclass(frozen=True, eq=False, slots=True)
class EvaluationReport:
    """What there is to tell, and the pictures that go with it."""

    results: EvaluationResults
    drawings: list[ReportFigure]


def build_report(
    bundle: Bundle, protocol: EvaluationProtocol, step: Callable[[str, int, int], None]
) -> EvaluationReport:
    """``step`` is told the stage, and how many of how many parts are done; it may raise, to stop."""
    step("comparing", 0, 1)
    compared = compare(protocol, bundle.head)
    thresholds = _thresholds(protocol, bundle)
    folds, of_folds = cross_validate(compared)
    measures = measure(compared, thresholds, partial(step, "measuring"))
    drawings = draw_figures(compared, thresholds[-1], partial(step, "drawing"))
    results = EvaluationResults(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        bundle=_note(bundle),
        subject=_subject(compared),
        thresholds=thresholds,
        measures=of_folds + measures,
        folds=folds,
        warnings=[*protocol.warnings, *_turned_words(protocol.pictures.turned)],
        pictures=[drawing.file for drawing in drawings],
    )
    return EvaluationReport(results, drawings)


def _thresholds(protocol: EvaluationProtocol, bundle: Bundle) -> list[DecisionThreshold]:
    """The detection threshold comes last."""
    own = DecisionThreshold(
        name=DETECTION, threshold=bundle.card.detection_threshold, origin="the bundle's card"
    )
    if protocol.chosen is None:
        return [own]
    return [
        DecisionThreshold(name=CHOSEN, threshold=protocol.chosen.threshold, origin=protocol.chosen.origin),
        own,
    ]


def _note(bundle: Bundle) -> BundleSummary:
    card = bundle.card
    return BundleSummary(
        name=card.name,
        folder=str(bundle.folder),
        created=card.created,
        digest=card.digest,
        licence=card.licence,
        detection_threshold=card.detection_threshold,
    )


def _turned_words(turned: Sequence[str]) -> list[str]:
    """Pictures in which no face was upright."""
    several = counted(len(turned), "picture")
    return [f"Turned to find an upright face: {several}, {turned[0]} for example."] if turned else []


def _subject(compared: ProtocolComparisons) -> DatasetSummary:
    protocol = compared.protocol
    return DatasetSummary(
        kind=protocol.kind,
        description=protocol.description,
        source=str(protocol.source),
        people=None if protocol.people is None else len(np.unique(protocol.people)),
        pictures=len(protocol.pictures),
        faceless=protocol.pictures.faceless,
        listed_pairs=_sizes(compared.listed),
        all_pairs=None if compared.everybody is None else _sizes(compared.everybody),
    )


def _sizes(found: Comparisons) -> tuple[int, int]:
    return len(found.genuine), len(found.impostors)
