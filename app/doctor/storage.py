"""Check that the data folder is writable and that the disk has enough space."""

import shutil
import tempfile
from pathlib import Path

from app.doctor.finding import Finding, Status
from app.storage.paths import Paths
from app.system.log_setup import FILE

TRAINING_BYTES = 1_000_000_000
"""A training stores checkpoints and cached crops."""
MIN_FREE_BYTES = 50_000_000
ADVICE = "Make the folder writable, or choose another with --data."


def check_data_folder(paths: Paths) -> list[Finding]:
    """Leaves nothing behind. A missing folder is checked by its nearest existing parent."""
    rooms = {room.name: room for room in (paths.people, paths.models, paths.runs, paths.reports)}
    rooms = {"the folder itself": paths.root, **rooms}
    refused = [f"{name} ({reason})" for name, room in rooms.items() if (reason := write_error(room))]
    if refused:
        sentence = f"Not writable: {', '.join(refused)}."
        written = Finding("data", Status.FAILED, sentence, ADVICE, str(paths.root))
    else:
        written = Finding("data", Status.OK, "The data folder is writable.", detail=str(paths.root))
    return [written, check_disk_space(nearest_existing(paths.root))]


def check_disk_space(folder: Path) -> Finding:
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding("disk", Status.WARNING, f"The free space is unknown: {error.strerror}.", ADVICE)
    sentence = f"{free / 1e9:,.1f} GB are free."
    if free >= TRAINING_BYTES:
        return Finding("disk", Status.OK, sentence)
    status = Status.WARNING if free >= MIN_FREE_BYTES else Status.FAILED
    return Finding("disk", status, sentence, "Free some space: training needs up to 1 GB.")


def check_log(paths: Paths) -> Finding:
    reason = write_error(paths.logs)
    if reason:
        sentence = f"The log is not writable ({reason}). Warnings are printed to the terminal."
        return Finding("log", Status.WARNING, sentence, ADVICE, str(paths.logs))
    return Finding("log", Status.OK, "Errors are written to the log.", detail=str(paths.logs / FILE))


def write_error(folder: Path) -> str:
    """Why no file can be written to ``folder``; empty when one can."""
    try:
        with tempfile.TemporaryFile(dir=nearest_existing(folder)):
            return ""
    except OSError as error:
        return error.strerror or type(error).__name__


def nearest_existing(folder: Path) -> Path:
    """``folder``, or its nearest existing parent."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
