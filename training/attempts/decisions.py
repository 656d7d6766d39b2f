"""Decide on many frames against many enrolled people at once, by the rules of ``model.verification``."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Coordinates, Embeddings
from model.verification.attempt import STEADY_FRAMES, Attempt, FrameEvidence
from model.verification.decision import Decision, Reason
from training.metrics.comparisons import Comparator

VERIFIED = Decision(Reason.ENOUGH_MATCHES, matches=1, references=1, similarity=1.0)
REFUSED = Decision(Reason.TOO_FEW_MATCHES, references=1, similarity=0.0)


@dataclass(frozen=True, eq=False, slots=True)
class Enrolment:
    """The references of all enrolled people, one after the other: ``starts`` (e,) is where each one's begin.
    ``pictures`` (r,) are their indices."""

    coordinates: Coordinates
    starts: NDArray[np.intp]
    pictures: NDArray[np.intp]


def enrol(
    comparator: Comparator, embeddings: Embeddings, references: Sequence[NDArray[np.intp]]
) -> Enrolment:
    """``embeddings`` (n, dimensions) are those of all pictures."""
    pictures = np.concatenate(references)
    starts = np.cumsum([0, *map(len, references[:-1])])
    return Enrolment(comparator.coordinates(embeddings[pictures]), starts, pictures)


def frame_verifies(
    comparator: Comparator,
    frames: Embeddings,
    enrolment: Enrolment,
    detection: Sequence[float],
    verification: float,
    picture: int,
) -> NDArray[np.bool_]:
    """(frames, thresholds, e): whether each frame, made from ``picture``, verifies each enrolled person, at
    each of the ``detection`` thresholds. The picture itself is not a reference."""
    usable = enrolment.pictures != picture
    counts = np.add.reduceat(usable, enrolment.starts, dtype=np.int64)
    verifies = np.empty((len(frames), len(detection), len(counts)), np.bool_)
    for row, frame in enumerate(comparator.coordinates(frames)):
        similarities = comparator.similarity(frame, enrolment.coordinates)
        for column, threshold in enumerate(detection):
            matches = (similarities > np.float64(threshold)) & usable
            share = np.add.reduceat(matches, enrolment.starts, dtype=np.int64) / np.maximum(counts, 1)
            verifies[row, column] = share > verification
    return verifies


def attempt_verifies(frames: Sequence[bool]) -> bool:
    """Whether an attempt of these frames, each of which verifies or not, ends as verified."""
    attempt = Attempt(STEADY_FRAMES)
    for number, verifies in enumerate(frames):
        attempt.add(FrameEvidence(VERIFIED if verifies else REFUSED, 1, number / 30, continues=True))
    return attempt.state.verified
