"""What the response to the lamp says about the face."""

import math
from dataclasses import astuple

from model.liveness.lamp.response import LampResponse
from model.liveness.result import LayerStatus, LivenessReason

MIN_CORRELATION = 0.9
MIN_GAIN, MIN_GAIN_ERRORS = 0.012, 3.0
"""Gain of the skin: at least this share, and this many standard errors."""
MAX_ADDED_SHARE = 0.4
"""A face reflects light in proportion, so nearly nothing is added evenly. On glass nearly all is."""
MAX_ADDED_SHARE_IN_PARTS = 0.5
"""Inside single parts of the face. Live faces reach 0.3, glass begins at 0.8 (six people)."""
MIN_EVENNESS = 0.5
"""A screen lights all parts of a face. Glass may mirror it in one part only."""
MAX_BACKGROUND_RATIO = 0.6
"""The background is farther from the screen than the face is."""
MAX_OVEREXPOSED = 0.3
"""Of the face's pixels. The lamp cannot make them any brighter, so nothing can be said."""

Verdict = tuple[LayerStatus, LivenessReason | None]


def verdict_on(response: LampResponse | None) -> Verdict:
    """Passed, failed, or cannot tell. An invalid response counts as none."""
    if response is None:
        return LayerStatus.CANNOT_TELL, LivenessReason.NOT_FINISHED
    if not all(math.isfinite(value) for value in astuple(response)):
        return LayerStatus.CANNOT_TELL, LivenessReason.INVALID_MEASURE
    if response.overexposed > MAX_OVEREXPOSED:
        return LayerStatus.CANNOT_TELL, LivenessReason.LIGHT_TOO_WEAK
    if _follows(response):
        if _is_on_the_face(response):
            return LayerStatus.PASSED, None
        return LayerStatus.FAILED, LivenessReason.LIGHT_NOT_FOLLOWED
    if _only_around_the_face(response):
        return LayerStatus.FAILED, LivenessReason.LIGHT_NOT_FOLLOWED
    return LayerStatus.CANNOT_TELL, LivenessReason.LIGHT_TOO_WEAK


def _follows(response: LampResponse) -> bool:
    strong = response.gain >= max(MIN_GAIN, MIN_GAIN_ERRORS * response.error)
    return strong and response.correlation >= MIN_CORRELATION


def _is_on_the_face(response: LampResponse) -> bool:
    in_parts = response.added_share_in_parts > MAX_ADDED_SHARE_IN_PARTS
    additive = response.added_share > MAX_ADDED_SHARE or in_parts
    behind = response.background_gain > MAX_BACKGROUND_RATIO * response.gain
    return not additive and not behind and response.evenness >= MIN_EVENNESS


def _only_around_the_face(response: LampResponse) -> bool:
    """The lamp is bright enough to show on the background, which is farther away, but not on the face."""
    return response.background_gain > max(MIN_GAIN, response.gain + MIN_GAIN_ERRORS * response.error)
