"""Plot the curves of a report as PNG pictures: in English, or in the language of ``translate``."""

import textwrap
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
from matplotlib.axis import Axis

from model.messages.message import Message
from training.evaluation.missing_faces import with_faces
from training.figures.palette import GENUINE, GRID, IMPOSTOR, NEUTRAL, TEXT
from training.metrics.comparisons import Comparisons
from training.report.curves import (
    Curve,
    PrecisionRecallCurve,
    ReliabilityDiagram,
    RocCurve,
    ThresholdCurves,
)
from training.report.plot_style import (
    LOG_ODDS_END,
    Translate,
    limit_shares,
    log_odds,
    mark_threshold,
    new_figure,
    percentage,
    set_percent_axis,
    set_similarity_axis,
    to_png,
)

BINS = 80
DEVIATE_TICKS = (1e-4, 1e-3, 0.005, 0.02, 0.05, 0.1, 0.2, 0.4)
LOWEST_DEVIATE, HIGHEST_DEVIATE = 5e-5, 0.55

FALSE_MATCH_RATE, FALSE_NON_MATCH_RATE = Message("false match rate"), Message("false non-match rate")
AT_DETECTION = Message("at the detection threshold")
EQUAL_RATES = Message("both rates are equal")
NO_CURVE = Message("There is no curve: no threshold causes both kinds of errors.")
NOTE_WIDTH = 28
"""In characters: the upper left of the plot, which the diagonal leaves free."""


def plot_roc(curve: RocCurve, at_detection: tuple[float, float], translate: Translate = str) -> bytes:
    """``at_detection`` are FMR and TMR at the detection threshold."""
    with new_figure() as figure:
        axes = figure.subplots()
        shown = curve.fmr > 0
        axes.plot(curve.fmr[shown], curve.tmr[shown], color=GENUINE)
        fmr, tmr = at_detection
        if fmr > 0:
            axes.plot(fmr, tmr, "o", color=TEXT, label=translate(AT_DETECTION))
            axes.legend(loc="lower right")
        axes.set_xscale("log")
        axes.set_xlim(right=1)
        limit_shares(axes, max(0.0, _floor(curve.tmr[shown])))
        set_percent_axis(axes.xaxis, translate)
        set_percent_axis(axes.yaxis, translate)
        axes.set_xlabel(translate(FALSE_MATCH_RATE))
        axes.set_ylabel(translate(Message("true match rate")))
        return to_png(figure)


def plot_det(curve: RocCurve, at_detection: tuple[float, float], translate: Translate = str) -> bytes:
    """On axes of normal deviates, where two normal distributions give a straight line (Martin et al.
    1997)."""
    with new_figure(height=5.2) as figure:
        axes = figure.subplots()
        fmr, fnmr = curve.fmr, 1 - curve.tmr
        shown = (fmr > 0) & (fnmr > 0)
        marker = "o" if shown.sum() == 1 else None
        axes.plot(_deviates(fmr[shown]), _deviates(fnmr[shown]), marker=marker, color=GENUINE)
        if not shown.any():
            note = textwrap.fill(translate(NO_CURVE), NOTE_WIDTH)
            axes.text(0.04, 0.95, note, transform=axes.transAxes, ha="left", va="top")
        line = _deviates(np.array([LOWEST_DEVIATE, HIGHEST_DEVIATE]))
        axes.plot(line, line, color=TEXT, linestyle=":", linewidth=1, label=translate(EQUAL_RATES))
        rates = np.array([at_detection[0], 1 - at_detection[1]])
        if ((rates > 0) & (rates < 1)).all():
            axes.plot(*_deviates(rates), "o", color=TEXT, label=translate(AT_DETECTION))
        figure.legend(loc="outside upper center", ncols=2)
        for axis, title in ((axes.xaxis, FALSE_MATCH_RATE), (axes.yaxis, FALSE_NON_MATCH_RATE)):
            _set_deviate_axis(axis, title, translate)
        axes.set_xlim(*line)
        axes.set_ylim(*line)
        axes.set_aspect("equal")
        return to_png(figure)


def plot_similarities(comparisons: Comparisons, threshold: float, translate: Translate = str) -> bytes:
    with new_figure() as figure:
        axes = figure.subplots()
        edges = np.linspace(-LOG_ODDS_END, LOG_ODDS_END, BINS + 1)
        kinds = (
            (
                Message("different people ({count:,})", count=len(comparisons.impostors)),
                IMPOSTOR,
                comparisons.impostors,
            ),
            (
                Message("same person ({count:,})", count=len(comparisons.genuine)),
                GENUINE,
                comparisons.genuine,
            ),
        )
        for name, colour, scores in kinds:
            valid = with_faces(scores)
            shares = np.histogram(log_odds(valid), edges)[0] / max(1, len(valid))
            axes.stairs(shares, edges, fill=True, color=colour, alpha=0.35)
            axes.stairs(shares, edges, color=colour, linewidth=1.4, label=translate(name))
        mark_threshold(axes, threshold, translate)
        axes.set_xlim(-LOG_ODDS_END, LOG_ODDS_END)
        set_similarity_axis(axes.xaxis, translate)
        set_percent_axis(axes.yaxis, translate)
        axes.set_ylabel(translate(Message("share of comparisons")))
        figure.legend(loc="outside upper center", ncols=2)
        return to_png(figure)


