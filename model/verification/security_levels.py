"""Named security levels: how many strangers pass, for those who do not want to think in similarities."""

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.runtime.model_card import Card


class Level(StrEnum):
    """From the laxest to the strictest."""

    CONVENIENT = "convenient"
    BALANCED = "balanced"
    STRICT = "strict"


DEFAULT_LEVEL = Level.BALANCED

LEVEL_FMR = {Level.CONVENIENT: 1e-2, Level.BALANCED: 1e-3, Level.STRICT: 1e-4}
"""At most this share of a level's impostor comparisons matches."""


def level_threshold(level: Level, card: "Card") -> float | None:
    """The detection threshold of ``level``; None when the card's table does not reach so far.

    A row above which no stranger was found tells that the comparisons came to an end, not how rare strangers
    are, so it is no evidence. Strict is never laxer than the card's own threshold, which may lie above the
    table's row: a network that has learned a face is held to more.
    """
    if level is DEFAULT_LEVEL:
        return card.detection_threshold
    reached = [row.similarity for row in card.calibration if 0 < row.fmr <= LEVEL_FMR[level]]
    if not reached:
        return None
    return max(min(reached), card.detection_threshold) if level is Level.STRICT else min(reached)
