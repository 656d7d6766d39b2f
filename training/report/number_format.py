"""Figures as words: for the terminal and for the page."""

from training.evaluation.results import Measure

NUMBERS = frozenset({"AUC", "d'", "calibration error"})
"""What is no share and is not told in percent."""


def value_words(measure: Measure) -> str:
    """ "97.5 %", "0.9991"; a dash where it is not defined."""
    if measure.value is None:
        return "–"
    told = _told(measure.name, measure.value)
    return (
        told if measure.standard_error is None else f"{told} ± {_told(measure.name, measure.standard_error)}"
    )


def interval_words(measure: Measure) -> str:
    """Empty without an interval."""
    if measure.lower is None or measure.upper is None:
        return ""
    return f"{_told(measure.name, measure.lower)} to {_told(measure.name, measure.upper)}"


def count_words(measure: Measure) -> str:
    """ "975 of 1,000"; empty for what is no share."""
    return "" if measure.count is None else f"{measure.count:,} of {measure.trials:,}"


def reason_words(measure: Measure) -> str:
    """Why there is no value; empty where there is one."""
    return "" if measure.reason is None else f"not defined: {measure.reason}"


def place_words(measure: Measure) -> str:
    """What it was measured on, and at which threshold."""
    return measure.on if measure.at is None else f"{measure.on}, {measure.at}"


def _told(name: str, value: float) -> str:
    if name in NUMBERS:
        return f"{value:.4f}" if abs(value) < 1 else f"{value:.3f}"
    return f"{100 * value:.2f} %" if value >= 0.001 or value == 0 else f"{100 * value:.4f} %"
