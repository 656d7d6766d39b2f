"""A person's references, ready to be compared with: none is decoded and embedded again."""

import logging
from collections.abc import Mapping, Sequence

from app.embedding_file import EmbeddingFile, Key, key_of
from app.picture_folder import PictureFolder
from model.runtime.similarity_head import Embedding
from model.verification.matcher import Matcher
from model.vision.frame import RgbImage
from model.vision.image_file import decoded, picture_content

log = logging.getLogger(__name__)


class Enrolled:
    """``known``: the embeddings of references that were met before. ``crops``: the others. Oldest first."""

    def __init__(self, pictures: PictureFolder, file: EmbeddingFile) -> None:
        """Raises StoreError, and PictureError when a reference is damaged."""
        self._pictures, self._file = pictures, file
        self._paths = pictures.paths()
        self._rows, self._keys = dict[Key, Embedding](), list[Key]()
        self.known, self.crops = list[Embedding](), list[RgbImage]()
        stored = file.read()
        for path in self._paths:
            content = picture_content(path)
            key = key_of(content)
            if key in stored:
                self._rows[key] = stored[key]
                self.known.append(stored[key])
            else:
                self._keys.append(key)
                self.crops.append(decoded(path, content))
        if stored.keys() - self._rows.keys() or not self._paths:
            self._write(self._rows)

    def __len__(self) -> int:
        return len(self._paths)

    def serve(self, matcher: Matcher) -> None:
        """Have them compared with, and what is learned of them kept."""
        matcher.use_references(self.crops, self.known, self.keep)

    def keep(self, learned: Sequence[Embedding]) -> None:
        """Know ``crops``, whose embeddings these are, the next time. A disk that refuses hinders nobody."""
        self._write({**self._rows, **dict(zip(self._keys, learned, strict=True))})

    def _write(self, rows: Mapping[Key, Embedding]) -> None:
        try:
            self._file.write(rows)
            if set(self._paths) - set(self._pictures.paths()):  # deleted while they were being learned
                self._file.write({})
        except OSError as error:
            log.warning("The embeddings of references could not be kept, and are made anew: %s", error)
