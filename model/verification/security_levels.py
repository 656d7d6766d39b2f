"""Named security levels: a choice of false match rates instead of similarities."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.runtime.model_card import CalibrationRow, Card


class Level(StrEnum):
    """From the most convenient to the strictest."""

    CONVENIENT = "convenient"
    BALANCED = "balanced"
    STRICT = "strict"


DEFAULT_LEVEL = Level.BALANCED

LEVEL_FMR = {Level.CONVENIENT: 1e-2, Level.BALANCED: 1e-3, Level.STRICT: 1e-4}
"""The highest false match rate of each level: among people who look alike, if the card has that table."""


def level_table(card: "Card") -> "list[CalibrationRow]":
    """The table that gives the levels their thresholds: that of people who look alike, if the card has
    one."""
    return card.look_alike_table or card.calibration


def level_threshold(level: Level, card: "Card") -> float | None:
    """The detection threshold of ``level``; None when ``level_table`` does not reach it."""
    return threshold_in_table(level, level_table(card), card.detection_threshold)


def threshold_in_table(
    level: Level, table: "Sequence[CalibrationRow]", detection_threshold: float
) -> float | None:
    """The detection threshold of ``level``; None when ``table``, by rising similarity, does not reach it.

    A row without a single false match shows that the comparisons ended there, not how rare false matches are,
    so it does not count. The strict threshold is never below ``detection_threshold``, which may exceed the
    table's: a personal network has to meet a higher one.
    """
    if level is DEFAULT_LEVEL:
        return detection_threshold
    reached = [row.similarity for row in table if 0 < row.fmr <= LEVEL_FMR[level]]
    if not reached:
        return None
    return max(min(reached), detection_threshold) if level is Level.STRICT else min(reached)
