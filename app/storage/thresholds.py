"""Which thresholds are in force."""

from app.storage.settings import Settings
from model.runtime.model_card import Card
from model.verification.decision import Thresholds
from model.verification.security_levels import Level, level_threshold

NOTHING_PASSES = Thresholds(detection=1.0, verification=1.0)


class LevelError(ValueError):
    """The model was not measured for the level that the user chose."""


def effective_thresholds(settings: Settings, card: Card | None) -> Thresholds:
    """The user's thresholds, or those of the user's level and the model where none was chosen.

    Without a model, or with a level that the model was not measured for: ones that nothing passes.
    Raises ValueError when a threshold in the settings is outside [0, 1].
    """
    if card is None:
        return NOTHING_PASSES
    detection, verification = settings.detection_threshold, settings.verification_threshold
    if detection is None:
        detection = level_threshold(settings.level, card)
    return Thresholds(
        detection=NOTHING_PASSES.detection if detection is None else detection,
        verification=card.verification_threshold if verification is None else verification,
    )


def active_level(settings: Settings) -> Level | None:
    """None: a detection threshold of the user's own is."""
    return settings.level if settings.detection_threshold is None else None


def require_level(settings: Settings, card: Card) -> None:
    """Raises LevelError when the level in force is not to be had, and nobody could be verified."""
    level = active_level(settings)
    if level and level_threshold(level, card) is None:
        raise LevelError(
            f"What the level {level} takes was not measured for the model in use. "
            "Choose another level, a detection threshold, or another model."
        )
