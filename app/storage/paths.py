"""The layout of the data folder."""

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[2]
HOME_VARIABLE = "SAMEFACE_HOME"


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders and files below ``root``, the data folder."""

    root: Path

    @property
    def settings(self) -> Path:
        return self.root / "settings.json"

    @property
    def people(self) -> Path:
        return self.root / "people"

    @property
    def models(self) -> Path:
        return self.root / "models"

    @property
    def runs(self) -> Path:
        """Checkpoints of unfinished trainings, and cached crops."""
        return self.root / "runs"

    @property
    def reports(self) -> Path:
        """A folder for each evaluation, and the images of ``show``."""
        return self.root / "reports"

    @property
    def logs(self) -> Path:
        return self.root / "logs"


def default_paths() -> Paths:
    """``application_data`` beside ``main.py``, or the folder in SAMEFACE_HOME."""
    named = os.environ.get(HOME_VARIABLE)
    return Paths(Path(os.path.expanduser(named)) if named else PROJECT / "application_data")  # noqa: PTH111


def paths_in(folder: Path | None) -> Paths:
    """The rooms of ``folder``; None: of the default folder."""
    return Paths(folder) if folder else default_paths()
