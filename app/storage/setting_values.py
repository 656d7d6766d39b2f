"""Values that settings can have. Importing this needs no package, because the help of the commands lists
them."""

from enum import StrEnum

MAX_AUDIT_DAYS = 36_500
MAX_THREADS = 64
MIN_TEXT_SIZE, MAX_TEXT_SIZE = 100, 200
"""Per cent of the normal size."""


class Theme(StrEnum):
    """The colours of the window: the desktop's choice, or always the same."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
