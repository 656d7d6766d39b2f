"""The provenance of a score file, stored in a small file beside it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.storage.errors import translate_os_errors
from app.storage.file_lock import exclusive_lock
from model.messages.message import Message, english_only
from model.messages.message_error import MessageError
from model.storage.atomic_file import write_atomically
from model.storage.json_codec import JsonError, decode_json, encode_json
from model.storage.output_file import require_output_file

SUFFIX = ".origin.json"


class ProvenanceMismatchError(MessageError, ValueError):
    """The output file has scores of another model or list, or is not a score file."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """The ``model``'s name, the digest of the card of its ``bundle``, and the folder that the pictures are
    relative to."""

    model: str
    bundle: str
    pictures: str

    def __str__(self) -> str:
        return f"the model {self.model} ({self.bundle[:12]}) and pictures from {self.pictures}"


def provenance_file(out: Path) -> Path:
    return out.with_name(out.name + SUFFIX)


def lock_file(out: Path) -> Path:
    return out.with_name(f".{out.name}.lock")


@contextmanager
def exclusive_output(out: Path, provenance: Provenance) -> Iterator[None]:
    """Ensure that ``out`` is new, empty or of this ``provenance``, and lock it against other processes for
    the duration of the block.

    Raises ProvenanceMismatchError, OutputFileError, StoreError when it cannot be written, and BusyError.
    """
    require_output_file(out, "--out")
    refusal = Message(
        "Another process is writing scores to {out}. Wait for it, or name another file with --out.", out=out
    )
    with ExitStack() as stack:
        with translate_os_errors(Message("keep scores in"), out, option="--out"):
            stack.enter_context(exclusive_lock(lock_file(out), refusal))
        _check_provenance(out, provenance)
        yield


def _check_provenance(out: Path, provenance: Provenance) -> None:
    with translate_os_errors(Message("keep scores in"), out, option="--out"):
        if not out.exists() or out.stat().st_size == 0:
            write_atomically(provenance_file(out), f"{encode_json(provenance, indent=2)}\n".encode())
        elif (theirs := _read(provenance_file(out))) != provenance:
            raise ProvenanceMismatchError(english_only(_describe_mismatch(out, theirs, provenance)))


def advice(out: Path) -> str:
    return f"Name another file with --out, or delete {out} and {provenance_file(out).name} to start over."


def _describe_mismatch(out: Path, theirs: Provenance | None, ours: Provenance) -> str:
    if theirs:
        return f"{out} was started with {theirs}. This run uses {ours}. {advice(out)}"
    reason = f"there is no {provenance_file(out).name} beside it"
    return f"{out} exists but is not a score file: {reason}. Name another file with --out, or move it."


def _read(file: Path) -> Provenance | None:
    """None when the file is missing or damaged."""
    try:
        return decode_json(file.read_bytes(), Provenance)
    except (FileNotFoundError, JsonError):
        return None
