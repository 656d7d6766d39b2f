"""What pictures give for references: the crops, and the files that give none."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.capture.diversity import thumbnail
from app.references.rejection import ReferenceProblem
from model.vision.frame import RgbImage

DUPLICATE_DIFFERENCE = 0.01
"""Mean difference of two glances. Storing a crop as JPEG makes 0.003, sitting still for one frame 0.02."""


@dataclass(frozen=True, eq=False, slots=True)
class ExtractedReference:
    """``remark``: what is told of a picture that shows several faces, or had to be turned."""

    path: Path
    crop: RgbImage
    remark: str | None = None


@dataclass(frozen=True, eq=False, slots=True)
class ExtractedReferences:
    """Both in the order of the files' names."""

    references: tuple[ExtractedReference, ...]
    problems: tuple[ReferenceProblem, ...]

    @property
    def crops(self) -> list[RgbImage]:
        return [one.crop for one in self.references]

    @property
    def remarks(self) -> list[str]:
        return [f"{one.path}: {one.remark}" for one in self.references if one.remark]


def without_duplicates(
    references: list[ExtractedReference], problems: list[ReferenceProblem], known: Mapping[Path, RgbImage]
) -> ExtractedReferences:
    """Each crop once, and none that is among the ``known`` ones: the others become problems."""
    seen = {path: thumbnail(crop) for path, crop in known.items()}
    fresh, repeats = list[ExtractedReference](), list[ReferenceProblem]()
    for one in references:
        look = thumbnail(one.crop)
        same = next(
            (path for path, other in seen.items() if np.abs(look - other).mean() < DUPLICATE_DIFFERENCE), None
        )
        if same is None:
            seen[one.path] = look
            fresh.append(one)
        else:
            words = "It is a reference already." if same in known else f"It shows the same as {same.name}."
            repeats.append(ReferenceProblem(one.path, words))
    ordered = sorted([*problems, *repeats], key=lambda problem: problem.path)
    return ExtractedReferences(tuple(fresh), tuple(ordered))
