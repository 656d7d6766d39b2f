"""The file from which a stopped evaluation continues."""

import hashlib
import os
from pathlib import Path

from model.installation.version import VERSION
from model.vision.mtcnn import WEIGHTS
from training.data.crop_cache import networks_fingerprint
from training.data.face_positions import FacePositionFile


def progress_file(folder: Path, dataset: Path, min_face_size: float) -> FacePositionFile:
    """The positions of the faces in ``dataset``, a folder or a list, as far as an earlier run has found them.
    Each version of Sameface, finder and ``min_face_size`` has a file of its own in ``folder``."""
    finder = f"{VERSION} {networks_fingerprint(WEIGHTS)} {min_face_size:g}\n"
    name = hashlib.sha256(finder.encode() + os.fsencode(dataset.absolute())).hexdigest()[:32]
    return FacePositionFile(folder / f"{name}.jsonl")
