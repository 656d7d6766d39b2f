"""A person's references, ready to be compared with: none is decoded and embedded again."""

import logging
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from app.references.rejection import NewFinder, ReferenceProblem, collect_problems
from app.storage.jpeg_folder import JpegFolder
from model.runtime.embedding_file import EmbeddingFile, Key, key_of
from model.runtime.similarity_head import Embedding
from model.verification.matcher import Matcher
from model.vision.face_crop import crop_or_single_face
from model.vision.frame import RgbImage
from model.vision.image_file import decode_image, image_file_content

log = logging.getLogger(__name__)


class LoadedReferences:
    """``known``: the embeddings of references that were met before. ``crops``: the others. Oldest first.

    ``problems``: the references that cannot be used. They count, and never match.
    """

    def __init__(self, pictures: JpegFolder, file: EmbeddingFile, new_finder: NewFinder) -> None:
        """A finder is made when a reference is no crop yet. Raises StoreError."""
        self._pictures, self._file = pictures, file
        self._new_finder = cache(new_finder)
        self._paths = pictures.paths()
        self._rows, self._keys = dict[Key, Embedding](), list[Key]()
        self.known, self.crops = list[Embedding](), list[RgbImage]()
        self.problems = list[ReferenceProblem]()
        stored = file.read()
        for path in self._paths:
            with collect_problems(path, self.problems):
                self._add(path, image_file_content(path), stored)
        if stored.keys() - self._rows.keys() or not self._paths:
            self._write(self._rows)

    def _add(self, path: Path, content: bytes, stored: Mapping[Key, Embedding]) -> None:
        """Raises ImageFileError and NoCropError."""
        key = key_of(content)
        if key in stored:
            self._rows[key] = stored[key]
            self.known.append(stored[key])
        else:
            self.crops.append(crop_or_single_face(decode_image(path, content), self._new_finder))
            self._keys.append(key)

    def __len__(self) -> int:
        return len(self._paths)

    def serve(self, matcher: Matcher) -> None:
        """Have them compared with, and what is learned of them kept."""
        matcher.set_references(self.crops, self.known, self.keep, len(self.problems))

    def keep(self, learned: Sequence[Embedding]) -> None:
        """Know ``crops``, or the first of them, whose embeddings these are, the next time.

        A disk that refuses hinders nobody.
        """
        self._write({**self._rows, **dict(zip(self._keys, learned, strict=False))})

    def _write(self, rows: Mapping[Key, Embedding]) -> None:
        try:
            self._file.write(rows)
            if set(self._paths) - set(self._pictures.paths()):  # deleted while they were being learned
                self._file.write({})
        except OSError as error:
            log.warning("The embeddings of references could not be kept, and are made anew: %s", error)
