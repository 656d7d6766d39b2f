"""One rotating log file. Nothing is logged to the terminal, which is for answers."""

import logging
from contextlib import suppress
from enum import StrEnum
from logging.handlers import RotatingFileHandler
from pathlib import Path

from app.system.log_redaction import RedactingFormatter
from model.messages.message import Message

FILE = "sameface.log"
LOG_BYTES = 1_000_000
BACKUP_FILES = 2
FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


class LogLevel(StrEnum):
    """The lowest level that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class _LogFile(RotatingFileHandler):
    """Ignores write and rollover errors, such as a full disk or a file that another process has open."""

    def doRollover(self) -> None:  # noqa: N802 - the name is logging's
        """On an error, continue with the same file."""
        with suppress(OSError):
            super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
        """Stay silent: Python would print a traceback for each line."""


def configure_logging(folder: Path, level: LogLevel = LogLevel.INFO) -> None:
    """Log to ``folder/sameface.log`` and nowhere else. When that file cannot be written, print warnings to
    standard error."""
    handler: logging.Handler
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = _LogFile(folder / FILE, maxBytes=LOG_BYTES, backupCount=BACKUP_FILES, encoding="utf-8")
    except OSError:
        handler = logging.StreamHandler()
        handler.setLevel(logging.WARNING)
    handler.set_name(FILE)
    handler.setFormatter(RedactingFormatter(FORMAT))
    root = logging.getLogger()
    for before in [one for one in root.handlers if one.get_name() == FILE]:
        root.removeHandler(before)
        with suppress(OSError):
            before.close()
    root.addHandler(handler)
    root.setLevel(level.upper())


def log_file() -> Path | None:
    """The path of the log; None when logging goes to standard error or is not configured."""
    files = (one for one in logging.getLogger().handlers if isinstance(one, _LogFile))
    return next((Path(one.baseFilename) for one in files), None)


def log_hint() -> Message:
    """A sentence that names the log; empty when there is no log file."""
    file = log_file()
    return Message("The log has the details: {file}", file=file) if file else Message("")
