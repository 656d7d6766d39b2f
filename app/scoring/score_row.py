"""Rows of a list of pairs with their scores."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from app.scoring.face_embedding import Obstacle, Sight
from app.scoring.pair_csv import Pair
from app.scoring.score_csv import record
from model.api import Embedding

OK = "ok"
MALFORMED = "malformed row"


@dataclass(frozen=True, slots=True)
class Scored:
    """``similarity`` in [0, 1], higher = more similar; None with any status but ``ok``."""

    cells: tuple[str, ...]
    similarity: float | None
    status: str

    def record(self) -> bytes:
        return record(self.cells, self.similarity, self.status)


Look = Callable[[Path], Future[Sight]]
Compare = Callable[[Embedding, Embedding], float]


def begun(pair: Pair, look: Look, compare: Compare) -> Callable[[], Scored]:
    """Begin to look at both pictures; what is returned waits for them."""
    if pair.pictures is None:
        return lambda: Scored(pair.cells, None, MALFORMED)
    left, right = map(look, pair.pictures)
    return lambda: _compared(pair.cells, left.result(), right.result(), compare)


def _compared(cells: tuple[str, ...], left: Sight, right: Sight, compare: Compare) -> Scored:
    if isinstance(left, Obstacle):
        return Scored(cells, None, f"left: {left}")
    if isinstance(right, Obstacle):
        return Scored(cells, None, f"right: {right}")
    return Scored(cells, compare(left, right), OK)
