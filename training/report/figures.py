"""All pictures of a report, in their order."""

from collections.abc import Callable

from training.evaluation.comparisons import ProtocolComparisons
from training.evaluation.confusion import count
from training.evaluation.results import DecisionThreshold
from training.metrics.error_rates import false_match_rate, false_non_match_rate
from training.report.contact_sheets import draw_gallery, draw_pairs, similarity_words
from training.report.curves import over_thresholds, precision_recall, reliability_bins, roc
from training.report.example_pairs import rank_gallery, worst_errors
from training.report.plot_style import ReportFigure
from training.report.plots import (
    draw_det,
    draw_precision_recall,
    draw_reliability,
    draw_roc,
    draw_similarities,
    draw_thresholds,
    threshold_grid,
)

Step = Callable[[int, int], None]


def draw_figures(
    compared: ProtocolComparisons, detection: DecisionThreshold, step: Step
) -> list[ReportFigure]:
    """``step`` is told how many of how many parts are done; it raises JobCancelled when asked to stop."""
    parts = (_error_curves, _similarities, _decisions, _calibration, _mistakes, _reference)
    drawings: list[ReportFigure] = []
    for done, part in enumerate(parts):
        step(done, len(parts))
        drawings += part(compared, detection)
    return drawings


def _error_curves(compared: ProtocolComparisons, detection: DecisionThreshold) -> list[ReportFigure]:
    found, curve = compared.most, roc(compared.most)
    fmr = false_match_rate(found.impostors, detection.threshold).value
    tmr = 1 - false_non_match_rate(found.genuine, detection.threshold).value
    on = f"On {compared.most_name}."
    return [
        ReportFigure(
            "roc.png",
            "True and false matches (ROC)",
            f"What share of the right comparisons matches for each share of wrong ones that does. {on}",
            draw_roc(curve, (fmr, tmr)),
        ),
        ReportFigure(
            "det.png",
            "Both errors against each other (DET)",
            f"The nearer to the lower left corner, the better. {on}",
            draw_det(curve, (fmr, tmr)),
        ),
    ]


def _similarities(compared: ProtocolComparisons, detection: DecisionThreshold) -> list[ReportFigure]:
    return [
        ReportFigure(
            "similarities.png",
            "Similarities",
            "How similar pictures of one person and of different people are. What lies right of the "
            "threshold matches; what is nearer to 0 or 1 than one in a million stands at the end. "
            f"On {compared.most_name}.",
            draw_similarities(compared.most, detection.threshold),
        )
    ]


def _decisions(compared: ProtocolComparisons, detection: DecisionThreshold) -> list[ReportFigure]:
    counts = count(compared.listed, detection.threshold)
    matches = counts.hits + counts.false_matches
    point = (counts.hits / (counts.hits + counts.missed), counts.hits / matches) if matches else None
    curves = over_thresholds(compared.listed, compared.most, threshold_grid())
    listed = compared.protocol.pairs_name
    return [
        ReportFigure(
            "precision_recall.png",
            "Precision and recall",
            "Of the pairs taken for the same person, how many are (precision); of those that are, how many "
            f"are taken for it (recall). On {listed}; precision depends on how many there are of each kind.",
            draw_precision_recall(precision_recall(compared.listed), point),
        ),
        ReportFigure(
            "thresholds.png",
            "What each threshold costs",
            f"Accuracy on {listed}; false match and false non-match rate on {compared.most_name}.",
            draw_thresholds(curves, detection.threshold),
        ),
    ]


def _calibration(compared: ProtocolComparisons, detection: DecisionThreshold) -> list[ReportFigure]:
    return [
        ReportFigure(
            "calibration.png",
            "Is a similarity a probability?",
            "What share of the comparisons with about the same similarity shows one person, where pairs of "
            "the same and of different people weigh half each; below, how many comparisons there are. "
            f"On {compared.most_name}.",
            draw_reliability(reliability_bins(compared.most)),
        )
    ]


def _mistakes(compared: ProtocolComparisons, detection: DecisionThreshold) -> list[ReportFigure]:
    kinds = (
        (False, "most_similar_strangers.png", "The most similar different people"),
        (True, "least_similar_same.png", "The least similar pictures of one person"),
    )
    once = "" if compared.protocol.people is None else " Everybody is shown once at most."
    drawings = []
    for same, file, title in kinds:
        pairs = worst_errors(compared, same=same)
        lines = tuple(f"{similarity_words(p.similarity)}: {p.left} and {p.right}" for p in pairs)
        caption = (
            f"The similarity stands above each pair; the detection threshold is {detection.threshold:.4f}."
            f"{once} On {compared.most_name}."
        )
        if pairs:
            png = draw_pairs(pairs, compared.protocol.pictures.crops, same=same)
            drawings.append(ReportFigure(file, title, caption, png, lines))
    return drawings


def _reference(compared: ProtocolComparisons, detection: DecisionThreshold) -> list[ReportFigure]:
    found = rank_gallery(compared)
    if found is None:
        return []
    anchor, others = found
    lines = [
        f"{similarity_words(other.similarity)}, {'same' if other.same else 'other'}: {other.name}"
        for other in others
    ]
    return [
        ReportFigure(
            "one_against_many.png",
            "One reference against many",
            "Sorted by similarity to the reference: the same person has a blue frame, others an orange one. "
            f"The detection threshold is {detection.threshold:.4f}.",
            draw_gallery(anchor, others, compared.protocol.pictures.crops),
            (f"reference: {anchor}", *lines),
        )
    ]
