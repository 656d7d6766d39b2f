"""Made-up exams: embeddings on a line, compared by how near they lie."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Coordinates, Embeddings
from model.vision.face import Face
from model.vision.frame import RgbImage
from tests.fakes import FakeEmbedder, FakeFinder, face_at
from training.data.pairs import DIFFERENT, SAME, Pairs
from training.evaluation.comparisons import ProtocolComparisons, compare
from training.evaluation.embedded_images import EmbeddedImages, ImageEmbedder
from training.evaluation.protocol import EvaluationProtocol, SelectedThreshold
from training.jobs.progress import ReportProgress, ShouldStop, ignore_progress, never_stop
from training.metrics.error_rates import Scores


class Nearness:
    """1 less the distance of two numbers."""

    def coordinates(self, embeddings: Embeddings) -> Coordinates:
        return embeddings

    def similarity(self, one: NDArray[np.float32], many: Coordinates) -> Scores:
        return (1 - np.abs(many - one)[:, 0]).astype(np.float32)


class DarkIsFaceless:
    """Finds a face in every picture but dark ones."""

    def find(self, image: RgbImage) -> list[Face]:
        return FakeFinder(face_at(10, 10, 100)).find(image) if image.mean() > 20 else []


def observer(
    cache: Path, report: ReportProgress = ignore_progress, should_stop: ShouldStop = never_stop
) -> ImageEmbedder:
    return ImageEmbedder(DarkIsFaceless(), FakeEmbedder(), Nearness(), cache, report, should_stop)


def pictures_at(places: Sequence[float | None], names: Sequence[str]) -> EmbeddedImages:
    """A picture at each of ``places``; None: it shows no face."""
    rows = np.array([[np.nan if place is None else place] for place in places], np.float32)
    crops = {
        name: np.full((100, 100, 3), 40 * index % 256, np.uint8)
        for index, (name, place) in enumerate(zip(names, places, strict=True))
        if place is not None
    }
    return EmbeddedImages(tuple(names), rows, crops)


def people_folder_protocol(chosen: SelectedThreshold | None = None, name: str = "P") -> EvaluationProtocol:
    """Three people with two pictures each, and one with a picture without a face.

    Genuine: 0.9 (P0), 0.8 (P1), 0.3 (P2); those of P0 and P1 with each other 0.3 to 0.6.
    """
    places = [0.1, 0.2, 0.6, 0.8, 0.3, 1.0, None]
    people = np.array([0, 0, 1, 1, 2, 2, 3])
    names = [f"{name}{person}/{number}.jpg" for number, person in enumerate(people)]
    pairs = Pairs(
        np.array([0, 2, 4, 0, 2, 6]),
        np.array([1, 3, 5, 2, 5, 0]),
        np.array([SAME, SAME, SAME, DIFFERENT, DIFFERENT, DIFFERENT]),
    )
    return EvaluationProtocol(
        kind="people",
        description="made-up people",
        source=Path("people"),
        pictures=pictures_at(places, names),
        listed=pairs,
        pairs_name="balanced pairs",
        people=people,
        everybody=True,
        chosen=chosen,
    )


def pair_csv_protocol(
    genuine: Sequence[float], impostors: Sequence[float], folds: Sequence[int] = ()
) -> EvaluationProtocol:
    """Listed pairs with these similarities, in this order; nobody knows who is in the pictures."""
    similarities = [*genuine, *impostors]
    places = [place for similarity in similarities for place in (0.0, 1 - similarity)]
    left = np.arange(0, len(places), 2)
    return EvaluationProtocol(
        kind="pairs",
        description="made-up pairs",
        source=Path("pairs.csv"),
        pictures=pictures_at(places, [f"{number}.jpg" for number in range(len(places))]),
        listed=Pairs(left, left + 1, np.repeat([SAME, DIFFERENT], [len(genuine), len(impostors)])),
        pairs_name="listed pairs",
        folds=np.array(folds) if folds else None,
    )


def compared(protocol: EvaluationProtocol) -> ProtocolComparisons:
    return compare(protocol, Nearness())
