"""The decision rule: enough references must match, each with a high enough similarity."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.verification.comparison.counter_examples import is_refused
from model.vision.quality import Flaw

Similarities: TypeAlias = NDArray[np.float32]
"""(references,), float32 in [0, 1]; higher = more similar, 1 = same."""


class Reason(StrEnum):
    """The reason for a decision; a ``Flaw`` is one, too. All but ``ENOUGH_MATCHES`` mean *not verified*."""

    ENOUGH_MATCHES = "enough references match"
    TOO_FEW_MATCHES = "too few references match"
    COUNTER_EXAMPLE = "the face was marked as another person's"
    NO_FACE = "no face"
    NO_REFERENCES = "no references"
    EMBEDDING_REFERENCES = "references are being learned"
    LOCKED_OUT = "too many failed attempts"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Both in [0, 1] and exclusive: a value must lie above its threshold.

    ``detection``: a reference matches when its similarity is above it.
    ``verification``: the person is verified when the share of matching references is above it.
    """

    detection: float
    verification: float

    def __post_init__(self) -> None:
        for name, value in (("detection", self.detection), ("verification", self.verification)):
            if not 0 <= value <= 1:
                raise ValueError(f"The {name} threshold must be in [0, 1]. Received: {value}")


@dataclass(frozen=True, slots=True)
class Decision:
    """``similarity`` is the highest of all references; None when nothing could be compared. ``ready`` is the
    number of embedded references while others are still being embedded."""

    reason: Reason | Flaw
    matches: int = 0
    references: int = 0
    similarity: float | None = None
    ready: int = 0

    @property
    def verified(self) -> bool:
        return self.reason is Reason.ENOUGH_MATCHES

    @property
    def compared(self) -> bool:
        """Whether a face was compared with references."""
        return self.similarity is not None


def decide(
    similarities: Similarities, thresholds: Thresholds, counter_similarity: float | None = None
) -> Decision:
    """Apply both thresholds. A similarity that is NaN never matches. ``counter_similarity``: the highest to a
    counter-example, which can only refuse; None without any."""
    references = len(similarities)
    if references == 0:
        return Decision(Reason.NO_REFERENCES)
    # In float64: rounding to float32 could move the threshold to the other side of a similarity.
    matches = int(np.count_nonzero(similarities > np.float64(thresholds.detection)))
    best = float(np.fmax.reduce(similarities, initial=0.0))
    if matches / references <= thresholds.verification:
        reason = Reason.TOO_FEW_MATCHES
    elif counter_similarity is not None and is_refused(counter_similarity, best, thresholds.detection):
        reason = Reason.COUNTER_EXAMPLE
    else:
        reason = Reason.ENOUGH_MATCHES
    return Decision(reason, matches, references, best)
