import os
import stat

import cv2
import numpy as np
import pytest

from app.attack_test.materials import DPI, EYE_DISTANCE_MM, MM_PER_INCH, write_clip, write_print
from model.vision.image_file import read_image_file
from tests.support.fakes import face_at, sharp_image

IMAGE = sharp_image(120, 300)


@pytest.mark.slow
def test_the_face_is_printed_at_its_natural_size(tmp_path):
    face = face_at(50, 40, 150)
    marked = IMAGE.copy()
    for x, y in face.landmarks[:2].round().astype(int):
        marked[y - 3 : y + 4, x - 3 : x + 4] = (255, 0, 0)
    page = read_image_file(write_print(marked, face, tmp_path)).astype(int)
    assert page.shape == (2339, 1654, 3)
    red = (page[..., 0] > 200) & (page[..., 1] < 60) & (page[..., 2] < 60)
    columns = np.nonzero(red)[1]
    left, right = columns[columns < 827].mean(), columns[columns > 827].mean()
    assert (right - left) / DPI * MM_PER_INCH == pytest.approx(EYE_DISTANCE_MM, rel=0.03)


def test_the_page_says_its_resolution(tmp_path):
    content = write_print(IMAGE, face_at(), tmp_path).read_bytes()
    at = content.index(b"pHYs")
    assert int.from_bytes(content[at + 4 : at + 8], "big") == round(DPI / MM_PER_INCH * 1000)


def test_the_clip_runs_forwards_and_backwards(tmp_path):
    images = [np.full((64, 64, 3), level, np.uint8) for level in (40, 120, 200)]
    clip = write_clip(images, 15, tmp_path)
    assert os.name == "nt" or stat.S_IMODE(clip.stat().st_mode) == 0o600
    capture = cv2.VideoCapture(str(clip))
    levels = []
    while (read := capture.read())[0]:
        levels.append(round(float(read[1].mean()) / 40))
    assert levels == [1, 3, 5, 5, 3, 1]
