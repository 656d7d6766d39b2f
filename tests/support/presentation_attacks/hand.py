"""The pose of something held in a hand: slow turns and tremor."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

MAX_TILT_DEGREES = (15.0, 30.0, 6.0)
"""Pitch, yaw and roll of slow turns."""
TREMOR_DEGREES, TREMOR_PX = 0.4, 0.6
TREMOR_HZ = (6.0, 11.0)
"""Physiological tremor of a hand."""
SLOW_HZ = (0.2, 0.7)
SWAY_PX = 12.0


@dataclass(frozen=True, eq=False, slots=True)
class HeldPose:
    """``rotation``: (3, 3). ``shift``: (2,), in pixels. ``scale``: of the distance to the camera."""

    rotation: NDArray[np.float64]
    shift: NDArray[np.float64]
    scale: float


class HandMotion:
    """Random, and smooth in time. ``steadiness``: 0 = fully moving, 1 = on a stand."""

    def __init__(self, seed: int, steadiness: float = 0.0) -> None:
        rng = np.random.default_rng(seed)
        self._amount = 1 - steadiness
        self._slow = rng.uniform(*SLOW_HZ, 6), rng.uniform(0, 2 * np.pi, 6)
        self._fast = rng.uniform(*TREMOR_HZ, 6), rng.uniform(0, 2 * np.pi, 6)
        self._reach = rng.uniform(0.4, 1.0, 6)

    def pose(self, seconds: float) -> HeldPose:
        slow = self._reach * np.sin(2 * np.pi * self._slow[0] * seconds + self._slow[1])
        fast = np.sin(2 * np.pi * self._fast[0] * seconds + self._fast[1])
        angles = slow[:3] * MAX_TILT_DEGREES + fast[:3] * TREMOR_DEGREES
        rotation, _ = cv2.Rodrigues(np.radians(self._amount * angles))
        shift = self._amount * (slow[3:5] * SWAY_PX + fast[3:5] * TREMOR_PX)
        return HeldPose(np.asarray(rotation), shift, 1 + 0.06 * self._amount * slow[5])
