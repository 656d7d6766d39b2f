"""Words for what a training and an evaluation report in English: stages, progress and results."""

import re

from app.presenters.metric_words import metric_words
from app.translation.catalogue import localized, tr, translatable
from app.translation.error_messages import translate_message

STAGES = (
    translatable("starting"),
    translatable("loading"),
    translatable("loading TensorFlow"),
    translatable("downloading LFW"),
    translatable("finding faces"),
    translatable("embedding"),
    translatable("training"),
    translatable("fitting the head"),
    translatable("judging"),
    translatable("comparing"),
    translatable("measuring"),
    translatable("simulating attempts"),
    translatable("drawing"),
)
STOPPED = translatable("Stopped. The next training on the same pictures continues from here.")
EPOCH = re.compile(r"epoch (\d+) of (\d+), loss ([\d.]+)")
FACELESS = re.compile(r"(\d+) without a face")
REJECTION = re.compile(r"The new model is not used, because its (.+)\.")
WORSE_RATE = re.compile(r"(.+) is ([\d.]+)% \((\d+ of \d+)\) instead of ([\d.]+)% \((\d+ of \d+)\)")


def stage_words(stage: str) -> str:
    """As a sentence begins."""
    words = tr(stage)
    return words[:1].upper() + words[1:]


def message_words(message: str) -> str:
    """What a stage says about its progress, or a job about its end. Names of files stay as they are."""
    if found := EPOCH.fullmatch(message):
        epoch, epochs, loss = found.groups()
        return tr("epoch {epoch} of {epochs}, loss {loss}", epoch=epoch, epochs=epochs, loss=localized(loss))
    if found := FACELESS.fullmatch(message):
        return tr("{count} without a face", count=found[1])
    return tr(message) if message == STOPPED else translate_message(message)


def rejection_words(sentence: str) -> str:
    """Why the new model is not used."""
    found = REJECTION.fullmatch(sentence)
    rates = [WORSE_RATE.fullmatch(rate) for rate in found[1].split(" and its ")] if found else []
    if not rates or not all(rates):
        return sentence
    worse = [_worse_words(*rate.groups()) for rate in rates if rate]
    return " ".join([tr("The new model is not used: it errs more."), *worse])


def _worse_words(metric: str, new: str, new_counts: str, old: str, old_counts: str) -> str:
    return tr(
        "{metric}: {new} % ({new_counts}) instead of {old} % ({old_counts}).",
        metric=metric_words(metric),
        new=localized(new),
        new_counts=_counts(new_counts),
        old=localized(old),
        old_counts=_counts(old_counts),
    )


def _counts(counts: str) -> str:
    done, total = counts.split(" of ")
    return tr("{done} of {total}", done=done, total=total)
