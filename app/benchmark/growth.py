"""How the cost grows with the work."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from app.benchmark.live import Steady, View, side_by_side
from app.benchmark.scene import Allowance
from app.benchmark.timing import Timing, clocked
from app.reference_store import FOLDER, ReferenceStore
from model.runtime.bundle import Bundle
from model.verification.decision import Thresholds, decide
from model.vision.frame import RgbImage

SIZES = {"640x480": (640, 480), "1280x720": (1280, 720), "1920x1080": (1920, 1080)}
SCENES = {"no face": "none", "1 face": "eileen", "2 faces": "both"}
COUNTS = (1, 50, 500, 5000)
COMPARISONS = 50
PEOPLE, REFERENCES_EACH = 1000, 10


def with_frame_size(
    bundle: Bundle, references: Sequence[RgbImage], allowance: Allowance
) -> dict[str, Steady]:
    views = {name: View(size=size) for name, size in SIZES.items()}
    return side_by_side(bundle, references, allowance, views)


def with_faces(bundle: Bundle, references: Sequence[RgbImage], allowance: Allowance) -> dict[str, Steady]:
    views = {name: View(scene) for name, scene in SCENES.items()}
    return side_by_side(bundle, references, allowance, views)


def with_references(bundle: Bundle) -> dict[str, Timing]:
    """From an embedding to a decision, against made-up references."""
    random, dimensions = np.random.default_rng(0), bundle.card.dimensions
    rows = random.normal(size=(max(COUNTS), dimensions)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    located, probe = bundle.head.coordinates(rows), rows[:1]
    return {str(count): _decisions(bundle, probe, located[:count]) for count in COUNTS}


def _decisions(bundle: Bundle, probe: NDArray[np.float32], located: NDArray[np.float32]) -> Timing:
    head, thresholds, seconds = bundle.head, Thresholds(0.5, 0.5), list[float]()
    for _ in range(COMPARISONS):
        clocked(seconds, lambda: decide(head.similarity(head.coordinates(probe)[0], located), thresholds))
    return Timing.of(seconds[1:])


def with_people(crop: RgbImage) -> Timing:
    """To open a store of 1,000 people with 10 references each, list them, and load one person's."""
    picture = cv2.imencode(".jpg", crop)[1].tobytes()
    with tempfile.TemporaryDirectory() as folder:
        for person in range(PEOPLE):
            references = Path(folder, f"person {person}", FOLDER)
            references.mkdir(parents=True)
            for number in range(REFERENCES_EACH):
                (references / f"{number:02}.jpg").write_bytes(picture)
        seconds: list[float] = []
        clocked(seconds, _opened, Path(folder))
    return Timing.of(seconds)


def _opened(folder: Path) -> tuple[int, int]:
    store = ReferenceStore(folder)
    people = store.people()
    return len(people), len(store.load(people[-1].name))
