"""The networks of a data folder, which stay loaded."""

import numpy as np

from app.storage.model_store import ModelStore
from app.storage.paths import Paths
from model.runtime.bundle import Bundle
from model.vision.alignment import CROP_SIZE
from model.vision.mtcnn import MtcnnFinder


class Networks:
    """Use them on one thread."""

    def __init__(self, paths: Paths) -> None:
        self.models = ModelStore(paths.models)
        self._loaded: tuple[str, Bundle] | None = None
        self._finders: dict[bool, MtcnnFinder] = {}

    def bundle(self) -> Bundle:
        """The model in use; loaded again when the user has chosen another one. Raises BundleError."""
        current = self.models.current
        if self._loaded is None or self._loaded[0] != current:
            self._loaded = current, self.models.load_current()
        return self._loaded[1]

    def warm_up(self) -> None:
        """Load everything that a camera needs, and run it once. Raises BundleError."""
        self.bundle().embed([np.zeros((CROP_SIZE, CROP_SIZE, 3), np.uint8)])
        self.finder(live=True).find(np.zeros((480, 640, 3), np.uint8))

    def finder(self, *, live: bool) -> MtcnnFinder:
        """``live``: for a camera; otherwise for photographs, which may show smaller faces."""
        if live not in self._finders:
            self._finders[live] = MtcnnFinder(live=live)
        return self._finders[live]
