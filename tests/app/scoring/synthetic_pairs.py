"""A small list of pairs with everything that makes a CSV file difficult, and workers without networks."""

import csv
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from app.scoring.face_embedding import FaceResult, embed_face
from app.scoring.pair_csv import PairList
from app.scoring.provenance import Provenance
from model.vision.face import Face
from model.vision.frame import RgbImage
from tests.support.fakes import FakeFinder, face_at, grey

PROVENANCE = Provenance("test", "digest", "pictures")
BLANK = 255
"""The shade of a picture in which no face is found."""


class FakeSameface:
    """Finds a face in every picture but a blank one; two faces are as similar as their shades."""

    batch_size = 1

    def __init__(self) -> None:
        self.looked: list[int] = []
        self._finder = FakeFinder(face_at())

    def find(self, image: RgbImage) -> list[Face]:
        self.looked.append(int(image[0, 0, 0]))
        return [] if image[0, 0, 0] == BLANK else self._finder.find(image)

    def embed(self, crops: Sequence[RgbImage]) -> np.ndarray:
        return np.array([[crop.mean() / 255] for crop in crops], np.float32)

    def embed_faces(self, paths: Sequence[Path]) -> list[FaceResult]:
        return [embed_face(path, self) for path in paths]


def compare(one: np.ndarray, other: np.ndarray) -> float:
    return float(1 - np.abs(one - other).max())


def write_pictures(folder: Path, *shades: int) -> None:
    """``<shade>.png`` for each."""
    for shade in shades:
        (folder / f"{shade}.png").write_bytes(cv2.imencode(".png", grey(shade))[1].tobytes())


def write_list(
    file: Path, rows: Sequence[Sequence[str]], columns: Sequence[str] = ("left", "right")
) -> PairList:
    with file.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([columns, *rows])
    return PairList(file)


def read_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened, strict=True))
