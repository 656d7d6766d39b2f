"""Sameface as a library: find, align, embed, compare and verify faces."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from model.runtime.bundle import SHIPPED_BUNDLE, load_bundle
from model.runtime.litert import DEFAULT_THREADS
from model.runtime.model_card import Card
from model.runtime.similarity_head import Embedding, Embeddings
from model.verification.decision import Similarities
from model.verification.photo_verification import Verification, decide_pair, single_face_crop
from model.verification.security_levels import DEFAULT_LEVEL, Level, level_threshold
from model.vision import alignment
from model.vision.face import Face, Landmarks
from model.vision.face_crop import NoCropError
from model.vision.frame import RgbImage
from model.vision.image_file import ImageFileError, read_image_file
from model.vision.mtcnn import MIN_FACE_SIZE, MtcnnFinder

__all__ = ["Embedding", "Sameface", "Verification"]


class Sameface:
    """Finds, aligns, embeds and compares faces with the model in the folder ``bundle``, as the app does.

    It finds faces whose box is at least about ``min_face_size`` pixels high; half the size takes four times
    as long. ``threads``: how many each network uses. Only ``compare`` is thread-safe: create one instance per
    thread.

    Raises BundleError, a ValueError, when the bundle is missing, damaged or edited, and ValueError when
    ``min_face_size`` is below 12.
    """

    def __init__(
        self,
        bundle: Path = SHIPPED_BUNDLE,
        *,
        min_face_size: float = MIN_FACE_SIZE,
        threads: int = DEFAULT_THREADS,
    ) -> None:
        self._bundle = load_bundle(bundle, threads)
        self._finder = MtcnnFinder(min_face_size=min_face_size, threads=threads)

    @property
    def card(self) -> Card:
        """The model, its accuracy and its thresholds."""
        return self._bundle.card

    def find(self, image: RgbImage) -> list[Face]:
        """Every face of ``image``, (height, width, 3) uint8 red-green-blue, the largest box first; an empty
        list when there is none. Boxes and landmarks are in pixels of ``image``.

        Raises ValueError when ``image`` is not such an array.
        """
        return self._finder.find(_checked_image(image))

    @staticmethod
    def align(image: RgbImage, landmarks: Landmarks) -> RgbImage:
        """The face with these ``landmarks``, (5, 2) as in ``Face.landmarks``, upright in a crop,
        (100, 100, 3) uint8 red-green-blue. Beyond the image's edge its border is repeated.

        Raises ValueError when ``image`` is not an array as for ``find``, or the landmarks are not five, not
        finite or coincide.
        """
        if np.shape(landmarks) != (5, 2):
            raise ValueError(f"Landmarks must have the shape (5, 2). Received: {np.shape(landmarks)}")
        return alignment.align(_checked_image(image), np.asarray(landmarks, np.float32))

    def embed(self, crops: Sequence[RgbImage]) -> Embeddings:
        """(n, dimensions), float32, rows of length 1: the embeddings of n crops from ``align``.

        Raises ValueError when a crop has another shape or type.
        """
        size = self._bundle.card.crop_size
        for crop in crops:
            if _checked_image(crop).shape != (size, size, 3):
                raise ValueError(
                    f"Crops are {size}x{size} pixels: make them with align. Received: {crop.shape}"
                )
        return self._bundle.embed(crops)

    def compare(self, one: Embedding, many: Embedding | Sequence[Embedding]) -> float | Similarities:
        """The similarity of two faces in [0, 1], higher = more similar: a float for one other embedding, an
        array (n,), float32, for n.

        Above the model's detection threshold (in its card.json) they count as the same face.
        Raises ValueError when an embedding has another shape than (dimensions,).
        """
        others = many if np.ndim(many) != 1 or not len(many) else [many]
        dimensions = self._bundle.card.dimensions
        rows = np.stack([_checked_embedding(row, dimensions) for row in (one, *others)])
        head = self._bundle.head
        coordinates = head.coordinates(rows)
        similarities = head.similarity(coordinates[0], coordinates[1:])
        return similarities if others is many else float(similarities[0])

    def verify(
        self, photo: RgbImage | Path, other_photo: RgbImage | Path, level: Level = DEFAULT_LEVEL
    ) -> Verification:
        """Whether two photographs, arrays or files, show the same face. ``level``: as in the README.

        No face, several faces, a face too dark to judge, or a file that is not an image is a ``reason``,
        never verified. Raises ValueError when a photo is neither a path nor an array as for ``find``.
        """
        threshold = level_threshold(level, self.card)
        if threshold is None:
            return Verification(False, None, None, f"the model was not measured for the level {level}")
        crops = []
        for name, one in (("photo", photo), ("other photo", other_photo)):
            try:
                crops.append(single_face_crop(_read(one), self._finder))
            except (NoCropError, ImageFileError) as error:
                return Verification(False, None, threshold, f"{name}: {error}")
        return decide_pair(float(self.compare(*self._bundle.embed(crops))), threshold)


def _read(photo: RgbImage | Path) -> RgbImage:
    """Raises ImageFileError, and ValueError when it is neither a picture nor a path."""
    return read_image_file(Path(photo)) if isinstance(photo, str | Path) else _checked_image(photo)


def _checked_image(image: RgbImage) -> RgbImage:
    if isinstance(image, np.ndarray) and image.dtype == np.uint8:
        if image.ndim == 3 and image.shape[2] == 3 and image.size:
            return image
        received = f"shape {image.shape}"
    else:
        received = f"{type(image).__name__} of {getattr(image, 'dtype', 'no dtype')}"
    raise ValueError(f"A picture is an array of uint8, (height, width, 3), RGB. Received: {received}")


def _checked_embedding(embedding: Embedding, dimensions: int) -> Embedding:
    if np.shape(embedding) != (dimensions,):
        raise ValueError(f"An embedding has the shape ({dimensions},). Received: {np.shape(embedding)}")
    return np.asarray(embedding, np.float32)
