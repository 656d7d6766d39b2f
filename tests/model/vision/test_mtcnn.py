import hashlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.camera.demo.portraits import EILEEN_COLLINS, GRACE_HOPPER, Portrait
from model.vision.face import LEFT_EYE, LEFT_MOUTH, NOSE, RIGHT_EYE, RIGHT_MOUTH, Face
from model.vision.frame import RgbImage
from model.vision.mtcnn import WEIGHTS, CascadeThresholds, MtcnnFinder, live_growth

PORTRAITS = [EILEEN_COLLINS, GRACE_HOPPER]


@pytest.fixture(scope="module")
def finder() -> MtcnnFinder:
    return MtcnnFinder()


def portrait_of_width(pixels: int) -> RgbImage:
    """Eileen Collins, her face about a fifth of the picture's width."""
    image = EILEEN_COLLINS.read()
    return cv2.resize(image, (pixels, pixels), interpolation=cv2.INTER_AREA).astype(np.uint8)


def scene_with_face(left: int, top: int) -> RgbImage:
    """Grace Hopper's picture somewhere in a grey one of 800x1000."""
    scene = np.full((800, 1000, 3), 128, np.uint8)
    picture = cv2.resize(GRACE_HOPPER.read(), (341, 400), interpolation=cv2.INTER_AREA)
    scene[top : top + 400, left : left + 341] = picture
    return scene


@pytest.mark.parametrize("portrait", PORTRAITS, ids=lambda portrait: portrait.person)
def test_finds_the_one_face_and_its_eyes(finder: MtcnnFinder, portrait: Portrait) -> None:
    (face,) = finder.find(portrait.read())
    assert 0.95 < face.score <= 1
    eyes = np.array([portrait.left_eye, portrait.right_eye])
    distance = np.linalg.norm(face.landmarks[[LEFT_EYE, RIGHT_EYE]] - eyes, axis=1)
    assert (distance < 0.1 * face.eye_distance).all()


@pytest.mark.parametrize("portrait", PORTRAITS, ids=lambda portrait: portrait.person)
def test_landmarks_go_left_to_right_as_seen_and_lie_in_the_box(
    finder: MtcnnFinder, portrait: Portrait
) -> None:
    (face,) = finder.find(portrait.read())
    x, y = face.landmarks.T
    assert face.landmarks.shape == (5, 2)
    assert face.landmarks.dtype == np.float32
    assert x[LEFT_EYE] < x[NOSE] < x[RIGHT_EYE]
    assert x[LEFT_MOUTH] < x[NOSE] < x[RIGHT_MOUTH]
    assert max(y[LEFT_EYE], y[RIGHT_EYE]) < y[NOSE] < min(y[LEFT_MOUTH], y[RIGHT_MOUTH])
    assert face.box.left < x.min() and x.max() < face.box.right
    assert face.box.top < y.min() and y.max() < face.box.bottom


def test_mirrored_picture_gives_mirrored_landmarks(finder: MtcnnFinder) -> None:
    image = EILEEN_COLLINS.read()
    (face,), (mirrored,) = finder.find(image), finder.find(image[:, ::-1])
    expected = face.landmarks[[RIGHT_EYE, LEFT_EYE, NOSE, RIGHT_MOUTH, LEFT_MOUTH]]
    expected[:, 0] = image.shape[1] - 1 - expected[:, 0]
    assert np.abs(mirrored.landmarks - expected).max() < 0.12 * face.eye_distance


def test_largest_face_comes_first(finder: MtcnnFinder) -> None:
    small, large = portrait_of_width(400), portrait_of_width(700)
    scene = np.zeros((700, 1100, 3), np.uint8)
    scene[:400, :400] = small
    scene[:, 400:] = large
    first, second = finder.find(scene)
    assert first.box.left > 400 > second.box.right
    assert first.box.area > 2 * second.box.area


@pytest.mark.parametrize(
    ("height", "width"), [(1, 1), (5, 500), (11, 11), (12, 12), (59, 300), (61, 900), (900, 61)]
)
def test_images_smaller_than_a_face_have_none(finder: MtcnnFinder, height: int, width: int) -> None:
    image = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    assert finder.find(image) == []


@pytest.mark.parametrize("value", [0, 128, 255])
def test_plain_pictures_have_no_face(finder: MtcnnFinder, value: int) -> None:
    assert finder.find(np.full((480, 640, 3), value, np.uint8)) == []


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, 511, 1920, 4000])
def test_face_is_found_in_pictures_of_any_size(finder: MtcnnFinder, width: int) -> None:
    (face,) = finder.find(portrait_of_width(width))
    assert face.eye_distance == pytest.approx(44.7 * width / 512, rel=0.08)


