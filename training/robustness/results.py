"""The results of a robustness benchmark, as they are written to a JSON file.

``rename`` keeps the keys of the file: they do not change with the names in the code.
"""

import msgspec

from model.runtime.model_card import Rate
from training.metrics.summary import AccuracySummary


class MissingFaces(msgspec.Struct, frozen=True, kw_only=True, rename={"images": "pictures"}):
    """The finder detects no face in ``images``, which are ``rate`` of all images."""

    rate: Rate
    images: list[str]


class CleanResult(msgspec.Struct, frozen=True, kw_only=True, rename={"candidate": "contestant"}):
    """``network`` is the network's fingerprint. At ``threshold``, FMR and FNMR are equal on the calibration
    people."""

    candidate: str
    network: str
    threshold: float
    accuracy: AccuracySummary


class DegradedResult(msgspec.Struct, frozen=True, kw_only=True, rename={"missing_faces": "unseen"}):
    """Degraded probes against clean references. A probe without a face matches nothing.

    ``missing_faces`` covers only images in which the finder detects a face when they are clean.
    ``true_match_rates`` maps candidate -> FMR -> true match rate."""

    degradation: str
    missing_faces: MissingFaces
    true_match_rates: dict[str, dict[float, Rate]]


class RobustnessResults(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename={
        "images": "pictures",
        "excluded_pairs": "pairs_left_out",
        "missing_faces": "unseen",
        "degraded": "steadiness",
    },
):
    """``pairs`` of the official list were compared. ``excluded_pairs`` lack a face or show other people than
    the ``people`` in the benchmark."""

    people: int
    images: int
    pairs: int
    excluded_pairs: int
    missing_faces: MissingFaces
    clean: list[CleanResult]
    degraded: list[DegradedResult]
