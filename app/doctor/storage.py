"""The data folder: whether it can be written, and whether there is room."""

import shutil
import tempfile
from pathlib import Path

from app.doctor.finding import Finding, Status
from app.storage.paths import Paths
from app.system.log_setup import FILE

ENOUGH_BYTES = 1_000_000_000
"""A training keeps checkpoints and cached crops."""
LEAST_BYTES = 50_000_000
ADVICE = "See that the folder may be written, or choose another with --data."


def check_stores(paths: Paths) -> list[Finding]:
    """Nothing that is tried is left there; a folder that is missing is judged by the one it would lie in."""
    rooms = {room.name: room for room in (paths.people, paths.models, paths.runs, paths.reports)}
    rooms = {"the folder itself": paths.root, **rooms}
    refused = [f"{name} ({reason})" for name, room in rooms.items() if (reason := refusal(room))]
    if refused:
        sentence = f"Cannot be written: {', '.join(refused)}."
        written = Finding("data", Status.FAILED, sentence, ADVICE, str(paths.root))
    else:
        written = Finding("data", Status.OK, "The data folder can be written.", detail=str(paths.root))
    return [written, check_room(existing(paths.root))]


def check_room(folder: Path) -> Finding:
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Finding("disk", Status.WARNING, f"Its room is not known: {error.strerror}.", ADVICE)
    sentence = f"{free / 1e9:,.1f} GB are free."
    if free >= ENOUGH_BYTES:
        return Finding("disk", Status.OK, sentence)
    status = Status.WARNING if free >= LEAST_BYTES else Status.FAILED
    return Finding("disk", status, sentence, "Make room; a training takes up to 1 GB.")


def check_log(paths: Paths) -> Finding:
    reason = refusal(paths.logs)
    if reason:
        sentence = f"The log cannot be written ({reason}); warnings go to the terminal."
        return Finding("log", Status.WARNING, sentence, ADVICE, str(paths.logs))
    return Finding("log", Status.OK, "What went wrong stands in the log.", detail=str(paths.logs / FILE))


def refusal(folder: Path) -> str:
    """Why a file cannot be written to ``folder``; empty when it can."""
    try:
        with tempfile.TemporaryFile(dir=existing(folder)):
            return ""
    except OSError as error:
        return error.strerror or type(error).__name__


def existing(folder: Path) -> Path:
    """``folder``, or the nearest one above that is there."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
