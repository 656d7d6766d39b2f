"""The results of an evaluation, as ``evaluation.json`` stores them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from model.messages.message import Message
from model.messages.stored_message import StoredMessage
from model.runtime.model_card import Rate, Share
from model.storage.json_codec import encode_json
from training.metrics.confidence import has_width

RESULTS_FORMAT: Literal[1] = 1


class MeasureName(StrEnum):
    """Names of measures. Two more have a parameter: see ``match_rate_name`` and ``one_shot_name``."""

    ACCURACY = "accuracy"
    PRECISION = "precision"
    RECALL = "recall"
    F1 = "F1"
    FMR = "FMR"
    FNMR = "FNMR"
    EER = "EER"
    AUC = "AUC"
    D_PRIME = "d'"
    CALIBRATION_ERROR = "calibration error"
    FAR = "FAR"
    FRR = "FRR"
    FAILURE_TO_FIND_A_FACE = "failure to find a face"


NOT_SHARES = frozenset({MeasureName.AUC, MeasureName.D_PRIME, MeasureName.CALIBRATION_ERROR})


class IntervalMethod(StrEnum):
    """How the 95 % interval of a measure was computed."""

    WILSON = "Wilson"
    JEFFREYS = "rates drawn after Jeffreys"
    BOOTSTRAP_PEOPLE = "people drawn again"
    BOOTSTRAP_PAIRS = "pairs drawn again"


class ThresholdName(StrEnum):
    """The thresholds at which pairs are decided."""

    SELECTED = "chosen threshold"
    DETECTION = "detection threshold"
    OTHER_FOLDS = "threshold of the other folds"
    CONVENIENT = "convenient level"
    BALANCED = "balanced level"
    STRICT = "strict level"


class AttemptKind(StrEnum):
    """The attempts that FAR and FRR are shares of."""

    BY_STRANGERS = "attempts by strangers"
    BY_LOOK_ALIKES = "attempts by strangers who look alike"
    GENUINE = "genuine attempts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure. ``value`` is None if it is not defined. ``reason`` says why it or its interval is missing.

    ``on`` names the comparisons or pictures, ``at`` the threshold (None: independent of it). ``lower`` and
    ``upper`` are the ends of the 95 % interval, computed by ``interval``. A share of trials has its ``count``
    and ``trials``. Only a mean over folds has a ``standard_error``.
    """

    name: str
    on: str
    at: ThresholdName | None = None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    interval: IntervalMethod | None = None
    count: int | None = None
    trials: int | None = None
    standard_error: float | None = None
    reason: str | None = None

    @property
    def has_interval(self) -> bool:
        """Reports of earlier versions have intervals without a width, which say nothing."""
        return self.lower is not None and self.upper is not None and has_width(self.lower, self.upper)

    @property
    def is_share(self) -> bool:
        """Whether the value is a share in [0, 1], to be read in percent."""
        return self.name not in NOT_SHARES


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleSummary:
    """The evaluated bundle; ``digest`` is that of its card."""

    name: str
    folder: str
    created: str
    digest: str
    licence: str
    detection_threshold: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetSummary:
    """The pictures of an evaluation. ``people`` is None if the people are unknown. The pairs are
    (genuine, impostor); ``all_pairs`` is None if only listed pairs were compared."""

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
    """A threshold at which pairs were decided; ``origin`` says where it comes from, in words."""

    name: ThresholdName
    threshold: float
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """``threshold`` was selected on the other folds, ``accuracy`` measured on this one."""

    threshold: float
    accuracy: Rate


@dataclass(frozen=True, slots=True)
class ExamplePair:
    """Two pictures by name, and their similarity."""

    left: str
    right: str
    similarity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationResults:
    """``created`` is in ISO 8601, UTC; ``pictures`` are the files beside ``evaluation.json``.
    ``messages``: the parts of those texts that have values, for a translation. ``examples``: the pairs on a
    contact sheet, by its file; ``faces_file`` has their faces."""

    created: str
    bundle: BundleSummary
    subject: DatasetSummary
    thresholds: list[DecisionThreshold]
    measures: list[Measure]
    folds: list[Fold]
    warnings: list[str]
    pictures: list[str]
    messages: list[StoredMessage] = field(default_factory=list)
    examples: dict[str, list[ExamplePair]] = field(default_factory=dict)
    format: Literal[1] = RESULTS_FORMAT

    @property
    def restored_messages(self) -> list[Message]:
        return [message.restored() for message in self.messages]

    def measure(self, name: str, at: ThresholdName | None = None) -> Measure:
        """The first one with this name, and at this threshold if one is given. Raises KeyError."""
        for measure in self.measures:
            if measure.name == name and at in (None, measure.at):
                return measure
        raise KeyError(f"No such measure. Received: {name}, at {at}")


def match_rate_name(fmr: float) -> str:
    return f"TMR at FMR {fmr:g}"


def faces_file(sheet: str) -> str:
    """The picture with nothing but the faces of the contact sheet ``sheet``, one pair in each row."""
    return f"{sheet.rpartition('.')[0]}_faces.jpg"


def one_shot_name(ways: int) -> str:
    return f"{ways}-way one-shot accuracy"


def encode_results(results: EvaluationResults) -> bytes:
    return f"{encode_json(results, indent=2)}\n".encode()
