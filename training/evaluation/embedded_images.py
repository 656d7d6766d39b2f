"""Find the faces of an evaluation's pictures and embed them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message, plural_message
from model.runtime.similarity_head import Embeddings
from model.verification.matcher import Embedder
from model.vision.face import FaceFinder
from model.vision.frame import RgbImage
from model.vision.mtcnn import WEIGHTS
from training.data.crop_cache import CropSet, ExtractCrops, cached_crops, extract_crops, networks_fingerprint
from training.jobs.progress import InsufficientDataError, JobCancelled, Progress, ReportProgress, ShouldStop
from training.lfw.crops import image_name
from training.lfw.folder import LfwFolder
from training.metrics.comparisons import Comparator

BATCH_SIZE = 16
"""Crops embedded between two progress updates."""


@dataclass(frozen=True, eq=False, slots=True)
class EmbeddedImages:
    """``embeddings[k]`` (dimensions,) belongs to ``names[k]``; it is NaN where no face was found. ``crops``
    are the faces by name; ``turned`` are the names of pictures without an upright face."""

    names: tuple[str, ...]
    embeddings: Embeddings
    crops: Mapping[str, RgbImage]
    turned: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.names)

    @property
    def faceless(self) -> list[str]:
        return [name for name in self.names if name not in self.crops]


@dataclass(frozen=True, eq=False, slots=True)
class ImageEmbedder:
    """Finds faces in image files and embeds them, reporting progress.

    ``comparator`` compares the embeddings. ``cache`` is for crops of LFW only: other people's pictures leave
    no copies behind. ``extract`` cuts the crops, here or on a cluster.
    """

    finder: FaceFinder
    embedder: Embedder
    comparator: Comparator
    cache: Path
    report: ReportProgress
    should_stop: ShouldStop
    extract: ExtractCrops = extract_crops

    def embed_files(self, named: Sequence[tuple[str, Path]]) -> EmbeddedImages:
        """Raises UnreadableImageError, JobCancelled, or InsufficientDataError without any face."""
        return self._embed([name for name, _ in named], self._extract_crops(named))

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
            self.extract,
        )
        return self._embed([image_name(lfw, image) for image in images], crops)

    def step(self, stage: Message, done: int, total: int) -> None:
        """Raises JobCancelled when asked to stop."""
        if self.should_stop():
            raise JobCancelled("Stopped before the evaluation was complete.")
        self.report(Progress(stage, done, total))

    def _extract_crops(self, named: Sequence[tuple[str, Path]]) -> CropSet:
        return self.extract(named, self.finder, self.report, self.should_stop)

    def _embed(self, names: Sequence[str], crops: CropSet) -> EmbeddedImages:
        if not crops.images:
            raise InsufficientDataError(
                plural_message(
                    "No face was found in {count:,} picture. Use some that show faces clearly.",
                    "No face was found in {count:,} pictures. Use some that show faces clearly.",
                    len(names),
                )
            )
        by_name = dict(zip(crops.images, self._embed_crops(crops.crops), strict=True))
        no_face = np.full_like(next(iter(by_name.values())), np.nan)
        embeddings = np.stack([by_name.get(name, no_face) for name in names])
        faces = dict(zip(crops.images, crops.crops, strict=True))
        return EmbeddedImages(tuple(names), embeddings, faces, crops.turned)

    def _embed_crops(self, crops: NDArray[np.uint8]) -> Embeddings:
        batches = []
        for start in range(0, len(crops), BATCH_SIZE):
            self.step(Message("embedding faces"), start, len(crops))
            batches.append(self.embedder.embed(list(crops[start : start + BATCH_SIZE])))
        return np.concatenate(batches)
