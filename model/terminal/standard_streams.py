"""Standard output and standard error that work with any terminal, pipe or full disk."""

import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

ENCODING_ERRORS = "backslashreplace"
"""Escape characters that the terminal's encoding lacks, rather than fail."""


class OutputError(Exception):
    """Standard output cannot be written. Not an OSError or ValueError, because the work itself did not
    fail."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The answer could not be written to standard output: {reason}. "
            "What the command did is kept; send its output elsewhere to read it."
        )


def prepare_standard_streams() -> None:
    """Call this first: afterwards no character and no broken stderr makes printing fail."""
    _occupy_closed_descriptors()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors=ENCODING_ERRORS)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - no path on Windows
    elif (raw := _raw(sys.stderr)) is not None:
        sys.stderr = _lenient(raw, sys.stderr.encoding)


def write_answer(text: str) -> None:
    """Print ``text``. Raises OutputError when it cannot be written."""
    if sys.stdout is None:
        raise OutputError("it is closed")
    try:
        print(text, flush=True)
    except OSError as error:
        _discard_output()
        raise OutputError(error.strerror or str(error)) from error


def write_json(content: str) -> None:
    """Print ``content`` in UTF-8, as JSON requires, regardless of the terminal's encoding. Raises
    OutputError."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    write_answer(content)


class _LenientRaw(io.RawIOBase):
    """Writes to ``raw`` and ignores errors: a message that cannot be shown must not end the work."""

    def __init__(self, raw: io.FileIO) -> None:
        self._raw = raw

    def write(self, content: "ReadableBuffer", /) -> int:
        try:
            return self._raw.write(content)
        except OSError:
            return memoryview(content).nbytes

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._raw.isatty()

    def fileno(self) -> int:
        return self._raw.fileno()


def _raw(stream: object) -> io.FileIO | None:
    """The file that ``stream`` writes to; None for a Windows console or a fake stream."""
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)
    return raw if isinstance(raw, io.FileIO) else None


def _lenient(raw: io.FileIO, encoding: str) -> io.TextIOWrapper:
    buffered = io.BufferedWriter(_LenientRaw(raw))
    return io.TextIOWrapper(buffered, encoding, ENCODING_ERRORS, line_buffering=True, write_through=True)


def _occupy_closed_descriptors() -> None:
    """Otherwise the next opened file would take a closed stream's descriptor, and receive its output."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def _discard_output() -> None:
    """Python flushes the buffer at exit, which would fail again and change the exit code."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
