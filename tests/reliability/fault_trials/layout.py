"""Names and paths that the trials share with their worker."""

from pathlib import Path

STARTED, DONE = "begin", "done"
"""The first word of each line that a worker reports."""

PERSON = "ada"
PASSPHRASE = "correct horse"
UNLOCK_AT = 40
"""Failures."""
VERSIONS = ("one", "two")


def image_files_in(folder: Path) -> Path:
    """The images that ``collect`` reads."""
    return folder / "pictures"


def models_in(folder: Path) -> Path:
    return folder / "models"


def settings_in(folder: Path) -> Path:
    return folder / "settings.json"
