"""All figures of a report, in their order, with their captions."""

from model.terminal.similarity_format import format_measured, format_similarity
from training.evaluation.comparisons import ProtocolComparisons
from training.evaluation.measures import ReportStep
from training.evaluation.results import DecisionThreshold, ExamplePair
from training.metrics.confusion import count_decisions
from training.metrics.error_rates import false_match_rate, false_non_match_rate
from training.report.contact_sheets import draw_gallery_sheet, draw_pair_sheet
from training.report.curves import (
    compute_precision_recall,
    compute_reliability,
    compute_roc,
    compute_threshold_curves,
)
from training.report.example_pairs import rank_gallery, worst_errors
from training.report.plot_style import ReportFigure, Translate
from training.report.plots import (
    plot_det,
    plot_precision_recall,
    plot_reliability,
    plot_roc,
    plot_similarities,
    plot_thresholds,
    threshold_grid,
)

ROC, DET, SIMILARITIES = "roc.png", "det.png", "similarities.png"
WORST = (
    (False, "most_similar_strangers.png", "The most similar pictures of different people"),
    (True, "least_similar_same.png", "The least similar pictures of one person"),
)
"""Whether a sheet shows pairs of one person, its file and its title."""


def draw_figures(
    comparisons: ProtocolComparisons, detection: DecisionThreshold, report_step: ReportStep
) -> list[ReportFigure]:
    """Raises JobCancelled."""
    parts = (_error_curves, _similarities, _decisions, _calibration, _worst_errors, _gallery)
    figures: list[ReportFigure] = []
    for done, part in enumerate(parts):
        report_step(done, len(parts))
        figures += part(comparisons, detection)
    return figures


def draw_translated(
    comparisons: ProtocolComparisons, detection: DecisionThreshold, translate: Translate
) -> dict[str, bytes]:
    """The plots that the window shows, by their file, in another language."""
    rates, curve = _rates_at(comparisons, detection), compute_roc(comparisons.widest)
    return {
        ROC: plot_roc(curve, rates, translate),
        DET: plot_det(curve, rates, translate),
        SIMILARITIES: plot_similarities(comparisons.widest, detection.threshold, translate),
    }


def example_pairs(comparisons: ProtocolComparisons) -> dict[str, list[ExamplePair]]:
    """The pairs on each contact sheet, by its file."""
    pairs = {file: worst_errors(comparisons, same=same) for same, file, _ in WORST}
    return {file: found for file, found in pairs.items() if found}


def _error_curves(comparisons: ProtocolComparisons, detection: DecisionThreshold) -> list[ReportFigure]:
    rates, curve = _rates_at(comparisons, detection), compute_roc(comparisons.widest)
    on = f"On {comparisons.widest_name}."
    return [
        ReportFigure(
            ROC,
            "True and false matches (ROC)",
            "The share of pairs of the same person that match, at each share of pairs of different people "
            f"that do. {on}",
            plot_roc(curve, rates),
        ),
        ReportFigure(
            DET,
            "Detection error trade-off (DET)",
            f"Both error rates against each other. The nearer to the lower left corner, the better. {on}",
            plot_det(curve, rates),
        ),
    ]


def _rates_at(comparisons: ProtocolComparisons, detection: DecisionThreshold) -> tuple[float, float]:
    """FMR and TMR."""
    pairs = comparisons.widest
    fmr = false_match_rate(pairs.impostors, detection.threshold).value
    return fmr, 1 - false_non_match_rate(pairs.genuine, detection.threshold).value


def _similarities(comparisons: ProtocolComparisons, detection: DecisionThreshold) -> list[ReportFigure]:
    return [
        ReportFigure(
            SIMILARITIES,
            "Similarities",
            "The distribution of the similarities of the same person and of different people. Pairs to the "
            "right of the threshold match. Similarities within a millionth of 0 or 1 are drawn at the ends. "
            f"On {comparisons.widest_name}.",
            plot_similarities(comparisons.widest, detection.threshold),
        )
    ]


def _decisions(comparisons: ProtocolComparisons, detection: DecisionThreshold) -> list[ReportFigure]:
    matrix = count_decisions(comparisons.listed, detection.threshold)
    point = (matrix.recall.value, matrix.precision.value) if matrix.precision else None
    curves = compute_threshold_curves(comparisons.listed, comparisons.widest, threshold_grid())
    listed = comparisons.protocol.pairs_name
    return [
        ReportFigure(
            "precision_recall.png",
            "Precision and recall",
            "Precision: the share of matching pairs that show the same person. Recall: the share of pairs of "
            f"the same person that match. On {listed}; precision depends on the mix of both kinds of pairs.",
            plot_precision_recall(compute_precision_recall(comparisons.listed), point),
        ),
        ReportFigure(
            "thresholds.png",
            "Error rates at each threshold",
            f"Accuracy on {listed}; false match and false non-match rate on {comparisons.widest_name}.",
            plot_thresholds(curves, detection.threshold),
        ),
    ]


def _calibration(comparisons: ProtocolComparisons, detection: DecisionThreshold) -> list[ReportFigure]:
    return [
        ReportFigure(
            "calibration.png",
            "Is a similarity a probability?",
            "The share of the same person among pairs of about the same similarity, where pairs of the same "
            "person and of different people count half each. Below: the share of all pairs. "
            f"On {comparisons.widest_name}.",
            plot_reliability(compute_reliability(comparisons.widest)),
        )
    ]


def _worst_errors(comparisons: ProtocolComparisons, detection: DecisionThreshold) -> list[ReportFigure]:
    once = "" if comparisons.protocol.people is None else " Each person is shown at most once."
    caption = (
        "The similarity is above each pair; the detection threshold is "
        f"{format_similarity(detection.threshold)}.{once} On {comparisons.widest_name}."
    )
    figures = []
    for same, file, title in WORST:
        pairs = worst_errors(comparisons, same=same)
        lines = tuple(f"{format_measured(pair.similarity)}: {pair.left} and {pair.right}" for pair in pairs)
        if pairs:
            png = draw_pair_sheet(pairs, comparisons.protocol.images.crops, same=same).to_png()
            figures.append(ReportFigure(file, title, caption, png, lines))
    return figures


def _gallery(comparisons: ProtocolComparisons, detection: DecisionThreshold) -> list[ReportFigure]:
    ranked = rank_gallery(comparisons)
    if ranked is None:
        return []
    reference, gallery = ranked
    lines = [
        f"{format_measured(match.similarity)}, {'same' if match.same else 'other'}: {match.name}"
        for match in gallery
    ]
    return [
        ReportFigure(
            "one_against_many.png",
            "One reference against many pictures",
            "Sorted by similarity to the reference. The same person has a blue frame, other people have an "
            f"orange one. The detection threshold is {format_similarity(detection.threshold)}.",
            draw_gallery_sheet(reference, gallery, comparisons.protocol.images.crops).to_png(),
            (f"reference: {reference}", *lines),
        )
    ]
