"""LFW faces with a margin, found by the live face finder and cached in one zip file."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from model.messages.message import Message
from model.storage.atomic_file import write_atomically
from model.vision.alignment import CROP_SIZE, TEMPLATE, similarity_transform
from model.vision.face import Landmarks, most_central_face
from model.vision.frame import RgbImage
from model.vision.mtcnn import MtcnnFinder
from training.data.crop_cache import read_image
from training.distillation.data.face_archive import FACE_SIZE, MARGIN, Faces, read_zip
from training.jobs.progress import JobCancelled, Progress, ReportProgress, ShouldStop
from training.lfw.crops import MIN_FACE_SIZE
from training.lfw.folder import LfwFolder

STAGE = Message("aligning LFW faces")
WEBP_QUALITY = 92
REPORT_EVERY = 50
MARGIN_TEMPLATE: Landmarks = TEMPLATE * np.float32((FACE_SIZE - 2 * MARGIN) / CROP_SIZE) + np.float32(MARGIN)


def load_lfw_faces(
    lfw: LfwFolder, people: Sequence[str], cache: Path, report: ReportProgress, should_stop: ShouldStop
) -> Faces:
    """The faces that the finder detects in the images of ``people``. Later calls read them from ``cache``.

    Raises JobCancelled.
    """
    digest = hashlib.sha256(f"{FACE_SIZE} {MARGIN} {sorted(people)}".encode()).hexdigest()
    file = cache / f"lfw-faces-{digest[:16]}.zip"
    if not file.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        write_atomically(file, _extract_faces(lfw, people, report, should_stop))
    names, encoded = zip(*read_zip(file), strict=True)
    return Faces(tuple(f"lfw/{name}" for name in names), encoded)


def align_with_margin(image: RgbImage, landmarks: Landmarks) -> RgbImage:
    """(FACE_SIZE, FACE_SIZE, 3): the field of view of ``align`` and a margin around it."""
    matrix = similarity_transform(landmarks, MARGIN_TEMPLATE)
    face = cv2.warpAffine(
        image, matrix, (FACE_SIZE, FACE_SIZE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(face, np.uint8)


def _extract_faces(
    lfw: LfwFolder, people: Sequence[str], report: ReportProgress, should_stop: ShouldStop
) -> bytes:
    finder = MtcnnFinder(min_face_size=MIN_FACE_SIZE)
    images = [image for person in sorted(people) for image in lfw.images_of(person)]
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as opened:
        for done, path in enumerate(images, start=1):
            if should_stop():
                raise JobCancelled(f"Stopped after {done - 1} of {len(images)} images.")
            image = read_image(path)
            face = most_central_face(finder.find(image), image)
            if face is not None:
                opened.writestr(
                    f"{path.parent.name}/{path.stem}.webp", _encode(align_with_margin(image, face.landmarks))
                )
            if done % REPORT_EVERY == 0 or done == len(images):
                report(Progress(STAGE, done, len(images)))
    return content.getvalue()


def _encode(face: RgbImage) -> bytes:
    bgr = cv2.cvtColor(face, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".webp", bgr, [cv2.IMWRITE_WEBP_QUALITY, WEBP_QUALITY])[1].tobytes()
