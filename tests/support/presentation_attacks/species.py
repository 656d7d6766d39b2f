"""Presentation attacks by species, each as scenes before a webcam."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.alignment import similarity_transform
from model.vision.face import LEFT_EYE, RIGHT_EYE, Face
from model.vision.frame import RgbImage
from tests.support.presentation_attacks.hand import HandMotion
from tests.support.presentation_attacks.prints import HeldSheet, print_face

BEND, FLEX, FLEX_HZ = (0.5, 1.2), 0.25, 0.4
"""Radians per paper width: of a bent print, and how much it changes in the hand."""


class Species(StrEnum):
    """The presentation attack instruments, in the words of ISO/IEC 30107-3."""

    FLAT = "flat print"
    BENT = "bent print"
    CUT_OUT = "print with eye holes"
    STILL = "print on a stand"
    REPLAY = "replay on a phone"


def print_attack(
    species: Species,
    victim: tuple[RgbImage, Face],
    attacker: Sequence[tuple[RgbImage, Face]],
    fps: float,
    seconds: float,
    seed: int,
) -> Iterator[RgbImage]:
    """Scenes with a print of ``victim``. Behind it, ``attacker`` is seen, through eye holes too."""
    image, face = victim
    rng = np.random.default_rng(seed)
    paper = print_face(image, face, eye_holes=species is Species.CUT_OUT)
    eyes = face.landmarks[[LEFT_EYE, RIGHT_EYE]].mean(axis=0).astype(np.float64)
    sheet = HeldSheet(paper, eyes, image.shape[:2])
    hand = HandMotion(seed, steadiness=1.0 if species is Species.STILL else 0.0)
    bend = _bend(species, rng)
    for number in range(round(seconds * fps)):
        behind = _behind(attacker[number % len(attacker)], face, image.shape)
        yield sheet.draw(behind, hand.pose(number / fps), bend(number / fps))


def _bend(species: Species, rng: np.random.Generator) -> Callable[[float], float]:
    if species not in (Species.BENT, Species.CUT_OUT):
        return lambda seconds: 0.0
    curvature, phase = rng.choice([-1, 1]) * rng.uniform(*BEND), rng.uniform(0, 2 * np.pi)
    return lambda seconds: float(curvature + FLEX * np.sin(2 * np.pi * FLEX_HZ * seconds + phase))


def _behind(seen: tuple[RgbImage, Face], victim: Face, shape: tuple[int, ...]) -> RgbImage:
    """The attacker, with the face where the victim's is printed."""
    image, face = seen
    matrix: NDArray[np.float64] = similarity_transform(face.landmarks, victim.landmarks)
    size = (shape[1], shape[0])
    moved = cv2.warpAffine(image, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return np.asarray(moved, np.uint8)
