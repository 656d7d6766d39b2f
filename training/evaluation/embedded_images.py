"""The pictures that are judged on, as finder and network see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.runtime.plurals import counted
from model.runtime.similarity_head import Embeddings
from model.verification.matcher import Embedder
from model.vision.face import FaceFinder
from model.vision.frame import RgbImage
from model.vision.mtcnn import WEIGHTS
from training.data.crop_cache import CropSet, cached_crops, extract_crops, networks_fingerprint
from training.data.lfw import LfwFolder
from training.data.lfw_crops import image_name
from training.jobs.progress import JobCancelled, JobError, Progress, ReportProgress, ShouldStop
from training.metrics.comparisons import Comparator

BLOCK = 16
"""Crops embedded between two updates."""


@dataclass(frozen=True, eq=False, slots=True)
class EmbeddedImages:
    """``rows[k]`` (dimensions,) is the embedding of the face in ``names[k]``; all of it is NaN where no face
    was found. ``crops`` holds the faces by name; ``turned`` names what lay on its side."""

    names: tuple[str, ...]
    rows: Embeddings
    crops: Mapping[str, RgbImage]
    turned: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.names)

    @property
    def faceless(self) -> list[str]:
        return [name for name in self.names if name not in self.crops]


@dataclass(frozen=True, eq=False, slots=True)
class ImageEmbedder:
    """Finds faces, embeds and compares them. ``cache`` keeps the crops of LFW and of nothing else: other
    people's pictures leave no copies behind."""

    finder: FaceFinder
    embedder: Embedder
    comparing: Comparator
    cache: Path
    report: ReportProgress
    should_stop: ShouldStop

    def embed_files(self, named: Sequence[tuple[str, Path]]) -> EmbeddedImages:
        """Raises UnreadableImageError, JobCancelled, or JobError when there is no face at all."""
        return self._embed([name for name, _ in named], self._cut(named))

    def embed_lfw(self, lfw: LfwFolder, images: Sequence[Path]) -> EmbeddedImages:
        """Raises like ``embed_files``."""
        crops = cached_crops(
            lfw.images,
            images,
            self.finder,
            networks_fingerprint(WEIGHTS),
            self.cache,
            self.report,
            self.should_stop,
        )
        return self._embed([image_name(lfw, image) for image in images], crops)

    def step(self, stage: str, done: int, total: int) -> None:
        """Raises JobCancelled when asked to stop."""
        if self.should_stop():
            raise JobCancelled("Stopped before the evaluation was complete.")
        self.report(Progress(stage, done, total))

    def _cut(self, named: Sequence[tuple[str, Path]]) -> CropSet:
        return extract_crops(named, self.finder, self.report, self.should_stop)

    def _embed(self, names: Sequence[str], found: CropSet) -> EmbeddedImages:
        if not found.images:
            raise JobError(
                f"No face was found in {counted(len(names), 'picture')}. Use some that show faces clearly."
            )
        rows = dict(zip(found.images, self._rows_of(found.crops), strict=True))
        nothing = np.full_like(next(iter(rows.values())), np.nan)
        in_order = np.stack([rows.get(name, nothing) for name in names])
        crops = dict(zip(found.images, found.crops, strict=True))
        return EmbeddedImages(tuple(names), in_order, crops, found.turned)

    def _rows_of(self, crops: NDArray[np.uint8]) -> Embeddings:
        blocks = []
        for start in range(0, len(crops), BLOCK):
            self.step("embedding faces", start, len(crops))
            blocks.append(self.embedder.embed(list(crops[start : start + BLOCK])))
        return np.concatenate(blocks)
