"""Standard output and standard error, whatever they lead to: any terminal, a pipe, a full disk."""

import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

ANY_NAME = "backslashreplace"
"""A character that the terminal cannot show is escaped: the answer matters more than its looks."""


class OutputError(Exception):
    """Standard output cannot be written. Neither OSError nor ValueError: the work itself did not fail."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"The answer could not be written to standard output: {reason}. "
            "What the command did is kept; send its output elsewhere to read it."
        )


def prepare_standard_streams() -> None:
    """Call it first: from then on no text is refused for its characters, and no message for its stream."""
    _occupy_closed_descriptors()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors=ANY_NAME)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - no path on Windows
    elif (raw := _raw(sys.stderr)) is not None:
        sys.stderr = _lenient(raw, sys.stderr.encoding)


def write_answer(text: str) -> None:
    """Print ``text``. Raises OutputError when it does not arrive."""
    if sys.stdout is None:
        raise OutputError("it is closed")
    try:
        print(text, flush=True)
    except OSError as error:
        _discard_output()
        raise OutputError(error.strerror or str(error)) from error


def write_json(content: str) -> None:
    """Print ``content`` in UTF-8, as JSON demands, whatever the terminal's encoding. Raises OutputError."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    write_answer(content)


class _LenientRaw(io.RawIOBase):
    """Passes on what ``raw`` takes and drops the rest: a message that cannot be shown ends no work."""

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
    """What ``stream`` writes to; None for a Windows console, or a stream of a test's."""
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)
    return raw if isinstance(raw, io.FileIO) else None


def _lenient(raw: io.FileIO, encoding: str) -> io.TextIOWrapper:
    buffered = io.BufferedWriter(_LenientRaw(raw))
    return io.TextIOWrapper(buffered, encoding, ANY_NAME, line_buffering=True, write_through=True)


def _occupy_closed_descriptors() -> None:
    """The next file that is opened would take the place of a closed one, and get what is written there."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def _discard_output() -> None:
    """Python flushes its buffer when it ends; that would fail again, with an exit code of its own."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
