"""Decide when the window lights up a face that is too dark."""

import numpy as np

from model.verification.decision import Reason
from model.verification.session import FrameReport
from model.vision.frame import RgbImage
from model.vision.quality import Flaw

DARK_PICTURE = 40.0
"""Mean of the pixels, from 0 to 255. Below it, a face may be there and not be found."""
SAMPLING_STRIDE = 16
"""In rows and columns."""
DARK_FRAMES, LEFT_FRAMES = 5, 90
"""Consecutive frames: this many dark ones turn the light on, and this many without a face, about 3 s, turn it
off."""


class NightLight:
    """``on`` from the first dark frames to the end of the attempt. It must not flicker with each frame, which
    the light itself brightens."""

    def __init__(self) -> None:
        self._seen: FrameReport | None = None
        self._turn_off()

    def update(self, report: FrameReport | None, enabled: bool) -> bool:
        """``report``: the newest one; None without an attempt. Returns whether the light is on."""
        if report is None or not enabled:
            self._turn_off()
        elif report is not self._seen:
            self._seen = report
            self._follow(report)
        return self.on

    def _turn_off(self) -> None:
        self.on = False
        self._dark = self._left = 0

    def _follow(self, report: FrameReport) -> None:
        self._dark = self._dark + 1 if _is_dark(report) else 0
        self._left = self._left + 1 if report.face is None else 0
        ended = report.attempt.ending is not None
        self.on = not ended and self._left < LEFT_FRAMES and (self.on or self._dark >= DARK_FRAMES)


def _is_dark(report: FrameReport) -> bool:
    if report.decision.reason is Flaw.TOO_DARK:
        return True
    return report.decision.reason is Reason.NO_FACE and _mean(report.frame.image) < DARK_PICTURE


def _mean(image: RgbImage) -> float:
    return float(np.mean(image[::SAMPLING_STRIDE, ::SAMPLING_STRIDE]))
