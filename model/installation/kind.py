"""The three ways to install Sameface: a checkout, a Python package, or a folder without Python."""

import sys
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The folder of app/, model/ and training/: the checkout, or a folder inside the package or the program."""


class Installation(Enum):
    CHECKOUT = "checkout"
    PACKAGE = "package"
    """Installed by pip, pipx or uv: the command is ``sameface``."""
    FOLDER = "folder"
    """PyInstaller's folder: the program contains its own Python."""


def installation() -> Installation:
    """How this program is installed. A checkout has ``main.py``; the others do not contain it."""
    if getattr(sys, "frozen", False):
        return Installation.FOLDER
    return Installation.CHECKOUT if (ROOT / "main.py").is_file() else Installation.PACKAGE