def test_find_does_not_change_the_image(finder: MtcnnFinder) -> None:
    image = EILEEN_COLLINS.read()
    before = image.copy()
    finder.find(image)
    np.testing.assert_array_equal(image, before)


@pytest.mark.parametrize("portrait", PORTRAITS, ids=lambda portrait: portrait.person)
@pytest.mark.parametrize(("share", "found"), [(0.15, True), (0.5, True), (1, True), (2, False), (3, False)])
def test_the_smallest_face_size_is_respected(
    finder: MtcnnFinder, portrait: Portrait, share: float, found: bool
) -> None:
    image = portrait.read()
    (face,) = finder.find(image)
    longer_side = max(face.box.width, face.box.height)
    assert bool(MtcnnFinder(min_face_size=share * longer_side).find(image)) is found


def test_thresholds_are_respected() -> None:
    image = EILEEN_COLLINS.read()
    for impossible in (
        CascadeThresholds(proposal=1),
        CascadeThresholds(refinement=1),
        CascadeThresholds(output=1),
    ):
        assert MtcnnFinder(thresholds=impossible).find(image) == []


@pytest.mark.parametrize("min_face_size", [11.9, 0, -60])
def test_faces_too_small_for_the_networks_are_refused(min_face_size: float) -> None:
    with pytest.raises(ValueError, match=f"min_face_size={min_face_size}"):
        MtcnnFinder(min_face_size=min_face_size)


def test_a_missing_network_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"pnet\.tflite"):
        MtcnnFinder(weights=tmp_path)


def landmark_error(first: Face, second: Face) -> float:
    """Mean distance of the landmarks in eye distances."""
    return float(np.linalg.norm(first.landmarks - second.landmarks, axis=1).mean() / first.eye_distance)


@pytest.mark.slow
def test_a_moving_face_is_tracked(finder: MtcnnFinder) -> None:
    face = finder.find(scene_with_face(100, 100))[0]
    for step in range(1, 12):
        scene = scene_with_face(100 + 40 * step, 100 + 15 * step)
        tracked = finder.track(scene, face)
        assert tracked is not None
        assert landmark_error(finder.find(scene)[0], tracked) < 0.08
        face = tracked


def test_tracking_a_still_face_does_not_drift(finder: MtcnnFinder) -> None:
    image = scene_with_face(300, 200)
    start = face = finder.find(image)[0]
    for _ in range(30):
        tracked = finder.track(image, face)
        assert tracked is not None
        face = tracked
    assert landmark_error(start, face) < 0.08
    assert face.box.area == pytest.approx(start.box.area, rel=0.2)


def test_a_face_that_left_is_lost(finder: MtcnnFinder) -> None:
    face = finder.find(scene_with_face(100, 100))[0]
    assert finder.track(np.full((800, 1000, 3), 128, np.uint8), face) is None
    assert finder.track(scene_with_face(620, 380), face) is None


def test_a_face_outside_a_smaller_image_is_lost(finder: MtcnnFinder) -> None:
    face = finder.find(scene_with_face(600, 380))[0]
    assert finder.track(np.zeros((120, 160, 3), np.uint8), face) is None


def test_the_networks_match_the_digests_in_their_readme() -> None:
    readme = (WEIGHTS / "README.md").read_text(encoding="utf-8")
    for name in ("pnet", "rnet", "onet"):
        digest = hashlib.sha256((WEIGHTS / f"{name}.tflite").read_bytes()).hexdigest()
        assert f"| `{name}.tflite` | `{digest}` |" in readme


GROWTHS = {
    "smaller": (240, 320, 60),
    "640x480": (480, 640, 60),
    "480x640": (640, 480, 60),
    "1280x720": (720, 1280, 104),
    "1920x1080": (1080, 1920, 156),
    "12 megapixels": (3000, 4000, 156),
}


@pytest.mark.parametrize(("height", "width", "smallest"), GROWTHS.values(), ids=GROWTHS)
def test_the_smallest_live_face_grows_with_the_frame(height: int, width: int, smallest: int) -> None:
    assert 60 * live_growth(height, width) == pytest.approx(smallest, abs=0.5)


def test_small_faces_in_large_images_are_found_in_photographs_only(finder: MtcnnFinder) -> None:
    live, scene = MtcnnFinder(live=True), np.full((720, 1280, 3), 128, np.uint8)
    scene[:700, :700] = portrait_of_width(700)
    scene[:250, 800:1050] = portrait_of_width(250)
    assert [len(one.find(scene)) for one in (finder, live)] == [2, 1]
