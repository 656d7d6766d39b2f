"""A process that looks at pictures. Several work at once, where threads would wait for Python's lock, and one
that crashes over a picture takes nothing with it."""

import logging
import multiprocessing
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from app.scoring.face_embedding import Obstacle, Sight, look
from app.system.log_setup import configure_logging, log_file
from app.system.opencv_threads import limit_opencv_threads
from model.api import Sameface

log = logging.getLogger(__name__)

END_TIMEOUT_S = 2.0


class Colleague:
    """Has networks of its own, from the folder ``bundle``; starts with the first picture. For one thread at a
    time."""

    def __init__(self, bundle: Path) -> None:
        self._bundle = bundle
        self._process: _Process | None = None

    def look(self, path: Path) -> Sight:
        """As ``app.scoring.face_embedding.look``, whose unforeseen errors are raised here.

        A picture over which the process ends is an obstacle; another process looks at the next one.
        """
        process = self._process = self._process or _Process(self._bundle)
        try:
            answer = process.ask(path)
        except (EOFError, OSError):
            log.warning("The process that looked at %s has ended.", path)
            self.close()
            return Obstacle.FAILED
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        if self._process:
            self._process.end()
        self._process = None


class _Process:
    """Ends with its pipe, also where whoever started it is killed."""

    def __init__(self, bundle: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        logs = log_file()
        arguments = (theirs, bundle, logs.parent if logs else None)
        self._process = context.Process(target=_work, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, path: Path) -> Sight | Exception:
        """Raises EOFError or OSError when the process has ended."""
        self._pipe.send(path)
        answer: Sight | Exception = self._pipe.recv()
        return answer

    def end(self) -> None:
        self._pipe.close()
        self._process.join(END_TIMEOUT_S)
        self._process.kill()


def _work(pipe: Connection, bundle: Path, logs: Path | None) -> None:
    """In the process itself. Ctrl-C is for whoever asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if logs:
        configure_logging(logs)
    limit_opencv_threads()
    answer_all(pipe, Sameface(bundle, threads=1))


def answer_all(pipe: Connection, sameface: Sameface) -> None:
    """What each picture shows that ``pipe`` asks for, or the error, until its other end is closed."""
    while True:
        try:
            path = pipe.recv()
        except EOFError:
            return
        try:
            answer: Sight | Exception = look(path, sameface)
        except Exception as error:  # noqa: BLE001 - it is raised where the answer is waited for
            answer = error
        pipe.send(answer)
