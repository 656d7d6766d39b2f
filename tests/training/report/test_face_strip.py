import cv2
import numpy as np
import pytest

from tests.support.fakes import grey
from training.evaluation.results import ExamplePair
from training.report.face_strip import encode_face_strip


def test_each_row_has_the_faces_of_a_pair() -> None:
    crops = {"ann/1.jpg": grey(40, 100, 100), "bob/1.jpg": grey(200, 100, 100)}
    pairs = [ExamplePair("ann/1.jpg", "bob/1.jpg", 0.9), ExamplePair("bob/1.jpg", "ann/1.jpg", 0.8)]

    strip = cv2.imdecode(np.frombuffer(encode_face_strip(pairs, crops), np.uint8), cv2.IMREAD_COLOR)

    quarters = strip.reshape(2, 100, 2, 100, 3).mean(axis=(1, 3, 4))
    assert quarters == pytest.approx(np.array([[40, 200], [200, 40]]), abs=3)
