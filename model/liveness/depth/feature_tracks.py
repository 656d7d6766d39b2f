"""Follow corners of the face's texture from frame to frame by optical flow (pyramidal Lucas-Kanade)."""

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

GreyImage: TypeAlias = NDArray[np.uint8]
"""(height, width), uint8."""

Points: TypeAlias = NDArray[np.float32]
"""(n, 2), float32, x and y in pixels."""

MAX_CORNERS = 80
MIN_CORNERS = 24
"""Four times the coefficients of a quadratic surface."""
MIN_QUALITY = 0.005
MIN_DISTANCE_PX = 4
WINDOW_PX = (15, 15)
LEVELS = 2
COARSE_WINDOW_PX, COARSE_LEVELS = (11, 11), 1
"""From frame to frame, corners are followed at half the size: that takes a third of the time, and a match
refines them at full size."""
CRITERIA = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 10, 0.03)
MAX_RETURN_PX = 0.4
"""How far from its start a corner may end when it is tracked forwards and back."""
INLIER_MEDIANS = 3.0
"""Corners within this many medians of the plane's motion refine it."""
LMEDS_CONFIDENCE = 0.9
"""24 samples of four corners instead of 55, in half the time: the fit over the inliers makes up for it."""
MIN_DETERMINANT = 1e-9
"""Limit of a homography that can be inverted."""


@dataclass(frozen=True, eq=False, slots=True)
class Match:
    """The same corners in the first picture and in the newest one, which is rectified: the motion of the
    best-fitting plane is removed."""

    before: Points
    after: Points


class FeatureTracks:
    """Corners of a first picture, followed through later ones."""

    def __init__(self, first: GreyImage, mask: NDArray[np.uint8]) -> None:
        """Tracks only corners where ``mask`` is not 0."""
        self._first = self._newest = first
        self._coarse = _halved(first)
        found = cv2.goodFeaturesToTrack(first, MAX_CORNERS, MIN_QUALITY, MIN_DISTANCE_PX, mask=mask)
        corners = np.empty((0, 2), np.float32) if found is None else np.asarray(found, np.float32)[:, 0]
        self._corners = self._places = corners

    def __len__(self) -> int:
        """The number of corners that are still tracked."""
        return len(self._corners)

    def follow(self, image: GreyImage) -> None:
        """Follow the corners into the next picture, of the same size."""
        coarse = _halved(image)
        if len(self):
            halved = np.asarray(self._places / 2, np.float32)
            places, found = _flow(self._coarse, coarse, halved, halved, COARSE_WINDOW_PX, COARSE_LEVELS)
            self._corners, self._places = self._corners[found], np.float32(2) * places[found]
        self._newest, self._coarse = image, coarse

    def match(self) -> Match | None:
        """Locate the corners in the newest picture once its plane is rectified, and keep those that lead back
        to their start. None with too few corners.

        Rectified, a plane looks as in the first picture. So the flow of its corners has no errors from
        foreshortening, which otherwise look like depth.
        """
        if len(self) < MIN_CORNERS:
            return None
        plane = plane_motion(self._corners, self._places)
        if plane is None:
            return None
        size = self._first.shape[::-1]
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        rectified = np.asarray(cv2.warpPerspective(self._newest, plane, size, flags=flags), np.uint8)
        guess = moved(self._places, np.linalg.inv(plane).astype(np.float64))
        after, found = _flow(self._first, rectified, self._corners, guess)
        back, returned = _flow(rectified, self._first, after, self._corners)
        near = np.linalg.norm(back - self._corners, axis=1) <= MAX_RETURN_PX
        good = found & returned & near
        return Match(self._corners[good], after[good]) if np.count_nonzero(good) >= MIN_CORNERS else None


def plane_motion(before: Points, after: Points) -> NDArray[np.float64] | None:
    """The (3, 3) homography that takes most of ``before`` to ``after``: least median of squares, then least
    squares over its inliers. None when there is none that can be undone."""
    rough = _homography(before, after, cv2.LMEDS, LMEDS_CONFIDENCE)
    if rough is None:
        return None
    residuals = np.linalg.norm(after - moved(before, rough), axis=1)
    inliers = residuals <= max(1.0, INLIER_MEDIANS * float(np.median(residuals)))
    return _homography(before[inliers], after[inliers], 0)


def _homography(
    before: Points, after: Points, method: int, confidence: float = 0.995
) -> NDArray[np.float64] | None:
    found, _ = cv2.findHomography(before, after, method, confidence=confidence)
    if found is None:
        return None
    plane = np.asarray(found, np.float64)
    return plane if np.isfinite(plane).all() and abs(np.linalg.det(plane)) > MIN_DETERMINANT else None


def moved(points: Points, plane: NDArray[np.float64]) -> Points:
    """``points`` moved by a homography."""
    return np.asarray(cv2.perspectiveTransform(points[:, np.newaxis], plane)[:, 0], np.float32)


def _halved(image: GreyImage) -> GreyImage:
    """A place (x, y) in it is (2x, 2y) in ``image``."""
    return np.asarray(cv2.pyrDown(image), np.uint8)


def _flow(
    before: GreyImage,
    after: GreyImage,
    points: Points,
    guess: Points,
    window: tuple[int, int] = WINDOW_PX,
    levels: int = LEVELS,
) -> tuple[Points, NDArray[np.bool_]]:
    places, status, _ = cv2.calcOpticalFlowPyrLK(
        before,
        after,
        points[:, np.newaxis],
        guess[:, np.newaxis].copy(),
        winSize=window,
        maxLevel=levels,
        criteria=CRITERIA,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )
    return np.asarray(places, np.float32)[:, 0], status[:, 0].astype(bool)
