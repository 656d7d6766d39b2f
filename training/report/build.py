"""Build the report of an evaluation: compare, measure, draw."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from model.messages.message import Message
from model.messages.stored_message import StoredMessage, store
from model.runtime.bundle import Bundle
from model.terminal.plurals import counted
from training.evaluation.attempt_measures import attempt_measures
from training.evaluation.comparisons import ProtocolComparisons, compare_protocol
from training.evaluation.cross_validation import cross_validate
from training.evaluation.measures import measure_all
from training.evaluation.protocol import EvaluationProtocol
from training.evaluation.results import (
    BundleSummary,
    DatasetSummary,
    DecisionThreshold,
    EvaluationResults,
    Measure,
    ThresholdName,
    faces_file,
)
from training.metrics.comparisons import Comparisons
from training.report.face_strip import encode_face_strip
from training.report.figures import draw_figures, draw_translated, example_pairs
from training.report.plot_style import ReportFigure, Translate

ReportStage: TypeAlias = Callable[[Message, int, int], None]
"""Called with the stage and the number of its finished and of all parts; it may raise, to stop."""


@dataclass(frozen=True, eq=False, slots=True)
class EvaluationReport:
    """The results and the figures that illustrate them. ``translated``: figures for the window, by language
    and file. ``faces``: those of the example pairs, by file."""

    results: EvaluationResults
    figures: list[ReportFigure]
    faces: dict[str, bytes] = field(default_factory=dict)
    translated: dict[str, dict[str, bytes]] = field(default_factory=dict)


def build_report(
    bundle: Bundle,
    protocol: EvaluationProtocol,
    report_stage: ReportStage,
    languages: Mapping[str, Translate] = MappingProxyType({}),
) -> EvaluationReport:
    """``languages``: other than English, in which the window may show the report."""
    report_stage(Message("comparing"), 0, 1)
    comparisons = compare_protocol(protocol, bundle.head)
    thresholds = _thresholds(protocol, bundle)
    folds, fold_measures = cross_validate(comparisons)
    measures = measure_all(comparisons, thresholds, partial(report_stage, Message("measuring")))
    attempts = attempt_measures(bundle, protocol, partial(report_stage, Message("simulating attempts")))
    figures = draw_figures(comparisons, thresholds[-1], partial(report_stage, Message("drawing")))
    examples = example_pairs(comparisons)
    results = EvaluationResults(
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        bundle=_summarize_bundle(bundle),
        subject=_summarize_dataset(comparisons),
        thresholds=thresholds,
        measures=fold_measures + measures + attempts,
        folds=folds,
        warnings=[*protocol.warnings, *_turned_note(protocol.images.turned)],
        pictures=[figure.file for figure in figures],
        messages=_messages(protocol, measures + attempts),
        examples=examples,
    )
    translated = {
        language: draw_translated(comparisons, thresholds[-1], translate)
        for language, translate in languages.items()
    }
    crops = protocol.images.crops
    faces = {faces_file(sheet): encode_face_strip(pairs, crops) for sheet, pairs in examples.items()}
    return EvaluationReport(results, figures, faces, translated)


def _messages(protocol: EvaluationProtocol, measures: Sequence[Measure]) -> list[StoredMessage]:
    """Of the texts in the results, those with values."""
    texts = [protocol.description, *(measure.reason for measure in measures)]
    return [store(text) for text in dict.fromkeys(texts) if isinstance(text, Message) and text.values]


def _turned_note(turned: Sequence[str]) -> list[str]:
    """Pictures without an upright face; empty when there are none."""
    number = counted(len(turned), "picture")
    return [f"Turned to find an upright face: {number}, {turned[0]} for example."] if turned else []


def _thresholds(protocol: EvaluationProtocol, bundle: Bundle) -> list[DecisionThreshold]:
    """The detection threshold comes last."""
    detection = DecisionThreshold(
        name=ThresholdName.DETECTION,
        threshold=bundle.card.detection_threshold,
        origin="the bundle's card",
    )
    selected = protocol.selected
    if selected is None:
        return [detection]
    name = ThresholdName.SELECTED
    return [
        DecisionThreshold(name=name, threshold=selected.threshold, origin=selected.origin),
        detection,
    ]


def _summarize_bundle(bundle: Bundle) -> BundleSummary:
    card = bundle.card
    return BundleSummary(
        name=card.name,
        folder=str(bundle.folder),
        created=card.created,
        digest=card.digest,
        licence=card.licence,
        detection_threshold=card.detection_threshold,
    )


def _summarize_dataset(comparisons: ProtocolComparisons) -> DatasetSummary:
    protocol, all_pairs = comparisons.protocol, comparisons.all_pairs
    return DatasetSummary(
        kind=protocol.kind,
        description=protocol.description,
        source=str(protocol.source),
        people=None if protocol.people is None else len(np.unique(protocol.people)),
        pictures=len(protocol.images),
        faceless=protocol.images.faceless,
        listed_pairs=_sizes(comparisons.listed),
        all_pairs=None if all_pairs is None else _sizes(all_pairs),
    )


def _sizes(comparisons: Comparisons) -> tuple[int, int]:
    return len(comparisons.genuine), len(comparisons.impostors)
