"""Load a person's references: cached embeddings if there are any, else crops."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.references.rejection import NewFinder, ReferenceProblem, collect_problems
from app.references.templates import OTHER_MODEL, SUFFIX, read_template
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
        """Store exactly ``rows``. Write errors are logged and ignored."""
        try:
            self._file.write(rows)
            if set(self.paths) - set(self._pictures.paths()):  # deleted while they were being embedded
                self._file.write({})
        except OSError as error:
            log.warning("The embeddings of references could not be stored: %s", error)


@dataclass(frozen=True, eq=False, slots=True)
class ReferenceSet:
    """A person's references, oldest first.

    ``known``: the references whose embeddings are cached. ``new``: the other crops. ``problems``: the
    unusable references, which count and never match.
    """

    cache: ReferenceCache
    known: Sequence[tuple[Key, Embedding]]
    new: Sequence[tuple[Key, RgbImage]]
    problems: Sequence[ReferenceProblem]

    @property
    def embeddings(self) -> list[Embedding]:
        return [row for _, row in self.known]

    @property
    def crops(self) -> list[RgbImage]:
        return [crop for _, crop in self.new]

    def __len__(self) -> int:
        return len(self.known) + len(self.new) + len(self.problems)

    def save_embeddings(self, embedded: Sequence[Embedding]) -> None:
        """Store the embeddings of ``crops``, or of the first ones, for the next load. Write errors are logged
        and ignored."""
        rows = [(key, row) for (key, _), row in zip(self.new, embedded, strict=False)]
        self.cache.replace(dict([*self.known, *rows]))


def _load_template(
    path: Path, network: str, known: list[tuple[Key, Embedding]], problems: list[ReferenceProblem]
) -> None:
    template = read_template(path, network)
    if template is None:
        problems.append(ReferenceProblem(path, OTHER_MODEL))
    else:
        known.append(template)


def load_references(pictures: JpegFolder, file: EmbeddingFile, new_finder: NewFinder) -> ReferenceSet:
    """Decode the pictures whose embeddings are not in ``file``; remove the embeddings of deleted pictures.

    A finder is made for the first picture that is not a crop. Raises StoreError.
    """
    reference_cache, new_finder = ReferenceCache(pictures, file), cache(new_finder)
    known, new = list[tuple[Key, Embedding]](), list[tuple[Key, RgbImage]]()
    problems = list[ReferenceProblem]()
    for path in reference_cache.paths:
        if path.suffix == SUFFIX:
            _load_template(path, file.network, known, problems)
            continue
        with collect_problems(path, problems):
            content = image_file_content(path)
            key = key_of(content)
            if (row := reference_cache.rows.get(key)) is not None:
                known.append((key, row))
            else:
                new.append((key, crop_or_single_face(decode_image(path, content), new_finder)))
    references = ReferenceSet(reference_cache, known, new, problems)
    if reference_cache.rows.keys() - dict(known).keys() or not reference_cache.paths:
        references.save_embeddings(())
    return references
