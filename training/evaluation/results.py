"""What was found out about a bundle, whole: as ``evaluation.json`` holds it."""

from dataclasses import dataclass
from typing import Literal

from model.runtime.model_card import Rate, Share
from model.storage.json_codec import decode_json, encode_json

FINDINGS_FORMAT: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure. ``value`` is None where it is not defined; then ``reason`` says why.

    ``on`` names the comparisons or pictures, ``at`` the threshold, None: it belongs to none. ``lower`` and
    ``upper`` are the ends of the 95 % interval, ``interval`` how it came about. A share of trials has its
    ``count`` and ``trials``. ``standard_error`` only where the value is a mean over folds.
    """

    name: str
    on: str
    at: str | None = None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    interval: str | None = None
    count: int | None = None
    trials: int | None = None
    standard_error: float | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleSummary:
    """Which bundle was judged: ``digest`` is the card's."""

    name: str
    folder: str
    created: str
    digest: str
    licence: str
    detection_threshold: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetSummary:
    """What was judged on. ``people`` is None where it is not known who is in the pictures, ``all_pairs``
    (genuine, impostor) where listed pairs alone were compared."""

    kind: str
    description: str
    source: str
    people: int | None
    pictures: int
    faceless: list[str]
    listed_pairs: tuple[int, int]
    all_pairs: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionThreshold:
    """A threshold that pairs were decided at, and where it comes from."""

    name: str
    threshold: float
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """``threshold`` was chosen on the other folds, ``accuracy`` found on this one."""

    threshold: float
    accuracy: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationResults:
    """``created`` in ISO 8601, UTC. ``pictures`` are the files that lie beside."""

    created: str
    bundle: BundleSummary
    subject: DatasetSummary
    thresholds: list[DecisionThreshold]
    measures: list[Measure]
    folds: list[Fold]
    warnings: list[str]
    pictures: list[str]
    format: Literal[1] = FINDINGS_FORMAT

    def measure(self, name: str, at: str | None = None) -> Measure:
        """The first of this name, and at this threshold if one is given. Raises KeyError without one."""
        for measure in self.measures:
            if measure.name == name and at in (None, measure.at):
                return measure
        raise KeyError(f"No such measure. Received: {name}, at {at}")


def encode_results(results: EvaluationResults) -> bytes:
    return f"{encode_json(results, indent=2)}\n".encode()


def decode_results(content: bytes) -> EvaluationResults:
    """Raises ValueError when ``content`` is no evaluation, or one of another format."""
    return decode_json(content, EvaluationResults)
