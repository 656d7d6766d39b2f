"""What the trials and the processes they kill have agreed on."""

from pathlib import Path

BEGIN, DONE = "begin", "done"
"""The first word of a line that a process tells."""

PERSON = "ada"
VERSIONS = ("one", "two")


def image_files_in(folder: Path) -> Path:
    """What is collected from."""
    return folder / "pictures"


def models_in(folder: Path) -> Path:
    return folder / "models"


def settings_in(folder: Path) -> Path:
    return folder / "settings.json"
