"""All faces, decoded, in the memory of one device."""

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch

from model.messages.message import Message
from training.distillation.data.face_archive import FACE_SIZE, Faces
from training.jobs.progress import JobCancelled, Progress, ReportProgress, ShouldStop

STAGE = Message("decoding faces")
BLOCK_SIZE = 2048


def decode_faces(
    faces: Faces, device: torch.device, report: ReportProgress, should_stop: ShouldStop
) -> torch.Tensor:
    """(n, 3, FACE_SIZE, FACE_SIZE) uint8: 48 KiB a face.

    Raises JobError when a file is not an image, JobCancelled when asked to stop.
    """
    decoded = torch.empty((len(faces), 3, FACE_SIZE, FACE_SIZE), dtype=torch.uint8, device=device)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for start in range(0, len(faces), BLOCK_SIZE):
            if should_stop():
                raise JobCancelled("Stopped while faces were decoded.")
            block = range(start, min(start + BLOCK_SIZE, len(faces)))
            decoded[block.start : block.stop] = _to_tensor(pool.map(faces.image, block))
            report(Progress(STAGE, block.stop, len(faces)))
    return decoded


def _to_tensor(images: Iterable[np.ndarray]) -> torch.Tensor:
    return torch.from_numpy(np.stack(list(images))).permute(0, 3, 1, 2)
