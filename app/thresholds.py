"""Which thresholds are in force."""

from app.settings import Settings
from model.runtime.card import Card
from model.verification.decision import Thresholds

NOTHING_PASSES = Thresholds(detection=1.0, verification=1.0)


def effective_thresholds(settings: Settings, card: Card | None) -> Thresholds:
    """The user's thresholds, or the model's where none was chosen. Without a model: ones nothing passes.

    Raises ValueError when a threshold in the settings is outside [0, 1].
    """
    if card is None:
        return NOTHING_PASSES
    detection, verification = settings.detection_threshold, settings.verification_threshold
    return Thresholds(
        detection=card.detection_threshold if detection is None else detection,
        verification=card.verification_threshold if verification is None else verification,
    )
