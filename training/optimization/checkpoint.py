"""The state of a training run in one file. The file is complete at all times, even after the process is
killed."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
from model.storage.atomic_file import write_atomically
from model.storage.leftovers import remove_leftovers_of
from training.jobs.progress import JobError


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """The state after ``epochs`` whole epochs.

    ``run`` is the run's identity. ``losses`` holds the mean loss of each epoch, ``validation`` its validation
    score if there is one. ``variables`` are the network's, then the optimizer's. ``policy`` is the dtype
    policy of the run; empty: none was chosen.

    No random state is stored: each epoch seeds its own generator with its number.
    """

    run: str
    epochs: int
    losses: tuple[float, ...]
    variables: Sequence[NDArray[np.generic]]
    validation: tuple[float, ...] = ()
    policy: str = ""


def save_checkpoint(file: Path, checkpoint: Checkpoint) -> None:
    """Raises OSError when the disk is full or read-only; the previous checkpoint then stays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, encode_checkpoint(checkpoint))


def load_checkpoint(file: Path, run: str) -> Checkpoint | None:
    """None when there is no checkpoint, or one of another run: training then starts from the beginning.

    Deletes files that a killed process left half written. Raises JobError when the checkpoint is damaged.
    """
    remove_leftovers_of(file)
    if not file.is_file():
        return None
    try:
        found = decode_checkpoint(file.read_bytes())
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
        advice = Message("Delete it to start from the beginning.")
        raise JobError(
            Message(
                "The checkpoint {file} is damaged ({error}). {advice}", file=file, error=error, advice=advice
            )
        ) from error
    return found if found.run == run else None


def encode_checkpoint(checkpoint: Checkpoint) -> bytes:
    content = io.BytesIO()
    arrays: dict[str, Any] = {
        f"variable_{index:04d}": value for index, value in enumerate(checkpoint.variables)
    }
    arrays |= {"run": checkpoint.run, "epochs": checkpoint.epochs, "losses": checkpoint.losses}
    arrays |= {"judged": checkpoint.validation, "policy": checkpoint.policy}
    np.savez(content, **arrays)
    return content.getvalue()


def decode_checkpoint(content: bytes) -> Checkpoint:
    """Raises EOFError, ValueError, KeyError or BadZipFile when ``content`` is damaged."""
    with np.load(io.BytesIO(content), allow_pickle=False) as stored:
        names = sorted(name for name in stored.files if name.startswith("variable_"))
        return Checkpoint(
            run=str(stored["run"]),
            epochs=int(stored["epochs"]),
            losses=tuple(stored["losses"].tolist()),
            variables=[stored[name] for name in names],
            validation=tuple(stored["judged"].tolist()) if "judged" in stored else (),
            policy=str(stored["policy"]) if "policy" in stored else "",
        )
