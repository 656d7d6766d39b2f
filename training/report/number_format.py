"""Measures as text, for the terminal and for the page."""

import math

from model.messages.message import Message
from training.evaluation.results import IntervalMethod, Measure, MeasureName

METHODS = {
    IntervalMethod.WILSON: "Wilson",
    IntervalMethod.JEFFREYS: "Jeffreys",
    IntervalMethod.BOOTSTRAP_PEOPLE: "bootstrap over people",
    IntervalMethod.BOOTSTRAP_PAIRS: "bootstrap over pairs",
}
MAX_DECIMALS = 6
DECIMALS: dict[str, int] = {MeasureName.D_PRIME: 2, MeasureName.AUC: 4, MeasureName.CALIBRATION_ERROR: 4}
"""Of the measures that are not shares."""


def format_name(measure: Measure) -> str:
    """With the sign of a prime, which evaluation.json stores as an apostrophe."""
    return measure.name.replace("'", "′")


def format_value(measure: Measure) -> str:
    """ "97.5 %", "0.9991"; a dash if it is not defined."""
    if measure.value is None:
        return "–"
    value = _format(measure, measure.value)
    if measure.standard_error is None:
        return value
    return f"{value} ± {_format(measure, measure.standard_error)}"


def format_share(share: float) -> str:
    """In percent, with two significant digits of the share or of its distance from 100 %, and at least one
    decimal: "0.10 %", "2.0 %", "24.3 %", "99.95 %"."""
    per_cent = 100 * share
    rest = float(f"{min(per_cent, 100 - per_cent):.1e}")
    if rest <= 0:
        return f"{per_cent:.0f} %"
    decimals = min(MAX_DECIMALS, max(1, 1 - math.floor(math.log10(rest))))
    return f"{per_cent:.{decimals}f} %"


def format_interval(measure: Measure) -> str:
    """Empty without an interval."""
    if not measure.has_interval or measure.lower is None or measure.upper is None:
        return ""
    return f"{_format(measure, measure.lower)} to {_format(measure, measure.upper)}"


def format_method(measure: Measure) -> str:
    """How the interval was computed; empty without one."""
    return METHODS[measure.interval] if measure.interval and measure.has_interval else ""


def format_count(measure: Measure) -> str:
    """ "975 of 1,000"; empty if the value is not a share."""
    return "" if measure.count is None else f"{measure.count:,} of {measure.trials:,}"


def format_reason(measure: Measure) -> str:
    """Why there is no value, or no interval; empty if there is one."""
    if measure.reason is None:
        return ""
    return measure.reason if measure.value is not None else f"not defined: {measure.reason}"


def format_condition(measure: Measure) -> str:
    """The comparisons it was measured on, and the threshold."""
    return measure.on if measure.at is None else f"{measure.on}, {measure.at}"


def number_words(text: str) -> Message:
    """A number as English ``text``, such as "0.972": a translation has the separators of its language."""
    digits = len(text.partition(".")[2])
    return Message("{number:.{digits}f}", number=float(text), digits=digits)


def _format(measure: Measure, value: float) -> str:
    if not measure.is_share:
        return f"{value:.{DECIMALS[measure.name]}f}"
    return format_share(value)
