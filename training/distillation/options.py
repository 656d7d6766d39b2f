"""What the distillation pipeline starts from, and the identity of a run."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import keras

from model.messages.message import english_only
from model.network.embedding import LIKENESS
from model.runtime.bundle import TRAINABLE
from training.distillation.accelerated.plan import AcceleratedPlan
from training.distillation.data.face_archive import Faces
from training.distillation.hyperparameters import DistillationPlan
from training.jobs.progress import JobError
from training.optimization.run_identity import Value


class StudentNetwork(StrEnum):
    """MOBILEFACENET starts with the teacher's weights and learns precomputed targets. So does COMPACT, but
    its narrower stem starts with random weights. RESIDUAL starts with random weights and learns the teacher's
    embedding of every view; its first crops can be small."""

    MOBILEFACENET = "mobilefacenet"
    COMPACT = "compact"
    RESIDUAL = "residual"


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineOptions:
    """``start`` is a bundle whose embedding is trained further; with None, ``network`` decides the start.
    ``sface`` is a second teacher, not for RESIDUAL. ``work`` stores the crops, the targets, the checkpoint
    and the learning curve.

    An AcceleratedPlan keeps faces, views and targets on one device; it is not for RESIDUAL, and the only one
    for COMPACT. With it, ``only_sface`` makes the second teacher the only one to imitate.
    """

    data: Path
    teacher: Path
    sface: Path | None = None
    only_sface: bool = False
    network: StudentNetwork = StudentNetwork.MOBILEFACENET
    lfw: Path
    work: Path
    out: Path
    start: Path | None
    plan: DistillationPlan | AcceleratedPlan

    def identity(self, faces: Faces) -> dict[str, Value]:
        """The names are stored, see ``run_identity``. Raises JobError when a file cannot be read."""
        return {
            "network": self.network.value,
            "faces": faces.fingerprint(),
            "teacher": digest_of(self.teacher),
            "second_teacher": digest_of(self.sface) if self.sface else None,
            "start": digest_of(self.start / TRAINABLE) if self.start else None,
        }


def read_bytes(file: Path) -> bytes:
    """Raises JobError when ``file`` cannot be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise JobError(
            english_only(f"{file} cannot be read ({error.strerror}). Name a readable file.")
        ) from error


def digest_of(file: Path) -> str:
    """SHA-256. Raises JobError when ``file`` cannot be read."""
    return hashlib.sha256(read_bytes(file)).hexdigest()


def distilled_network(embedding: keras.Model) -> keras.Model:
    """The part of the embedding that learns the teachers' targets. Raises JobError when there is none."""
    try:
        return embedding.get_layer(LIKENESS)
    except ValueError as error:
        raise JobError(
            english_only(f"The bundle given by --start is too old: {error} Run without --start.")
        ) from error
