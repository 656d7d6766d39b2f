"""Embed a person's references, and compare them with each other and with other people's."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.people.usefulness import Lookalike, Usefulness, assess_references, find_lookalikes
from app.references.reference_store import ReferenceStore
from app.references.rejection import NoReferencesError
from app.references.templates import SUFFIX, read_template
from model.runtime.bundle import Bundle
from model.runtime.embedding_file import key_of
from model.runtime.similarity_head import Embedding, Embeddings
from model.verification.decision import Thresholds
from model.vision.image_file import ImageFileError, image_file_content


@dataclass(frozen=True, slots=True)
class PersonAnalysis:
    """``usefulness`` of each reference, by its path."""

    usefulness: dict[Path, Usefulness]
    lookalikes: tuple[Lookalike, ...]


def analyze_person(
    store: ReferenceStore, person: str, others: Sequence[str], bundle: Bundle, thresholds: Thresholds
) -> PersonAnalysis:
    """Stores the embeddings of new references. Raises StoreError."""
    own = _embeddings(store, person, bundle)
    known = {name: _stacked(_embeddings(store, name, bundle), bundle) for name in others if name != person}
    usefulness = assess_references(
        list(own.values()), bundle.head, thresholds.detection, bundle.card.detection_threshold
    )
    alike = find_lookalikes(_stacked(own, bundle), known, bundle.head, thresholds)
    return PersonAnalysis(dict(zip(own, usefulness, strict=True)), tuple(alike))


def _embeddings(store: ReferenceStore, person: str, bundle: Bundle) -> dict[Path, Embedding | None]:
    """By the path of the reference; None for one that cannot be used."""
    paths = store.paths(person)
    try:
        references = store.load(person, bundle.network_digest)
    except NoReferencesError:
        return dict.fromkeys(paths)
    embedded = bundle.embed(references.crops)
    if len(embedded):
        references.save_embeddings(list(embedded))
    new = ((key, row) for (key, _), row in zip(references.new, embedded, strict=True))
    rows = dict([*references.known, *new])
    return {path: _row_of(path, rows, bundle.network_digest) for path in paths}


def _row_of(path: Path, rows: dict[bytes, Embedding], network: str) -> Embedding | None:
    if path.suffix == SUFFIX:
        template = read_template(path, network)
        return template[1] if template else None
    try:
        return rows.get(key_of(image_file_content(path)))
    except ImageFileError:
        return None


def _stacked(rows: dict[Path, Embedding | None], bundle: Bundle) -> Embeddings:
    known = [row for row in rows.values() if row is not None]
    return np.stack(known) if known else np.empty((0, bundle.card.dimensions), np.float32)
