import numpy as np

from model.vision.face import most_central_face
from tests.support.fakes import face_at


def test_the_most_central_face_is_the_one_nearest_the_centre() -> None:
    image = np.zeros((200, 200, 3), np.uint8)
    corner, middle = face_at(0, 0, 150), face_at(80, 70, 60)
    assert most_central_face([corner, middle], image) is middle
    assert most_central_face([], image) is None
