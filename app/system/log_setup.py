"""One rotating log file; the terminal stays for answers."""

import logging
from contextlib import suppress
from enum import StrEnum
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.system.log_redaction import DiscreetFormatter

FILE = "sameface.log"
LOG_BYTES = 1_000_000
OLD_FILES = 2
FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


class LogLevel(StrEnum):
    """The least that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class _LogFile(RotatingFileHandler):
    """Never in the way of what is logged: a full disk or a file that another process holds is borne."""

    def doRollover(self) -> None:  # noqa: N802 - the name is logging's
        """A file that cannot make room is written on."""
        with suppress(OSError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Python would print a traceback for each line that cannot be written."""


def log_to(folder: Path, level: LogLevel = LogLevel.INFO) -> None:
    """Log to ``folder/sameface.log`` and nowhere else from now on. Where that cannot be written, warnings go
    to standard error."""
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _LogFile(folder / FILE, maxBytes=LOG_BYTES, backupCount=OLD_FILES, encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler()
        handler.setLevel(logging.WARNING)
    handler.set_name(FILE)
    handler.setFormatter(DiscreetFormatter(FORMAT))
    root = logging.getLogger()
    for before in [one for one in root.handlers if one.get_name() == FILE]:
        root.removeHandler(before)
        with suppress(OSError):
            before.close()
    root.addHandler(handler)
    root.setLevel(level.upper())


def log_file() -> Path | None:
    """Where it is logged to; None: to standard error, or not at all yet."""
    files = (one for one in logging.getLogger().handlers if isinstance(one, _LogFile))
    return next((Path(one.baseFilename) for one in files), None)


def see_log() -> str:
    """A sentence that says where more is told; empty when it stood on standard error."""
    return f"The log has the details: {log_file()}" if log_file() else ""
