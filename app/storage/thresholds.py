"""The thresholds in effect: the user's, or the model's for the user's level."""

from typing import Any

from app.storage.settings import Settings
from model.messages.message import Message
from model.messages.message_error import MessageError
from model.runtime.model_card import Card
from model.verification.decision import Thresholds
from model.verification.security_levels import DEFAULT_LEVEL, Level, level_threshold

NOTHING_PASSES = Thresholds(detection=1.0, verification=1.0)
MODEL_THRESHOLDS: dict[str, Any] = {
    "level": DEFAULT_LEVEL,
    "detection_threshold": None,
    "verification_threshold": None,
}
"""The settings with which the model's thresholds are in effect."""


class LevelError(MessageError, ValueError):
    """The model has no threshold for the user's security level."""


def level_settings(level: Level) -> dict[str, Any]:
    """With them the model's detection threshold for ``level`` is in effect instead of the user's."""
    return {"level": level, "detection_threshold": None}


def effective_thresholds(settings: Settings, card: Card | None) -> Thresholds:
    """The user's thresholds; if there are none, the model's for the user's level.

    Without a model, or without a threshold for the level, nothing can pass. Raises ValueError when a
    threshold in the settings is outside [0, 1].
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
    """None when the user set a detection threshold instead."""
    return settings.level if settings.detection_threshold is None else None


def require_level(settings: Settings, card: Card) -> None:
    """Raises LevelError when the model has no threshold for the active level."""
    level = active_level(settings)
    if level and level_threshold(level, card) is None:
        raise LevelError(
            Message(
                "The model in use was not measured for the level {level}. Choose another level, a detection "
                "threshold, or another model.",
                level=level,
            )
        )
