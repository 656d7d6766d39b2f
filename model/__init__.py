"""Finding, aligning, embedding and comparing faces: ``from model import Sameface``."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from model.library import Sameface

__all__ = ["Sameface"]


def __getattr__(name: str) -> object:
    """What the library exports, loaded when first asked for: importing ``model`` alone costs nothing."""
    if name in __all__:
        return getattr(import_module("model.library"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
