"""What teachers make of faces as they are, worked out once and kept on disk: a slow one then costs little."""

import hashlib
import io
from pathlib import Path

import numpy as np

from model.runtime.similarity_head import Embeddings
from model.storage.atomic_file import write_atomically
from training.distillation.data.face_archive import Faces
from training.distillation.data.views import straight_view
from training.distillation.teachers.teacher import Teacher
from training.jobs.progress import JobCancelled, Progress, ReportProgress, ShouldStop

STAGE = "asking the teachers"
BLOCK = 2048
"""Faces whose targets are one file: what an interruption costs at most."""
BATCH = 32


def clean_targets(
    faces: Faces, teacher: Teacher, identity: str, work: Path, report: ReportProgress, should_stop: ShouldStop
) -> Embeddings:
    """(n, dimensions): what ``teacher`` makes of each face and of its mirror image, averaged, of length 1.

    ``identity`` says which teacher it is. Blocks that have been worked out before are read from ``work``.
    Raises JobCancelled.
    """
    blocks = []
    for start in range(0, len(faces), BLOCK):
        numbers = range(start, min(start + BLOCK, len(faces)))
        part = Faces(faces.names[start : numbers.stop], faces.encoded[start : numbers.stop])
        digest = hashlib.sha256(f"{identity} {part.fingerprint()}".encode()).hexdigest()
        file = work / f"targets-{digest[:16]}.npy"
        if not file.is_file():
            rows = [_targets(part, teacher, first, should_stop) for first in range(0, len(part), BATCH)]
            _save(file, np.concatenate(rows))
        blocks.append(np.load(file).astype(np.float32))
        report(Progress(STAGE, numbers.stop, len(faces)))
    return np.concatenate(blocks)


def _targets(faces: Faces, teacher: Teacher, first: int, should_stop: ShouldStop) -> Embeddings:
    if should_stop():
        raise JobCancelled("Stopped while the teachers were asked. What they said is kept by the block.")
    numbers = range(first, min(first + BATCH, len(faces)))
    views = np.stack([straight_view(faces.picture(number)) for number in numbers])
    both = teacher(np.concatenate([views, views[:, :, ::-1]])).reshape(2, len(views), -1)
    return mean_of_both(both)


def mean_of_both(both: Embeddings) -> Embeddings:
    """(n, dimensions) of length 1 for (2, n, dimensions)."""
    rows = both.mean(axis=0)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def _save(file: Path, rows: Embeddings) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    content = io.BytesIO()
    np.save(content, rows.astype(np.float16))
    write_atomically(file, content.getvalue())
