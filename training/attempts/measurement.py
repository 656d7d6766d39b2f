"""Measure the error rates of attempts at each security level: choose subjects, simulate, count."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings
from model.terminal.plurals import counted
from model.verification.security_levels import Level
from training.attempts.error_rates import AttemptErrorRates, attempt_error_rates
from training.attempts.simulation import AttemptModel, Embed, ReportStep, simulate_attempts
from training.attempts.subjects import MIN_PICTURES, Pictures, Subjects, select_subjects
from training.attempts.webcam_frames import FRAMES
from training.metrics.comparisons import Comparator


@dataclass(frozen=True, eq=False, slots=True)
class LevelModel:
    """A model with its thresholds: of detection by level, and of verification."""

    comparator: Comparator
    embed: Embed
    detection: Mapping[Level, float]
    verification: float


@dataclass(frozen=True, slots=True)
class AttemptMeasurement:
    """``description`` says who took part, and how."""

    rates: dict[Level, AttemptErrorRates]
    description: str


def measure_attempts(
    model: LevelModel,
    pictures: Pictures,
    embeddings: Embeddings,
    groups: NDArray[np.int64] | None,
    report_step: ReportStep,
) -> AttemptMeasurement | None:
    """``embeddings`` (n, dimensions) are those of the pictures, ``groups`` (people,) say who looks alike.
    None without a person to enrol or without a stranger."""
    subjects = select_subjects(pictures)
    if not subjects:
        return None
    detection = list(model.detection.values())
    simulated = AttemptModel(model.comparator, model.embed, embeddings, detection, model.verification)
    outcomes = simulate_attempts(simulated, pictures, subjects, report_step)
    rates = attempt_error_rates(outcomes, pictures, subjects, groups)
    return AttemptMeasurement(dict(zip(model.detection, rates, strict=True)), _describe(subjects))


def _describe(subjects: Subjects) -> str:
    enrolled = counted(len(subjects.enrolled), "enrolled person", "enrolled people")
    strangers = counted(len(subjects.strangers), "stranger")
    own = counted(len(subjects.own), "genuine attempt")
    return (
        f"{enrolled} with {MIN_PICTURES} pictures or more, {strangers} with one picture each, {own}; "
        f"{FRAMES} simulated webcam frames an attempt, without a liveness check"
    )
