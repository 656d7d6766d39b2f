"""Words for the measures of an evaluation, which stores them in English."""

from app.presenters.evaluation.metric_words import in_use_words
from app.translation.catalogue import localized, tr, translatable
from model.runtime.card_keys import CardAttempt, CardMetric
from training.evaluation.results import AttemptKind, Measure, MeasureName
from training.report.number_format import format_interval, format_value

RATES: dict[str, str] = {
    MeasureName.FMR: CardMetric.FALSE_MATCH_RATE,
    MeasureName.FNMR: CardMetric.FALSE_NON_MATCH_RATE,
    MeasureName.EER: translatable("equal error rate"),
    MeasureName.AUC: translatable("area under the ROC curve"),
    MeasureName.D_PRIME: translatable("sensitivity index d′"),
}
"""Abbreviations that the window spells out."""
ATTEMPTS: dict[str, CardAttempt] = {
    AttemptKind.BY_STRANGERS: CardAttempt.STRANGER_ACCEPTED,
    AttemptKind.BY_LOOK_ALIKES: CardAttempt.LOOK_ALIKE_ACCEPTED,
    AttemptKind.GENUINE: CardAttempt.OWNER_REJECTED,
}
"""By what they were measured on, the rates in the words of a model card."""
UNNAMED = ("pictures", "trials")
"""What a measure is obviously about."""


def measure_words(measure: Measure) -> str:
    """Its name, what it was measured on, and at which threshold, if not the detection threshold."""
    at = f", {measure.at}" if measure.at else ""
    attempt = ATTEMPTS.get(measure.on)
    if attempt:
        return in_use_words(f"{attempt}{at}")
    name = RATES.get(measure.name, measure.name)
    on = "" if measure.on in UNNAMED else f" on {measure.on}"
    return in_use_words(f"{name}{on}{at}")


def value_words(measure: Measure) -> str:
    return localized(format_value(measure))


def evidence_words(measure: Measure, reason: str) -> str:
    """The counts and the interval behind the value, and the ``reason`` why one of them is missing."""
    undefined = measure.value is None and reason
    missing = tr("not defined: {reason}", reason=reason) if undefined else reason
    parts = (count_words(measure), _interval(measure), missing)
    return "; ".join(part for part in parts if part)


def count_words(measure: Measure) -> str:
    """ "975 of 1,000"; empty if the value is not a share."""
    if measure.count is None:
        return ""
    count, trials = localized(f"{measure.count:,}"), localized(f"{measure.trials:,}")
    return tr("{done} of {total}", done=count, total=trials)


def _interval(measure: Measure) -> str:
    lower, _, upper = localized(format_interval(measure)).partition(" to ")
    return tr("95 % interval {lower} to {upper}", lower=lower, upper=upper) if upper else ""
