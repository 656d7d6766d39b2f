import dataclasses

import cv2
import numpy as np
import pytest

from app.camera.demo.portraits import EILEEN_COLLINS, GRACE_HOPPER, Portrait
from model.vision.alignment import TEMPLATE, align
from model.vision.face import NOSE, Face
from model.vision.frame import Box, RgbImage
from model.vision.mtcnn import MtcnnFinder
from model.vision.quality import (
    COLLECTION_LIMITS,
    VERIFICATION_LIMITS,
    Flaw,
    QualityLimits,
    check_quality,
    nose_offset,
    sharpness,
)

LIMITS = {"keeping": COLLECTION_LIMITS, "judging": VERIFICATION_LIMITS}


@pytest.fixture(scope="module", params=[EILEEN_COLLINS, GRACE_HOPPER], ids=lambda portrait: portrait.person)
def seen(request: pytest.FixtureRequest) -> tuple[RgbImage, Face, RgbImage]:
    """A picture, its face, and the crop of it."""
    portrait: Portrait = request.param
    image = portrait.read()
    face = MtcnnFinder().find(image)[0]
    return image, face, align(image, face.landmarks)


def blurred(crop: RgbImage) -> RgbImage:
    return cv2.GaussianBlur(crop, (0, 0), 4).astype(np.uint8)


def blurred_and_noisy(crop: RgbImage) -> RgbImage:
    noise = np.random.default_rng(0).normal(0, 4, crop.shape)
    return np.clip(blurred(crop) + noise, 0, 255).astype(np.uint8)


def dark(crop: RgbImage) -> RgbImage:
    return (crop * 0.15).astype(np.uint8)


def blown_out(crop: RgbImage) -> RgbImage:
    return np.clip(crop * 4.0, 0, 255).astype(np.uint8)


def turned(face: Face, sideways: float, down: float) -> Face:
    """The same face with its nose moved by shares of the eye distance, the face being upright."""
    landmarks = face.landmarks.copy()
    landmarks[NOSE] += np.float32([sideways, down]) * face.eye_distance
    return dataclasses.replace(face, landmarks=landmarks)


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
def test_portraits_have_no_flaw(seen, limits: QualityLimits) -> None:
    assert check_quality(*seen, limits) == ()


DEGRADATIONS = {
    "blurred": (blurred, Flaw.TOO_BLURRED),
    "blurred and noisy": (blurred_and_noisy, Flaw.TOO_BLURRED),
    "dark": (dark, Flaw.TOO_DARK),
    "blown out": (blown_out, Flaw.TOO_BRIGHT),
}


@pytest.mark.parametrize(("degrade", "flaw"), DEGRADATIONS.values(), ids=DEGRADATIONS)
@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
def test_each_degradation_has_its_flaw(seen, limits: QualityLimits, degrade, flaw: Flaw) -> None:
    image, face, crop = seen
    assert check_quality(image, face, degrade(crop), limits) == (flaw,)


@pytest.mark.parametrize(("sideways", "down"), [(0.5, 0), (-0.5, 0), (0, 0.5), (0, -0.5)])
@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
def test_turned_heads_are_flawed(seen, limits, sideways: float, down: float) -> None:
    image, face, crop = seen
    assert check_quality(image, turned(face, sideways, down), crop, limits) == (Flaw.TURNED_AWAY,)


@pytest.mark.parametrize(
    ("eye_distance", "keeping", "judging"),
    [(31, (), ()), (25, (Flaw.TOO_SMALL,), ()), (15, (Flaw.TOO_SMALL,), (Flaw.TOO_SMALL,))],
)
def test_small_faces_are_flawed(seen, eye_distance: float, keeping, judging) -> None:
    image, face, crop = seen
    scale = eye_distance / face.eye_distance
    small = dataclasses.replace(face, landmarks=face.landmarks * np.float32(scale))
    whole = cv2.resize(image, None, fx=scale, fy=scale).astype(np.uint8)
    assert check_quality(whole, small, crop, COLLECTION_LIMITS) == keeping
    assert check_quality(whole, small, crop, VERIFICATION_LIMITS) == judging


def test_several_flaws_come_in_a_fixed_order(seen) -> None:
    image, face, crop = seen
    flaws = check_quality(image, turned(face, 1, 0), dark(blurred(crop)), COLLECTION_LIMITS)
    assert flaws == (Flaw.TOO_DARK, Flaw.TURNED_AWAY, Flaw.TOO_BLURRED)


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_landmarks_that_are_not_finite_are_flawed(seen) -> None:
    image, _, crop = seen
    lost = Face(Box(0, 0, 100, 100), np.full((5, 2), np.nan, np.float32), 0.9)
    assert check_quality(image, lost, crop, VERIFICATION_LIMITS) == (
        Flaw.CUT_OFF,
        Flaw.TOO_SMALL,
        Flaw.TURNED_AWAY,
    )


