"""Load a person's references: embeddings from the cache where it has them, else crops."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from app.references.rejection import NewFinder, ReferenceProblem, collect_problems
from app.storage.jpeg_folder import JpegFolder
from model.runtime.embedding_file import EmbeddingFile, Key, key_of
from model.runtime.similarity_head import Embedding
from model.vision.face_crop import crop_or_single_face
from model.vision.frame import RgbImage
from model.vision.image_file import decode_image, image_file_content

log = logging.getLogger(__name__)


class ReferenceCache:
    """The cached embeddings of the pictures in a folder. A picture that changes has another key."""

    def __init__(self, pictures: JpegFolder, file: EmbeddingFile) -> None:
        """Raises StoreError."""
        self._pictures, self._file = pictures, file
        self.paths = pictures.paths()
        self.rows = file.read()

    def replace(self, rows: Mapping[Key, Embedding]) -> None:
        """Store ``rows`` and no others. Write errors are logged and ignored."""
        try:
            self._file.write(rows)
            if set(self.paths) - set(self._pictures.paths()):  # deleted while they were being embedded
                self._file.write({})
        except OSError as error:
            log.warning("The embeddings of references could not be stored: %s", error)


@dataclass(frozen=True, eq=False, slots=True)
class ReferenceSet:
    """A person's references, oldest first.

    ``embeddings``: of the references in the cache, by key in ``cached``. ``crops``: of the others, with
    ``keys``. ``problems``: the unusable ones, which count and never match.
    """

    cache: ReferenceCache
    cached: dict[Key, Embedding] = field(default_factory=dict)
    embeddings: list[Embedding] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    crops: list[RgbImage] = field(default_factory=list)
    problems: list[ReferenceProblem] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.embeddings) + len(self.crops) + len(self.problems)

    def add(self, path: Path, new_finder: NewFinder) -> None:
        """Raises ImageFileError and NoCropError."""
        content = image_file_content(path)
        key = key_of(content)
        if (row := self.cache.rows.get(key)) is not None:
            self.cached[key] = row
            self.embeddings.append(row)
        else:
            self.crops.append(crop_or_single_face(decode_image(path, content), new_finder))
            self.keys.append(key)

    def save_embeddings(self, embedded: Sequence[Embedding]) -> None:
        """Store the embeddings of ``crops``, or of the first ones, for the next load. Write errors are logged
        and ignored."""
        self.cache.replace({**self.cached, **dict(zip(self.keys, embedded, strict=False))})


def load_references(pictures: JpegFolder, file: EmbeddingFile, new_finder: NewFinder) -> ReferenceSet:
    """Decode the pictures whose embeddings are not in ``file``; remove the embeddings of deleted pictures.

    A finder is made for the first picture that is not a crop. Raises StoreError.
    """
    references, new_finder = ReferenceSet(ReferenceCache(pictures, file)), cache(new_finder)
    for path in references.cache.paths:
        with collect_problems(path, references.problems):
            references.add(path, new_finder)
    if references.cache.rows.keys() - references.cached.keys() or not references.cache.paths:
        references.save_embeddings(())
    return references
