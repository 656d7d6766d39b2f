"""SFace (Zhong et al. 2021, arXiv 2205.12010): a second teacher, more accurate than the first on unseen
people and four times as slow."""

import hashlib
import zipfile
from pathlib import Path

from model.messages.message import english_only
from training.distillation.teachers.teacher import OnnxTeacher
from training.jobs.progress import JobError

NETWORK_FILE = "face_recognition_sface_2021dec.onnx"
"""Published in OpenCV Zoo (Apache-2.0) and included in some Python packages."""

SHA256 = "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79"
"""Of the file in OpenCV Zoo."""

NORMALISATION = {"mean": (0.0,) * 3, "deviation": (1 / 255,) * 3}
"""The network takes RGB in 0..255 and normalises it itself."""


def load_sface(file: Path) -> OnnxTeacher:
    """``file`` is the ONNX file, or a wheel or zip file that contains it.

    Raises JobError when the network is missing or its SHA-256 differs.
    """
    return OnnxTeacher(file, **NORMALISATION, content=read_sface(file))


def read_sface(file: Path) -> bytes:
    """The content of the ONNX file. Raises JobError as ``load_sface`` does."""
    content = _read_network(file)
    digest = hashlib.sha256(content).hexdigest()
    if digest != SHA256:
        raise JobError(
            english_only(f"The network in {file} is not {NETWORK_FILE}. Received: SHA-256 {digest}")
        )
    return content


def _read_network(file: Path) -> bytes:
    try:
        if not zipfile.is_zipfile(file):
            return file.read_bytes()
        with zipfile.ZipFile(file) as archive:
            return archive.read(next(name for name in archive.namelist() if name.endswith(NETWORK_FILE)))
    except StopIteration as error:
        raise JobError(
            english_only(f"There is no {NETWORK_FILE} in {file}. Name a file that contains it.")
        ) from error
    except (OSError, zipfile.BadZipFile) as error:
        raise JobError(
            english_only(f"{file} cannot be read ({error}). Name {NETWORK_FILE} or a wheel that contains it.")
        ) from error
