"""Options of retraining a model for one person."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

EPOCHS = 6


class Depth(StrEnum):
    """QUICK trains the head on the base's embedding, in seconds and without TensorFlow. DEEP also fine-tunes
    the last blocks of the embedding, in minutes."""

    QUICK = "quick"
    DEEP = "deep"


EXPECTED_S = {
    Depth.QUICK: {"finding faces": 40.0, "embedding": 6.0, "fitting the head": 2.0, "judging": 4.0},
    Depth.DEEP: {"finding faces": 40.0, "embedding": 6.0, "training": 150.0, "judging": 20.0},
}
"""Seconds of each stage on two cores: the time estimate until a stage is under way."""


@dataclass(frozen=True, slots=True)
class RetrainOptions:
    """``people_folder`` holds ``<person>/{anchor,positive,negative}/*.jpg``; the other people in it are
    training data, too. ``out`` must not exist. ``work`` keeps crops, embeddings and the checkpoint.

    ``camera_twins``: give the training crops of strangers, and half of the person's own, the style of the
    person's camera, and calibrate against strangers in that style, too. Without it the model may learn the
    camera instead of the face. ``epochs`` applies to DEEP.
    """

    person: str
    people_folder: Path
    lfw_folder: Path
    base_bundle: Path
    out: Path
    work: Path
    depth: Depth = Depth.QUICK
    camera_twins: bool = True
    epochs: int = EPOCHS
    seed: int = 0
