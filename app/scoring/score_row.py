"""Score one row of a list of pairs."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from app.scoring.face_embedding import FaceFailure, FaceResult
from app.scoring.pair_csv import Pair
from app.scoring.score_csv import record
from model.api import Embedding

OK = "ok"
MALFORMED = "malformed row"


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """``similarity`` in [0, 1], higher = more similar; None with any status but ``ok``."""

    cells: tuple[str, ...]
    similarity: float | None
    status: str

    def record(self) -> bytes:
        return record(self.cells, self.similarity, self.status)


EmbedFace = Callable[[Path], Future[FaceResult]]
Compare = Callable[[Embedding, Embedding], float]


def start_scoring(pair: Pair, embed: EmbedFace, compare: Compare) -> Callable[[], ScoredPair]:
    """Start embedding both faces. The function that is returned waits for the score."""
    if pair.pictures is None:
        return lambda: ScoredPair(pair.cells, None, MALFORMED)
    left, right = map(embed, pair.pictures)
    return lambda: _score(pair.cells, left.result(), right.result(), compare)


def _score(cells: tuple[str, ...], left: FaceResult, right: FaceResult, compare: Compare) -> ScoredPair:
    if isinstance(left, FaceFailure):
        return ScoredPair(cells, None, f"left: {left}")
    if isinstance(right, FaceFailure):
        return ScoredPair(cells, None, f"right: {right}")
    return ScoredPair(cells, compare(left, right), OK)