def test_a_uniform_crop_is_blurred(seen) -> None:
    image, face, _ = seen
    assert check_quality(image, face, np.full((100, 100, 3), 128, np.uint8), VERIFICATION_LIMITS) == (
        Flaw.TOO_BLURRED,
    )


def test_sharpness_falls_with_blur_and_not_with_light(seen) -> None:
    luma = cv2.cvtColor(seen[2], cv2.COLOR_RGB2GRAY).astype(np.float32)
    values = [sharpness(cv2.GaussianBlur(luma, (0, 0), sigma)) for sigma in (0.1, 1, 2, 4)]
    assert values == sorted(values, reverse=True)
    assert sharpness(luma * 0.3) == pytest.approx(sharpness(luma), rel=0.1)


@pytest.mark.parametrize("degrees", [0, 30, -90])
def test_nose_offset_does_not_depend_on_tilt_size_or_position(degrees: float) -> None:
    turn = 3 * np.exp(1j * np.radians(degrees))
    points = TEMPLATE.astype(np.float64) @ [1, 1j] * turn + 100 - 40j
    landmarks = np.stack([points.real, points.imag], axis=1).astype(np.float32)
    assert nose_offset(landmarks) == pytest.approx(nose_offset(TEMPLATE), abs=1e-4)


def test_nose_offset_of_a_drawn_face() -> None:
    landmarks = np.array([[0, 0], [10, 0], [7, 6], [1, 10], [9, 10]], np.float32)
    assert nose_offset(landmarks) == pytest.approx((0.2, 0.6))


def lit(image: RgbImage, share: float) -> RgbImage:
    """As with so many times the light."""
    return np.clip(image * np.float32(share), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("share", [0.0, 0.03, 0.05, 0.08, 0.1, 0.15])
def test_an_image_too_dark_for_a_face_is_flawed(seen, share: float) -> None:
    assert check_quality(lit(seen[0], share), None, None, VERIFICATION_LIMITS) == (Flaw.TOO_DARK,)


@pytest.mark.parametrize("share", [2.5, 3, 4, 99])
def test_an_image_too_bright_for_a_face_is_flawed(seen, share: float) -> None:
    assert check_quality(lit(seen[0], share), None, None, VERIFICATION_LIMITS) == (Flaw.TOO_BRIGHT,)


@pytest.mark.parametrize("share", [0.4, 1])
def test_in_ordinary_light_there_is_no_flaw_of_light(seen, share: float) -> None:
    assert check_quality(lit(seen[0], share), None, None, VERIFICATION_LIMITS) == ()


@pytest.mark.parametrize("share", [0.03, 0.05, 0.08, 0.1, 0.15, 0.2, 0.3, 0.4, 1.6, 2, 2.5, 3, 4])
def test_a_face_lost_in_the_light_is_flawed(seen, share: float) -> None:
    image = lit(seen[0], share)
    face = next(iter(MtcnnFinder().find(image)), None)
    if face is None:
        assert check_quality(image, None, None, VERIFICATION_LIMITS)


@pytest.mark.parametrize("side", [(1, 0), (-1, 0), (0, 1), (0, -1)], ids=["left", "right", "top", "bottom"])
@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
def test_a_face_cut_off_by_the_edge_is_flawed(seen, side, limits: QualityLimits) -> None:
    """The picture ends at the face's own middle, or at the edge of its box."""
    image, face, _ = seen
    box = face.box
    middle = np.array([box.left + box.width / 2, box.top + box.height / 2])
    reach = np.array([box.width, box.height]) / 2
    assert Flaw.CUT_OFF not in flaws_when_cut(image, face, middle - reach * side, side, limits)
    assert flaws_when_cut(image, face, middle, side, limits)[0] is Flaw.CUT_OFF


def flaws_when_cut(image, face: Face, place, side, limits: QualityLimits) -> tuple[Flaw, ...]:
    """Of a picture that ends at ``place``: left of it, right of it, above or below, as ``side`` says."""
    left, top = (max(0, int(p)) if s > 0 else 0 for p, s in zip(place, side, strict=True))
    right, bottom = (
        int(p) if s < 0 else end for p, s, end in zip(place, side, image.shape[1::-1], strict=True)
    )
    cut = np.ascontiguousarray(image[top:bottom, left:right])
    there = dataclasses.replace(face, landmarks=face.landmarks - np.float32([left, top]))
    return check_quality(cut, there, align(cut, there.landmarks), limits)
