"""What a contest found out, whole: as it is written to a file."""

from dataclasses import dataclass

from model.runtime.model_card import Rate
from training.metrics.summary import AccuracySummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """``rate`` of the pictures show no face to the finder: ``pictures``."""

    rate: Rate
    pictures: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanResult:
    """``threshold`` is where FMR and FNMR of the people who choose thresholds are equal."""

    contestant: str
    network: str
    threshold: float
    accuracy: AccuracySummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Steadiness:
    """Degraded probes against clean references; a probe without a face matches nothing. ``unseen`` counts
    those pictures in which a face is found when they are clean. Contestant -> FMR -> true match rate."""

    degradation: str
    unseen: Unseen
    true_match_rates: dict[str, dict[float, Rate]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """``pairs`` of the official list were decided, ``pairs_left_out`` lack a face or belong to others than
    the ``people`` that were looked at."""

    people: int
    pictures: int
    pairs: int
    pairs_left_out: int
    unseen: Unseen
    clean: list[CleanResult]
    steadiness: list[Steadiness]
