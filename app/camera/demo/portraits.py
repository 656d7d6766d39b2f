"""Public-domain portraits (see ``images/README.md``), with outlines and eye positions."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.camera.source import CameraError
from model.messages.message import Message, sentences
from model.vision.frame import RgbImage
from model.vision.image_file import ImageFileError, read_image_file

FOLDER = Path(__file__).parent / "images"

EDGE_SOFTNESS = 1.2
"""Standard deviation in pixels of the blur between person and background."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """An image file in ``FOLDER``. Coordinates are in its pixels.

    ``outline``: the person's, like the points of an SVG polygon: ``x,y x,y ...``.
    """

    person: str
    file: str
    left_eye: tuple[float, float]
    right_eye: tuple[float, float]
    outline: str

    @property
    def path(self) -> Path:
        return FOLDER / self.file

    def read(self) -> RgbImage:
        """Raises CameraError when the file is missing."""
        try:
            return read_image_file(self.path)
        except ImageFileError as error:
            advice = Message("It is part of Sameface. Install Sameface again.")
            raise CameraError(sentences(str(error), advice)) from error

    def silhouette(self, height: int, width: int) -> NDArray[np.uint8]:
        """(height, width) uint8: 255 inside the person, 0 in the background, soft between."""
        points = np.array([point.split(",") for point in self.outline.split()], np.int32)
        mask = np.zeros((height, width), np.uint8)
        cv2.fillPoly(mask, [points], 255)
        inside = cv2.erode(mask, np.ones((3, 3), np.uint8), borderValue=255)
        return np.asarray(cv2.GaussianBlur(inside, (0, 0), EDGE_SOFTNESS), np.uint8)


EILEEN_COLLINS = Portrait(
    person="Eileen Collins",
    file="eileen_collins.png",
    left_eye=(202.7, 101.0),
    right_eye=(247.3, 103.6),
    outline=(
        "186,151 172,149 155,151 138,157 124,169 115,184 112,203 107,211 90,227 76,235 62,250 54,267 "
        "44,282 39,306 26,342 24,374 19,405 22,445 26,484 36,511 500,511 494,440 470,385 430,352 385,344 "
        "361,347 360,330 356,302 345,279 332,254 319,243 304,232 299,219 289,203 276,189 257,174 257,160 "
        "265,149 267,137 276,133 290,117 297,106 300,92 299,72 296,58 288,43 276,31 259,23 248,18 227,16 "
        "212,22 193,29 186,37 174,43 157,57 153,69 155,98 168,115 174,128 182,133 184,145"
    ),
)

GRACE_HOPPER = Portrait(
    person="Grace Hopper",
    file="grace_hopper.jpg",
    left_eye=(220.0, 189.5),
    right_eye=(305.5, 186.0),
    outline=(
        "176,88 174,80 180,66 197,48 220,41 228,31 242,25 262,22 284,26 298,38 320,46 344,64 352,84 "
        "365,88 370,105 371,140 368,180 375,190 374,200 369,212 367,236 361,262 355,274 343,291 331,312 "
        "343,327 360,340 374,348 422,371 474,386 490,396 511,450 511,599 11,599 17,526 27,459 27,433 "
        "37,415 47,388 68,374 96,363 129,355 165,344 183,333 197,320 199,298 181,292 167,281 170,262 "
        "159,236 154,212 153,196 157,182 152,160 147,135 148,112 156,98"
    ),
)
