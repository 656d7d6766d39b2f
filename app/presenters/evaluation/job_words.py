"""Words for what a training and an evaluation report: stages, and why a new model is not used."""

from collections.abc import Sequence

from app.presenters.evaluation.metric_words import metric_words
from app.presenters.evaluation.rate_words import rate_words
from app.translation.catalogue import localized, tr, translate
from model.messages.message import Message
from model.runtime.model_card import Rate
from training.metrics.paired_test_result import PairedTestResult


def stage_words(stage: Message) -> str:
    """As a sentence begins."""
    words = translate(stage)
    return words[:1].upper() + words[1:]


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
