"""Names of folders that are written once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


def dated_folder(parent: Path, name: str) -> Path:
    """``parent/YYYYMMDD-HHMMSS-name`` in UTC. When that exists, as after a clock was set back, the next free
    second."""
    moment = datetime.now(UTC)
    while (folder := parent / f"{moment:%Y%m%d-%H%M%S}-{name}").exists():
        moment += timedelta(seconds=1)
    return folder
