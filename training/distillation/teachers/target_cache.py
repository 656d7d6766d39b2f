"""A disk cache of the teachers' embeddings of undistorted faces: a slow teacher runs only once."""

import hashlib
import io
from pathlib import Path

import numpy as np

from model.messages.message import Message
from model.runtime.similarity_head import Embeddings
from model.storage.atomic_file import write_atomically
from training.distillation.data.face_archive import Faces
from training.distillation.data.views import center_view
from training.distillation.teachers.teacher import Teacher
from training.jobs.progress import JobCancelled, Progress, ReportProgress, ShouldStop

STAGE = Message("embedding with the teachers")
BLOCK_SIZE = 2048
"""Faces per cache file. An interruption loses at most one block."""
BATCH_SIZE = 32


def cached_targets(
    faces: Faces, teacher: Teacher, identity: str, work: Path, report: ReportProgress, should_stop: ShouldStop
) -> Embeddings:
    """(n, dimensions) of length 1: the mean embedding of each face and its mirror image by ``teacher``.

    ``identity`` identifies the teacher. Blocks that are in ``work`` already are read from there. Raises
    JobCancelled.
    """
    blocks = []
    for start in range(0, len(faces), BLOCK_SIZE):
        end = min(start + BLOCK_SIZE, len(faces))
        block = Faces(faces.names[start:end], faces.encoded[start:end])
        digest = hashlib.sha256(f"{identity} {block.fingerprint()}".encode()).hexdigest()
        file = work / f"targets-{digest[:16]}.npy"
        if not file.is_file():
            batches = range(0, len(block), BATCH_SIZE)
            rows = [_compute_targets(block, teacher, first, should_stop) for first in batches]
            _save(file, np.concatenate(rows))
        blocks.append(np.load(file).astype(np.float32))
        report(Progress(STAGE, end, len(faces)))
    return np.concatenate(blocks)


def _compute_targets(faces: Faces, teacher: Teacher, first: int, should_stop: ShouldStop) -> Embeddings:
    if should_stop():
        raise JobCancelled("Stopped while the teachers embedded faces. Finished blocks are kept.")
    indices = range(first, min(first + BATCH_SIZE, len(faces)))
    views = np.stack([center_view(faces.image(index)) for index in indices])
    sides = teacher(np.concatenate([views, views[:, :, ::-1]])).reshape(2, len(views), -1)
    return mean_direction(sides)


def mean_direction(sides: Embeddings) -> Embeddings:
    """(n, dimensions) of length 1 for (2, n, dimensions)."""
    rows = sides.mean(axis=0)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def _save(file: Path, rows: Embeddings) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    content = io.BytesIO()
    np.save(content, rows.astype(np.float16))
    write_atomically(file, content.getvalue())
