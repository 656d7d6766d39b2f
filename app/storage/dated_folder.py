"""Names of folders that are made once and never written again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


def dated_folder(parent: Path, name: str) -> Path:
    """``parent/YYYYMMDD-HHMMSS-name`` with the moment in UTC, or the next second that is free: where a clock
    was set back, a moment comes twice."""
    moment = datetime.now(UTC)
    while (folder := parent / f"{moment:%Y%m%d-%H%M%S}-{name}").exists():
        moment += timedelta(seconds=1)
    return folder
