"""SFace (Zhong et al. 2021, arXiv 2205.12010): a second teacher, better than the first on people it has not
seen, and four times as slow."""

import hashlib
import zipfile
from pathlib import Path

from training.distillation.teachers.teacher import OnnxTeacher
from training.jobs.progress import JobError

NETWORK = "face_recognition_sface_2021dec.onnx"
"""In OpenCV Zoo (Apache-2.0), and in Python packages that carry it along."""

SHA256 = "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79"
"""As OpenCV Zoo publishes it."""

UNSCALED = {"mean": (0.0,) * 3, "deviation": (1 / 255,) * 3}
"""The network takes RGB in 0..255 and scales by itself."""


def sface_teacher(file: Path) -> OnnxTeacher:
    """From the ONNX file itself or from a wheel or zip file that has it somewhere inside.

    Raises JobError when it is not there, or another one.
    """
    content = _content(file)
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise JobError(f"{file} holds another network than {NETWORK}. Received: SHA-256 {found}")
    return OnnxTeacher(file, **UNSCALED, content=content)


def _content(file: Path) -> bytes:
    try:
        if not zipfile.is_zipfile(file):
            return file.read_bytes()
        with zipfile.ZipFile(file) as opened:
            return opened.read(next(name for name in opened.namelist() if name.endswith(NETWORK)))
    except StopIteration as error:
        raise JobError(f"There is no {NETWORK} in {file}. Name a file that holds it.") from error
    except (OSError, zipfile.BadZipFile) as error:
        raise JobError(f"{file} cannot be read ({error}). Name {NETWORK} or a wheel with it.") from error
