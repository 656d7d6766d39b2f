"""What a score file was made with, told in a small file beside it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.storage.errors import translate_os_errors
from app.storage.file_lock import exclusive_lock
from model.storage.atomic_file import write_atomically
from model.storage.json_codec import JsonError, decode_json, encode_json
from model.storage.output_file import require_output_file

SUFFIX = ".origin.json"


class OtherOriginError(ValueError):
    """The file that scores are to be written to was begun with something else, or is another file."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The ``model``'s name, the digest of its ``bundle``'s card, and the folder that names of pictures start
    from."""

    model: str
    bundle: str
    pictures: str


def origin_file(out: Path) -> Path:
    return out.with_name(out.name + SUFFIX)


def lock_file(out: Path) -> Path:
    return out.with_name(f".{out.name}.lock")


@contextmanager
def claimed(out: Path, origin: Origin) -> Iterator[None]:
    """Make sure that ``out`` is new, empty or of this ``origin``, and that no other process writes it as long
    as the block lasts.

    Raises OtherOriginError, OutputFileError, StoreError when it cannot be written,
    BusyError.
    """
    require_output_file(out, "--out")
    refusal = f"Another process writes scores to {out}. Let it end, or name another file with --out."
    with ExitStack() as stack:
        with translate_os_errors("keep scores in", out, option="--out"):
            stack.enter_context(exclusive_lock(lock_file(out), refusal))
        _claim(out, origin)
        yield


def _claim(out: Path, origin: Origin) -> None:
    with translate_os_errors("keep scores in", out, option="--out"):
        if not out.exists() or out.stat().st_size == 0:
            write_atomically(origin_file(out), f"{encode_json(origin, indent=2)}\n".encode())
        elif (theirs := _read(origin_file(out))) != origin:
            raise OtherOriginError(_told(out, theirs, origin))


def advice(out: Path) -> str:
    return f"Name another file with --out, or delete {out} and {origin_file(out).name} to begin anew."


def _told(out: Path, theirs: Origin | None, ours: Origin) -> str:
    if theirs:
        return f"{out} was begun with {theirs}, and this is {ours}. {advice(out)}"
    beside = f"no {origin_file(out).name} beside it says that its scores are of this program"
    return f"{out} is there already, and {beside}. Name another file with --out, or move it away."


def _read(file: Path) -> Origin | None:
    """None when there is none that can be read."""
    try:
        return decode_json(file.read_bytes(), Origin)
    except (FileNotFoundError, JsonError):
        return None
