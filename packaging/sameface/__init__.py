"""Is this the same face? ``from sameface import Sameface`` finds, embeds, compares and verifies faces."""

from sameface import model
from sameface.model.installation import version

__all__ = ["Sameface", "Verification"]
__version__ = version.VERSION


def __getattr__(name: str) -> object:
    """What ``sameface.model`` exports, loaded on first use."""
    return getattr(model, name)
