import numpy as np

from tests.support.synthetic_people import pictures_of
from training.attempts.webcam_frames import FRAMES, webcam_frames

(CROP,) = pictures_of(0, 1)


def test_a_frame_is_the_same_whichever_others_are_made() -> None:
    every_one = webcam_frames(CROP, "Ann/1.jpg", range(FRAMES))
    assert every_one.shape == (FRAMES, *CROP.shape)
    assert (webcam_frames(CROP, "Ann/1.jpg", [7, 3]) == every_one[[7, 3]]).all()


def test_frames_differ_from_each_other_and_from_those_of_another_picture() -> None:
    every_one = webcam_frames(CROP, "Ann/1.jpg", range(FRAMES))
    assert len(np.unique(every_one, axis=0)) > FRAMES / 2
    assert (webcam_frames(CROP, "Ann/2.jpg", range(FRAMES)) != every_one).any()
