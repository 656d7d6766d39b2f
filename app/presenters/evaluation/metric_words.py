"""Words for the metrics of a model card, which stores them in English.

The parts of a key are translated one by one. ``model.runtime.card_keys`` names them.
"""

import re

from app.presenters.thresholds import percent
from app.translation.catalogue import tr
from model.runtime.card_keys import CardThreshold

TRUE_MATCHES = re.compile(r"(?:true match rate|TMR) at FMR ([\d.e-]+)")
ONE_SHOT = re.compile(r"(\d+)-way one-shot accuracy")
USER_CROPS = re.compile(r"held-out crops of (.+)")
LFW_PAIRS = "View 1 pairs"
AT_DETECTION = f", {CardThreshold.DETECTION}"
GROUPS = re.compile(r"(worst|median) of (\d+) groups")


def metric_words(key: str) -> str:
    """The metric ``key`` of a card as the beginning of a sentence."""
    measured, *conditions = key.split(", ")
    metric, on, comparisons = measured.partition(" on ")
    words = _translated(metric)
    if on:
        words = tr("{metric} on {comparisons}", metric=words, comparisons=_comparisons(comparisons))
    sentence = ", ".join([words, *map(_condition, conditions)])
    return sentence[:1].upper() + sentence[1:]


def in_use_words(key: str) -> str:
    """Without the detection threshold, where a caption says that others are named."""
    return metric_words(key.removesuffix(AT_DETECTION))


def _translated(metric: str) -> str:
    if found := TRUE_MATCHES.fullmatch(metric):
        return tr("true match rate at a false match rate of {fmr}", fmr=percent(float(found[1])))
    if found := ONE_SHOT.fullmatch(metric):
        return tr("{ways}-way one-shot accuracy", ways=found[1])
    return tr(metric)


def _comparisons(comparisons: str) -> str:
    if comparisons == LFW_PAIRS:
        return tr("LFW View 1 pairs")
    found = USER_CROPS.fullmatch(comparisons)
    return tr("held-out crops of {person}", person=found[1]) if found else tr(comparisons)


def _condition(condition: str) -> str:
    found = GROUPS.fullmatch(condition)
    if not found:
        return tr(condition)
    if found[1] == "worst":
        return tr("worst of {count} groups", count=found[2])
    return tr("median of {count} groups", count=found[2])
