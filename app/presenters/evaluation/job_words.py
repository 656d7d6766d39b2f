"""Words for what a training and an evaluation report: stages, failures, and why a new model is not used."""

from collections.abc import Mapping, Sequence

from app.presenters.evaluation.metric_words import metric_words
from app.presenters.evaluation.rate_words import rate_words
from app.translation.catalogue import localized, tr, translatable, translate
from model.messages.message import Message, reworded
from model.runtime.model_card import Rate
from training.metrics.paired_test_result import PairedTestResult

LFW_FOLDER = translatable(
    "Choose the folder that holds lfw_funneled, lfw-deepfunneled, lfw or {layout}, or tick “Download LFW "
    "(about 240 MB) if it is missing” on the screen “Train”."
)
LFW_LIST = translatable(
    "{name} is neither in {folder} nor beside it. Copy it there, or tick “Download LFW (about 240 MB) if it "
    "is missing” on the screen “Train”."
)
CHOOSE_FOLDER = translatable("LFW cannot be stored in {folder}: {reason}. Choose another folder.")
CHOOSE_MODEL = translatable("Choose a model on the screen “Train”.")
ENCRYPT = translatable(
    "is not encrypted, unlike this data folder. To add it, enter “{command}” in a terminal."
)
ACCEPT = translatable(
    "{root} was encrypted, but {what}. Restore it from a backup. If you replaced the folder yourself, enter "
    "“{command}” in a terminal."
)
IN_WINDOW: Mapping[str, str] = {
    "Name the folder that holds lfw_funneled, lfw-deepfunneled, lfw or {layout}, or let `{command}` fetch "
    "LFW.": LFW_FOLDER,
    "{name} is neither in {folder} nor beside it. Copy it there, or let `{command}` fetch it.": LFW_LIST,
    "LFW cannot be stored in {folder}: {reason}. Name another folder with --lfw.": CHOOSE_FOLDER,
    "`{command}` lists the models.": CHOOSE_MODEL,
    "Use the shipped one with `{command}`.": CHOOSE_MODEL,
    "is not encrypted, unlike this data folder. Add it with `{command}`.": ENCRYPT,
    "{root} was encrypted, but {what}. Restore it from a backup. If you replaced the folder yourself, accept "
    "it with `{command}`.": ACCEPT,
}
"""For messages of a job that name a command or an option: what to do in the window instead, if it can."""


def stage_words(stage: Message) -> str:
    return capitalized(translate(stage))


def step_words(message: Message) -> str:
    """As a sentence begins. The name of a file, which has no values, stays as it is."""
    words = translate(message)
    return capitalized(words) if message.values else words


def capitalized(words: str) -> str:
    return words[:1].upper() + words[1:]


def failure_words(message: Message) -> str:
    """Why a job ended without a result, and what to do about it in the window."""
    return translate(reworded(message, IN_WINDOW))


def rejection_words(worse: Sequence[PairedTestResult]) -> str:
    """Why the new model is not used."""
    return " ".join([tr("The new model is not used: it errs more."), *map(_worse_words, worse)])


def _worse_words(result: PairedTestResult) -> str:
    return tr(
        "{metric}: {new} ({new_counts}) instead of {old} ({old_counts}).",
        metric=metric_words(result.error_name),
        new=rate_words(result.challenger.value),
        new_counts=_counts(result.challenger),
        old=rate_words(result.champion.value),
        old_counts=_counts(result.champion),
    )


def _counts(rate: Rate) -> str:
    return tr("{done} of {total}", done=localized(f"{rate.count:,}"), total=localized(f"{rate.trials:,}"))
