"""Run the attempts of all subjects, with as few embeddings as the result allows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings
from model.verification.attempt import STEADY_FRAMES
from training.attempts.decisions import Enrolment, attempt_verifies, enrol, frame_verifies
from training.attempts.subjects import Pictures, Subjects
from training.attempts.webcam_frames import FRAMES, webcam_frames
from training.metrics.comparisons import Comparator

PROBED = range(STEADY_FRAMES - 1, FRAMES, STEADY_FRAMES)
"""Every run of STEADY_FRAMES frames contains one of these. Other frames are embedded only where they may
share a run with one of these that verifies."""

Embed: TypeAlias = Callable[[NDArray[np.uint8]], Embeddings]
ReportStep: TypeAlias = Callable[[int, int], None]
"""Called with the number of finished and of all pictures; it may raise, to stop."""


@dataclass(frozen=True, eq=False, slots=True)
class AttemptModel:
    """``embeddings`` (n, dimensions) are of the pictures as they are; ``embed`` is for their frames.
    ``detection``: several thresholds, each to be simulated."""

    comparator: Comparator
    embed: Embed
    embeddings: Embeddings
    detection: Sequence[float]
    verification: float


@dataclass(frozen=True, eq=False, slots=True)
class AttemptOutcomes:
    """``own`` (thresholds, o): whether each attempt by an enrolled person is verified as that person.
    ``strangers`` (thresholds, s, e): whether each stranger is verified as each enrolled person."""

    own: NDArray[np.bool_]
    strangers: NDArray[np.bool_]


def simulate_attempts(
    model: AttemptModel, pictures: Pictures, subjects: Subjects, report_step: ReportStep
) -> AttemptOutcomes:
    """The picture of an attempt is never a reference in it."""
    simulator = _Simulator(model, pictures, enrol(model.comparator, model.embeddings, subjects.references))
    total = len(subjects.own) + len(subjects.strangers)
    own, strangers = [], []
    for done, picture in enumerate([*subjects.own, *subjects.strangers]):
        report_step(done, total)
        if done < len(subjects.own):
            person = int(np.searchsorted(subjects.enrolled, pictures.people[picture]))
            own.append(simulator.run_own(picture, person))
        else:
            strangers.append(simulator.run(picture))
    return AttemptOutcomes(np.stack(own, axis=1), np.stack(strangers, axis=1))


@dataclass(frozen=True, eq=False, slots=True)
class _Simulator:
    model: AttemptModel
    pictures: Pictures
    enrolment: Enrolment

    def run(self, picture: int) -> NDArray[np.bool_]:
        """(thresholds, e): an attempt of this picture, as each enrolled person."""
        verifies = np.zeros((FRAMES, len(self.model.detection), len(self.enrolment.starts)), np.bool_)
        verifies[PROBED] = self._judge(picture, PROBED)
        candidates = np.asarray(verifies.any(axis=0), np.bool_)
        if others := _in_a_run_with([frame for frame in PROBED if verifies[frame].any()]):
            verifies[others] = self._judge(picture, others)
        for threshold, person in np.argwhere(candidates):
            candidates[threshold, person] = attempt_verifies(verifies[:, threshold, person].tolist())
        return candidates

    def run_own(self, picture: int, person: int) -> NDArray[np.bool_]:
        """(thresholds,): an attempt of this picture as ``person``. It ends once it is verified at all of
        them."""
        verifies = np.zeros((0, len(self.model.detection)), np.bool_)
        result = np.zeros(len(self.model.detection), np.bool_)
        for start in PROBED:
            frames = range(start - STEADY_FRAMES + 1, start + 1)
            verifies = np.concatenate([verifies, self._judge(picture, frames)[:, :, person]])
            result = np.array([attempt_verifies(column.tolist()) for column in verifies.T])
            if result.all():
                break
        return result

    def _judge(self, picture: int, frames: Sequence[int]) -> NDArray[np.bool_]:
        crops = webcam_frames(self.pictures.crops[picture], self.pictures.names[picture], frames)
        model = self.model
        return frame_verifies(
            model.comparator,
            model.embed(crops),
            self.enrolment,
            model.detection,
            model.verification,
            picture,
        )


def _in_a_run_with(probed: Sequence[int]) -> list[int]:
    """The frames that are not probed themselves, but may share a run with one of ``probed``."""
    near = {frame + step for frame in probed for step in range(1 - STEADY_FRAMES, STEADY_FRAMES)}
    return sorted(near.intersection(range(FRAMES)).difference(PROBED))
