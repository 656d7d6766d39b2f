"""The layout of the data folder."""

import os
from dataclasses import dataclass
from pathlib import Path

from model.installation.kind import ROOT, Installation, installation

PROJECT = ROOT
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
    def liveness(self) -> Path:
        """The user's own liveness network."""
        return self.root / "liveness"

    @property
    def runs(self) -> Path:
        """Checkpoints of unfinished trainings, and cached crops."""
        return self.root / "runs"

    @property
    def reports(self) -> Path:
        """A folder for each evaluation, and the images of ``show``."""
        return self.root / "reports"

    @property
    def audit(self) -> Path:
        """The audit log."""
        return self.root / "audit.jsonl"

    @property
    def history(self) -> Path:
        """The attempts in the window."""
        return self.root / "history"

    @property
    def trusted_keys(self) -> Path:
        """Public keys of the makers whose signed models the user installs."""
        return self.root / "trusted_keys"

    @property
    def logs(self) -> Path:
        return self.root / "logs"


def default_paths() -> Paths:
    """The folder in SAMEFACE_HOME, else ``application_data`` beside ``main.py``, else the system's place."""
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return Paths(Path(os.path.expanduser(named)))  # noqa: PTH111
    return Paths(default_folder(installation()))


def default_folder(kind: Installation) -> Path:
    """Where the system keeps a user's data, such as ``~/.local/share/sameface``; in a checkout, beside the
    program."""
    if kind is Installation.CHECKOUT:
        return PROJECT / "application_data"
    from platformdirs import user_data_path

    return user_data_path("sameface", appauthor=False)


def paths_in(folder: Path | None) -> Paths:
    """The rooms of ``folder``; None: of the default folder."""
    return Paths(folder) if folder else default_paths()
