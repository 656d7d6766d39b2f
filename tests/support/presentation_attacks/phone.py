"""A recording that a phone plays, as a webcam sees it."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from model.vision.face import Face
from model.vision.frame import RgbImage
from tests.support.presentation_attacks.hand import HandMotion
from tests.support.presentation_attacks.lamp_scene import BEZEL, LinearImage, to_linear
from tests.support.presentation_attacks.prints import HeldSheet, print_face

SCREEN_GAMMA = 1.15
"""A phone shows pictures with more contrast."""
GRID = 0.06
"""How much darker the gaps between its pixels are."""
GRID_PERIOD_PX = 3
FLICKER, FLICKER_HZ = 0.02, 7.0
"""What the camera sees of the screen's refresh."""
DELAY = 4
"""Frames of a recording before it begins to move."""
STEADINESS = 0.75
RIM_SHARE = 0.035


class PhoneReplay:
    """Plays ``recording`` forwards and backwards on a phone that a hand holds over ``background``."""

    def __init__(
        self, recording: Sequence[tuple[RgbImage, Face]], background: RgbImage, fps: float, seed: int
    ) -> None:
        self._recording, self._background, self._fps = recording, background, fps
        self._hand = HandMotion(seed, STEADINESS)
        self._phase = float(np.random.default_rng(seed).uniform(0, 2 * np.pi))

    def emitted(self, number: int) -> tuple[LinearImage, NDArray[np.float32]]:
        """The light of the scene without the lamp, and where the screen is, (height, width) in [0, 1]."""
        image, face = self._recording[back_and_forth(max(0, number - DELAY), len(self._recording))]
        first = self._recording[0][1]
        paper = print_face(_on_screen(image), face)
        sheet = HeldSheet(paper, first.landmarks[:2].mean(axis=0).astype(np.float64), image.shape[:2])
        u, v = sheet.place(self._hand.pose(number / self._fps))
        shown = cv2.remap(paper.image, u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        height, width = paper.image.shape[:2]
        rim = RIM_SHARE * width
        screen = (u > rim) & (u < width - rim) & (v > rim) & (v < height - rim)
        phone = (u > 0) & (u < width) & (v > 0) & (v < height)
        flicker = 1 + FLICKER * np.sin(2 * np.pi * FLICKER_HZ * number / self._fps + self._phase)
        light = to_linear(np.asarray(shown, np.uint8)) * np.float32(flicker)
        behind = np.where(phone[..., np.newaxis], np.float32(BEZEL), to_linear(self._background))
        scene = np.where(screen[..., np.newaxis], light, behind)
        return scene.astype(np.float32), phone.astype(np.float32)


def _on_screen(image: RgbImage) -> RgbImage:
    """With the screen's contrast and the grid of its pixels."""
    bright = 255 * (image / 255.0) ** SCREEN_GAMMA
    bright[::GRID_PERIOD_PX] *= 1 - GRID
    bright[:, ::GRID_PERIOD_PX] *= 1 - GRID
    return np.asarray(bright, np.uint8)


def back_and_forth(number: int, length: int) -> int:
    period = max(1, 2 * length - 2)
    step = number % period
    return step if step < length else period - step
