"""A screen for the window: the one there is, or one of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


class DisplayUnavailableError(Exception):
    """There is none, and none can be made here."""


@contextmanager
def private_display() -> Iterator[dict[str, str]]:
    """``screen``, but nobody else's where Xvfb is installed: no window covers another, and no key or click
    lands in what somebody is working at."""
    with (_virtual_display if _has_xvfb() else screen)() as environment:
        yield environment


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """The environment in which a window can be opened. Raises DisplayUnavailableError."""
    if not sys.platform.startswith("linux") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        yield dict(os.environ)
    elif _has_xvfb():
        with _virtual_display() as environment:
            yield environment
    else:
        raise DisplayUnavailableError("There is no DISPLAY, and Xvfb is not installed.")


def _has_xvfb() -> bool:
    return sys.platform.startswith("linux") and shutil.which("Xvfb") is not None


@contextmanager
def _virtual_display() -> Iterator[dict[str, str]]:
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1700x1100x24", "-nolisten", "tcp"]
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
        server.wait(10)