def plot_precision_recall(curve: PrecisionRecallCurve, at_detection: tuple[float, float] | None) -> bytes:
    """``at_detection`` are recall and precision; None if nothing matches there."""
    with new_figure() as figure:
        axes = figure.subplots()
        axes.step(curve.recall, curve.precision, where="post", color=GENUINE)
        if at_detection:
            axes.plot(*at_detection, "o", color=TEXT, label=AT_DETECTION)
            axes.legend(loc="lower left")
        axes.set_xlim(0, 1.01)
        limit_shares(axes, max(0.0, _floor(curve.precision)))
        set_percent_axis(axes.xaxis)
        set_percent_axis(axes.yaxis)
        axes.set_xlabel("recall")
        axes.set_ylabel("precision")
        return to_png(figure)


def plot_thresholds(curves: ThresholdCurves, threshold: float) -> bytes:
    with new_figure() as figure:
        axes = figure.subplots()
        x = log_odds(curves.thresholds)
        lines = (
            ("accuracy", NEUTRAL, curves.accuracy),
            (FALSE_MATCH_RATE, IMPOSTOR, curves.fmr),
            (FALSE_NON_MATCH_RATE, GENUINE, curves.fnmr),
        )
        for name, colour, values in lines:
            axes.plot(x, values, color=colour, label=name)
        mark_threshold(axes, threshold)
        axes.set_xlim(-LOG_ODDS_END, LOG_ODDS_END)
        axes.set_ylim(-0.01, 1.01)
        set_similarity_axis(axes.xaxis)
        axes.set_xlabel("threshold (log-odds scale)")
        set_percent_axis(axes.yaxis)
        figure.legend(loc="outside upper center", ncols=2)
        return to_png(figure)


def plot_reliability(diagram: ReliabilityDiagram) -> bytes:
    with new_figure(height=5.6) as figure:
        curve, weights = figure.subplots(2, 1, height_ratios=(4, 1), sharex=True)
        curve.plot([0, 1], [0, 1], color=TEXT, linestyle=":", linewidth=1, label="perfect calibration")
        reliable, unreliable = diagram.reliable, ~diagram.reliable
        curve.plot(
            diagram.similarity[reliable],
            diagram.genuine_share[reliable],
            "o-",
            color=GENUINE,
            label="measured",
            clip_on=False,
        )
        curve.plot(
            diagram.similarity[unreliable],
            diagram.genuine_share[unreliable],
            "o",
            color=GENUINE,
            mfc="white",
            label="too few comparisons",
        )
        curve.set_xlim(0, 1)
        curve.set_ylim(-0.02, 1.02)
        curve.set_ylabel("share of the same person")
        figure.legend(loc="outside upper center", ncols=3)
        width = 1 / len(diagram.weight)
        middles = (np.arange(len(diagram.weight)) + 0.5) * width
        weights.bar(middles, diagram.weight, width * 0.94, color=GRID, edgecolor="#999999", linewidth=0.6)
        weights.set_yscale("log")
        weights.set_ylim(1e-4, 1)
        weights.set_ylabel("comparisons")
        weights.set_xlabel("similarity, read as a probability")
        for axis in (curve.yaxis, weights.yaxis, weights.xaxis):
            set_percent_axis(axis)
        return to_png(figure)


def threshold_grid() -> Curve:
    """Thresholds at equal distances in log odds, as dense as a plot can show."""
    return np.asarray(1 / (1 + np.exp(-np.linspace(-LOG_ODDS_END, LOG_ODDS_END, 600))))


def _floor(values: Curve) -> float:
    """The lower end of an axis of shares at which the curve does not cling to the top."""
    lowest = float(values.min(initial=1.0))
    return lowest - 0.25 * max(1 - lowest, 0.02)


def _deviates(shares: Curve) -> Curve:
    inside = np.clip(shares, 1e-9, 1 - 1e-9)
    return np.array([NormalDist().inv_cdf(share) for share in inside])


def _set_deviate_axis(axis: Axis, title: Message, translate: Translate) -> None:
    axis.set_ticks(_deviates(np.array(DEVIATE_TICKS)).tolist(), _percentages(DEVIATE_TICKS, translate))
    axis.set_label_text(translate(Message("{rate} (normal deviates)", rate=title)))


def _percentages(shares: Sequence[float], translate: Translate) -> list[str]:
    return [translate(percentage(share)) for share in shares]
