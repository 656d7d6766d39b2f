"""The security levels to choose from, and the error rates of each with the model in use."""

from dataclasses import dataclass

from app.presenters.thresholds import detection_words, one_in
from app.translation.catalogue import tr, translatable
from model.runtime.model_card import Card
from model.verification.attempt_rates import attempt_rates
from model.verification.security_levels import LEVEL_FMR, Level, level_threshold

NOT_MEASURED = translatable("not measured")
TITLES = {
    Level.CONVENIENT: translatable("Convenient"),
    Level.BALANCED: translatable("Balanced"),
    Level.STRICT: translatable("Strict"),
}


@dataclass(frozen=True, slots=True)
class LevelView:
    """``rate``: the share of strangers that pass one attempt, as the sentence about the level has it. If the
    card does not have it: the share of comparisons that match, of which ``words`` says more; or why the level
    is not available."""

    level: Level
    title: str
    rate: str
    words: str
    available: bool


def present_levels(card: Card | None) -> tuple[LevelView, ...]:
    """Starts with the most permissive level. Without a model no level is available."""
    return tuple(_present(level, card) for level in Level)


def _present(level: Level, card: Card | None) -> LevelView:
    title, rate = tr(TITLES[level]), one_in(LEVEL_FMR[level])
    if card is None:
        return LevelView(level, title, rate, "", available=False)
    threshold = level_threshold(level, card)
    if threshold is None:
        words = tr("This level is not available: the model was not measured at {rate}.", rate=rate)
        return LevelView(level, title, tr(NOT_MEASURED), words, available=False)
    words = detection_words(threshold, card)
    return LevelView(level, title, _attempt_rate(level, card) or rate, words, available=True)


def _attempt_rate(level: Level, card: Card) -> str:
    accepted = attempt_rates(level, card).stranger_accepted
    if accepted is None:
        return ""
    return one_in(accepted.value) if accepted.value else f"< {one_in(accepted.upper)}"


def unavailable_words(level: Level) -> str:
    """The message when the active level is not available with the model in use."""
    return tr(
        "{level} is not available with this model, so no face is verified. Choose another level.",
        level=tr(TITLES[level]),
    )
