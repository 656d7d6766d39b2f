"""Finding, aligning, embedding, comparing and verifying faces: ``from model import Sameface``."""

import os
from importlib import import_module
from typing import TYPE_CHECKING

from model.installation import version

if TYPE_CHECKING:
    from model.api import Sameface, Verification

__all__ = ["Sameface", "Verification"]
__version__ = version.VERSION

# OpenCV reads this once, when it is imported: it then refuses a larger picture before allocating its memory.
os.environ.setdefault("OPENCV_IO_MAX_IMAGE_PIXELS", "50000000")


def __getattr__(name: str) -> object:
    """What the library exports, loaded on first use: importing ``model`` alone costs nothing."""
    if name in __all__:
        return getattr(import_module("model.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
