"""Synthetic evaluation protocols: embeddings are points on a line, compared by their distance."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Coordinates, Embeddings
from model.vision.face import Face
from model.vision.frame import RgbImage
from tests.support.fakes import FakeEmbedder, FakeFinder, face_at
from training.data.pairs import DIFFERENT, SAME, Pairs
from training.evaluation.comparisons import ProtocolComparisons, compare_protocol
from training.evaluation.embedded_images import EmbeddedImages, ImageEmbedder
from training.evaluation.protocol import EvaluationProtocol, SelectedThreshold
from training.jobs.progress import ReportProgress, ShouldStop, ignore_progress, never_stop
from training.metrics.error_rates import Scores


class LineComparator:
    """1 - distance of two points on a line."""

    def coordinates(self, embeddings: Embeddings) -> Coordinates:
        return embeddings

    def similarity(self, one: NDArray[np.float32], many: Coordinates) -> Scores:
        return (1 - np.abs(many - one)[:, 0]).astype(np.float32)


class BrightFaceFinder:
    """Finds a face in every image except dark ones."""

    def find(self, image: RgbImage) -> list[Face]:
        return FakeFinder(face_at(10, 10, 100)).find(image) if image.mean() > 20 else []


def image_embedder(
    cache: Path, report: ReportProgress = ignore_progress, should_stop: ShouldStop = never_stop
) -> ImageEmbedder:
    return ImageEmbedder(BrightFaceFinder(), FakeEmbedder(), LineComparator(), cache, report, should_stop)


def images_at(points: Sequence[float | None], names: Sequence[str]) -> EmbeddedImages:
    """An image at each of ``points``; None: without a face."""
    embeddings = np.array([[np.nan if point is None else point] for point in points], np.float32)
    crops = {
        name: np.full((100, 100, 3), 40 * index % 256, np.uint8)
        for index, (name, point) in enumerate(zip(names, points, strict=True))
        if point is not None
    }
    return EmbeddedImages(tuple(names), embeddings, crops)


def people_protocol(selected: SelectedThreshold | None = None, name: str = "P") -> EvaluationProtocol:
    """Three people with two images each, and one with an image without a face.

    Genuine: 0.9 (P0), 0.8 (P1), 0.3 (P2); those of P0 and P1 with each other 0.3 to 0.6.
    """
    points = [0.1, 0.2, 0.6, 0.8, 0.3, 1.0, None]
    people = np.array([0, 0, 1, 1, 2, 2, 3])
    names = [f"{name}{person}/{number}.jpg" for number, person in enumerate(people)]
    pairs = Pairs(
        np.array([0, 2, 4, 0, 2, 6]),
        np.array([1, 3, 5, 2, 5, 0]),
        np.array([SAME, SAME, SAME, DIFFERENT, DIFFERENT, DIFFERENT]),
    )
    return EvaluationProtocol(
        kind="people",
        description="synthetic people",
        source=Path("people"),
        images=images_at(points, names),
        listed=pairs,
        pairs_name="balanced pairs",
        people=people,
        has_all_pairs=True,
        selected=selected,
    )


def pairs_protocol(
    genuine: Sequence[float], impostors: Sequence[float], folds: Sequence[int] = ()
) -> EvaluationProtocol:
    """Listed pairs with these similarities, in this order, of unknown people."""
    similarities = [*genuine, *impostors]
    points = [point for similarity in similarities for point in (0.0, 1 - similarity)]
    left = np.arange(0, len(points), 2)
    return EvaluationProtocol(
        kind="pairs",
        description="synthetic pairs",
        source=Path("pairs.csv"),
        images=images_at(points, [f"{number}.jpg" for number in range(len(points))]),
        listed=Pairs(left, left + 1, np.repeat([SAME, DIFFERENT], [len(genuine), len(impostors)])),
        pairs_name="listed pairs",
        folds=np.array(folds) if folds else None,
    )


def compare(protocol: EvaluationProtocol) -> ProtocolComparisons:
    return compare_protocol(protocol, LineComparator())
