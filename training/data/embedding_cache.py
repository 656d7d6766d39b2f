"""Embeddings of crops, computed once: the strangers are the same ones in every training."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
from model.runtime.bundle import Bundle
from model.runtime.embedding_file import EmbeddingFile, Key, key_of
from model.runtime.similarity_head import Embeddings
from training.jobs.progress import JobCancelled, Progress, ReportProgress, ShouldStop

STAGE = Message("embedding")
REPORT_EVERY = 25


class EmbeddingCache:
    """Caches every embedding in memory, and on disk in ``folder`` those given to ``save``.

    Never save the user's own: deleting their crops must delete their face.
    """

    def __init__(self, bundle: Bundle, folder: Path, report: ReportProgress, should_stop: ShouldStop) -> None:
        self._bundle = bundle
        self._folder = folder
        network = bundle.network_digest
        self._file = EmbeddingFile(folder / f"embeddings-{network[:32]}.bin", network)
        self._report, self._should_stop = report, should_stop
        self._rows = self._file.read()
        self._saved = set(self._rows)

    def __call__(self, crops: NDArray[np.uint8]) -> Embeddings:
        """(n, dimensions) for (n, 100, 100, 3). Raises JobCancelled when asked to stop."""
        keys = [_key(crop) for crop in crops]
        self._compute({key: crop for key, crop in zip(keys, crops, strict=True) if key not in self._rows})
        return np.stack([self._rows[key] for key in keys]) if keys else self._bundle.embed([])

    def save(self, crops: Iterable[NDArray[np.uint8]]) -> None:
        """Store the known embeddings of ``crops``, (100, 100, 3) each, and no others. Raises OSError."""
        keys = sorted({_key(crop) for crop in crops} & self._rows.keys())
        if self._saved.issuperset(keys):
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        self._file.write({key: self._rows[key] for key in keys})

    def _compute(self, unknown: dict[Key, NDArray[np.uint8]]) -> None:
        for done, (key, crop) in enumerate(unknown.items(), start=1):
            if self._should_stop():
                raise JobCancelled(f"Stopped after embedding {done - 1} of {len(unknown)} crops.")
            self._rows[key] = self._bundle.embed([crop])[0]
            if done % REPORT_EVERY == 0 or done == len(unknown):
                self._report(Progress(STAGE, done, len(unknown)))


def _key(crop: NDArray[np.uint8]) -> Key:
    return key_of(crop.tobytes())
