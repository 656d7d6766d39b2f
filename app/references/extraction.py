"""References extracted from photographs: the crops, and the files that give none."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.capture.diversity import thumbnail
from app.references.rejection import ReferenceProblem
from model.messages.message import Message
from model.vision.frame import RgbImage

DUPLICATE_DIFFERENCE = 0.01
"""Mean difference of two thumbnails. JPEG compression makes 0.003, one frame of sitting still 0.02."""

ALREADY_STORED = Message("It is already a reference.")


@dataclass(frozen=True, eq=False, slots=True)
class ExtractedReference:
    """``remark``: a note on a photograph that shows several faces or had to be rotated."""

    path: Path
    crop: RgbImage
    remark: Message | None = None


@dataclass(frozen=True, eq=False, slots=True)
class ExtractedReferences:
    """Both are ordered by file name."""

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
    """Remove duplicates, and crops that equal one of ``known``. Each becomes a problem."""
    seen = {path: thumbnail(crop) for path, crop in known.items()}
    fresh, repeats = list[ExtractedReference](), list[ReferenceProblem]()
    for one in references:
        small = thumbnail(one.crop)
        same = next(
            (path for path, other in seen.items() if np.abs(small - other).mean() < DUPLICATE_DIFFERENCE),
            None,
        )
        if same is None:
            seen[one.path] = small
            fresh.append(one)
        else:
            words = (
                ALREADY_STORED if same in known else Message("It shows the same as {file}.", file=same.name)
            )
            repeats.append(ReferenceProblem(one.path, words))
    ordered = sorted([*problems, *repeats], key=lambda problem: problem.path)
    return ExtractedReferences(tuple(fresh), tuple(ordered))
