"""The embedding of the face in a picture, or the reason why there is none."""

import logging
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

import cv2

from model.api import Embedding, Sameface
from model.vision.face import most_central_face
from model.vision.face_crop import find_faces
from model.vision.image_file import ImageFileError, ImageFileFault, read_image_file
from model.vision.orientation import rotation_words

log = logging.getLogger(__name__)


class FaceFailure(StrEnum):
    """Why a picture has no embedding. The guide on scoring explains each value."""

    NO_FILE = ImageFileFault.NO_FILE
    UNREADABLE = ImageFileFault.UNREADABLE
    NO_PICTURE = ImageFileFault.NOT_AN_IMAGE
    TOO_LARGE = ImageFileFault.TOO_LARGE
    NO_FACE = "no face found"
    FAILED = "failed"


FaceResult: TypeAlias = Embedding | FaceFailure


def embed_face(path: Path, sameface: Sameface) -> FaceResult:
    """Embed the face nearest to the middle of the picture, as in the LFW protocols."""
    try:
        found = find_faces(read_image_file(path), sameface)
        face = most_central_face(found.faces, found.extended)
        if face is None:
            return FaceFailure.NO_FACE
        if found.rotation:
            log.info("%s: %s", path, rotation_words(found.rotation))
        return sameface.embed([found.crop_of(face)])[0]
    except ImageFileError as error:
        return FaceFailure(error.fault)
    except (cv2.error, MemoryError, RuntimeError, ValueError) as error:
        # OpenCV, LiteRT or NumPy rejects a picture that could be read. One picture must not stop a long list.
        log.warning("%s cannot be processed: %r", path, error)
        return FaceFailure.FAILED
