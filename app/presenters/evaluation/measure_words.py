"""Words for the measures of an evaluation, which stores them in English."""

import re

from app.presenters.metric_words import metric_words
from app.translation.catalogue import localized, tr, translatable
from training.evaluation.results import Measure
from training.report.number_format import format_interval, format_value

RATES = {
    "FMR": "false match rate",
    "FNMR": "false non-match rate",
    "EER": "equal error rate",
    "AUC": "area under the ROC curve",
    "d'": "sensitivity index d'",
}
"""Abbreviations that the window spells out."""
ATTEMPTS = {
    "attempts by strangers": "false accept rate of an attempt by a stranger",
    "attempts by strangers who look alike": "false accept rate of an attempt by a stranger who looks alike",
    "genuine attempts": "false reject rate of an attempt",
}
"""By what they were measured on, the rates in the words of a model card."""
UNNAMED = ("pictures", "trials")
"""What a measure is obviously about."""
KNOWN = (
    translatable("equal error rate"),
    translatable("area under the ROC curve"),
    translatable("sensitivity index d'"),
    translatable("calibration error"),
    translatable("threshold of the other folds"),
    translatable("chosen threshold"),
    translatable("balanced level"),
    translatable("official pairs"),
    translatable("balanced pairs"),
    translatable("listed pairs"),
    translatable("View 2 pairs"),
    translatable("no pair matched"),
    translatable("all similarities of one kind are equal, or there are none"),
    translatable("the list does not say who is in the pictures"),
    translatable("Labeled Faces in the Wild, View 1: dev-test people"),
)
"""Parts of names, reasons and descriptions. Others stay as they are."""
TOO_FEW_IMPOSTORS = re.compile(r"it takes ([\d,]+) impostor comparisons, and there are ([\d,]+)")
TOO_FEW_PEOPLE = re.compile(r"it takes (\d+) people, one with two pictures, and there are ([\d,]+) people")
TOO_FEW_SUBJECTS = re.compile(r"it takes a person with (\d+) pictures, and others with fewer")
FOLDER = re.compile(r"a folder of people, (.+)")
FOLDS = re.compile(r"Labeled Faces in the Wild, View 2: (\d+) folds of pairs")


def measure_words(measure: Measure) -> str:
    """Its name, what it was measured on, and at which threshold."""
    at = f", {measure.at}" if measure.at else ""
    attempt = ATTEMPTS.get(measure.on)
    if attempt:
        return metric_words(f"{attempt}{at}")
    name = RATES.get(measure.name, measure.name)
    on = "" if measure.on in UNNAMED else f" on {measure.on}"
    return metric_words(f"{name}{on}{at}")


def value_words(measure: Measure) -> str:
    return localized(format_value(measure))


def evidence_words(measure: Measure) -> str:
    """The counts and the interval behind the value, or why there is none."""
    parts = (count_words(measure), _interval(measure), _reason(measure.reason))
    return "; ".join(part for part in parts if part)


def count_words(measure: Measure) -> str:
    """ "975 of 1,000"; empty if the value is not a share."""
    if measure.count is None:
        return ""
    count, trials = localized(f"{measure.count:,}"), localized(f"{measure.trials:,}")
    return tr("{done} of {total}", done=count, total=trials)


def dataset_words(description: str) -> str:
    """The data of a report."""
    if found := FOLDER.fullmatch(description):
        return tr("a folder of people, {folder}", folder=found[1])
    if found := FOLDS.fullmatch(description):
        return tr("Labeled Faces in the Wild, View 2: {count} folds of pairs", count=found[1])
    return tr(description)


def _interval(measure: Measure) -> str:
    lower, _, upper = localized(format_interval(measure)).partition(" to ")
    return tr("95 % interval {lower} to {upper}", lower=lower, upper=upper) if upper else ""


def _reason(reason: str | None) -> str:
    return tr("not defined: {reason}", reason=_translated(reason)) if reason else ""


def _translated(reason: str) -> str:
    if found := TOO_FEW_IMPOSTORS.fullmatch(reason):
        needed, there = map(localized, found.groups())
        return tr("it takes {needed} impostor comparisons, and there are {there}", needed=needed, there=there)
    if found := TOO_FEW_PEOPLE.fullmatch(reason):
        needed, there = map(localized, found.groups())
        return tr(
            "it takes {needed} people, one with two pictures, and there are {there}",
            needed=needed,
            there=there,
        )
    if found := TOO_FEW_SUBJECTS.fullmatch(reason):
        return tr("it takes a person with {count} pictures, and others with fewer", count=found[1])
    return tr(reason)
