"""Time the pipeline with larger frames, more faces, more references and more people."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from app.benchmark.frames import Budget
from app.benchmark.pipeline import FrameVariant, PipelineTiming, time_variants
from app.benchmark.timing import Timing, timed
from app.references.reference_store import EMBEDDINGS, FOLDER, ReferenceStore
from app.storage.jpeg_folder import JPEG_QUALITY
from model.runtime.bundle import Bundle
from model.runtime.similarity_head import Embedding
from model.verification.comparison.reference_index import ReferenceIndex
from model.verification.decision import Thresholds, decide
from model.vision.frame import RgbImage
from model.vision.image_file import encode_jpeg

SIZES = {"640x480": (640, 480), "1280x720": (1280, 720), "1920x1080": (1920, 1080)}
SCENES = {"no face": "none", "1 face": "eileen", "2 faces": "both"}
COUNTS = (1, 50, 500, 5000)
COMPARISONS = 300
PEOPLE, REFERENCES_EACH = 1000, 10


def with_frame_size(
    bundle: Bundle, references: Sequence[RgbImage], budget: Budget
) -> dict[str, PipelineTiming]:
    variants = {name: FrameVariant(size=size) for name, size in SIZES.items()}
    return time_variants(bundle, references, budget, variants)


def with_faces(bundle: Bundle, references: Sequence[RgbImage], budget: Budget) -> dict[str, PipelineTiming]:
    variants = {name: FrameVariant(scene) for name, scene in SCENES.items()}
    return time_variants(bundle, references, budget, variants)


def with_references(bundle: Bundle) -> dict[str, Timing]:
    """From an embedding to a decision, with synthetic references."""
    random, dimensions = np.random.default_rng(0), bundle.card.dimensions
    rows = random.normal(size=(max(COUNTS), dimensions)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return {str(count): _decisions(ReferenceIndex(bundle.head, rows[:count]), rows[0]) for count in COUNTS}


def _decisions(references: ReferenceIndex, probe: Embedding) -> Timing:
    thresholds, seconds = Thresholds(0.5, 0.5), list[float]()
    for _ in range(COMPARISONS):
        timed(seconds, lambda: decide(references.similarities(probe), thresholds))
    return Timing.of(seconds[1:])


def with_people(bundle: Bundle, crop: RgbImage) -> dict[str, Timing]:
    """Open a store of 1,000 people with 10 references each, and load these with cached embeddings."""
    opening, loading = list[float](), list[float]()
    with tempfile.TemporaryDirectory() as folder:
        _fill(Path(folder), bundle, encode_jpeg(crop, JPEG_QUALITY))
        store = timed(opening, ReferenceStore, Path(folder))
        people = timed(opening, store.people)
        for person in people:
            timed(loading, store.load, person.name, bundle.network_digest)
    opened, loaded = Timing.of([sum(opening)]), Timing.of([sum(loading)])
    return {f"open a store of {PEOPLE} people": opened, f"load {REFERENCES_EACH} references of each": loaded}


def _fill(folder: Path, bundle: Bundle, picture: bytes) -> None:
    """Give everyone the same references, with synthetic embeddings."""
    names = [f"person {number}" for number in range(PEOPLE)]
    for name in names:
        (folder / name / FOLDER).mkdir(parents=True)
        for number in range(REFERENCES_EACH):
            # A byte after the end of the image makes another file of the same image.
            (folder / name / FOLDER / f"{number:02}.jpg").write_bytes(picture + bytes([number]))
    rows = np.zeros((REFERENCES_EACH, bundle.card.dimensions), np.float32)
    ReferenceStore(folder).load(names[0], bundle.network_digest).save_embeddings(list(rows))
    for name in names[1:]:
        shutil.copy(folder / names[0] / FOLDER / EMBEDDINGS, folder / name / FOLDER)
