"""A display for windows under test: the user's, or a virtual one."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class DisplayUnavailableError(Exception):
    """There is no display, and Xvfb cannot provide one."""


PATIENCE_S = 60.0
"""A busy machine may take long to stop the server."""


@contextmanager
def private_display() -> Iterator[dict[str, str]]:
    """Like ``display``, but virtual if Xvfb is installed: no other window, key or click can interfere."""
    with (virtual_display if has_xvfb() else display)() as environment:
        yield environment


@contextmanager
def display() -> Iterator[dict[str, str]]:
    """Environment variables with which a window can be opened. Raises DisplayUnavailableError."""
    if not sys.platform.startswith("linux") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        yield dict(os.environ)
    elif has_xvfb():
        with virtual_display() as environment:
            yield environment
    else:
        raise DisplayUnavailableError("There is no DISPLAY, and Xvfb is not installed.")


def has_xvfb() -> bool:
    return sys.platform.startswith("linux") and shutil.which("Xvfb") is not None


@contextmanager
def virtual_display(size: str = "1700x1100") -> Iterator[dict[str, str]]:
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=(writer,), stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()
        if not number:
            raise DisplayUnavailableError("Xvfb is installed but does not start.")
        yield {**os.environ, "DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait(PATIENCE_S)
