"""What a training of one person's face is asked for, and what it gives."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

EPOCHS = 6


class Depth(StrEnum):
    """QUICK: the head, on what the embedding makes of the crops; seconds, and no TensorFlow. DEEP: the last
    blocks of the embedding as well; minutes."""

    QUICK = "quick"
    DEEP = "deep"


EXPECTED_S = {
    Depth.QUICK: {"finding faces": 40.0, "embedding": 6.0, "fitting the head": 2.0, "judging": 4.0},
    Depth.DEEP: {"finding faces": 40.0, "embedding": 6.0, "training": 150.0, "judging": 20.0},
}
"""Each stage on two cores, until it shows its own pace."""


@dataclass(frozen=True, slots=True)
class RetrainOptions:
    """``people_folder`` holds ``<person>/{anchor,positive,negative}/*.jpg``; everybody else in it is learned
    from as a further person. ``out`` must not exist. ``work`` keeps crops, embeddings and the checkpoint.

    ``camera_twins``: whoever is learned from wears the look of the person's camera, half of the person's own
    crops included, and the threshold holds against strangers dressed so; without, the camera may be what is
    learned. ``epochs`` is for DEEP.
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


@dataclass(frozen=True, slots=True)
class Retrained:
    """A new bundle. ``objection`` says, in a sentence, why it should not take the place of its base; empty
    when nothing speaks against it."""

    folder: Path
    objection: str
