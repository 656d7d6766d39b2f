"""A worker process that embeds faces. Processes run concurrently where threads would wait for Python's lock,
and a crash costs one picture only."""

import logging
import multiprocessing
import signal
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from app.scoring.face_embedding import FaceFailure, FaceResult, embed_face
from app.system.log_setup import configure_logging, log_file
from app.system.opencv_threads import limit_opencv_threads
from model.api import Sameface

log = logging.getLogger(__name__)

END_TIMEOUT_S = 2.0


class FaceWorker:
    """A process with its own networks, from the folder ``bundle``. Starts with the first picture. Only one
    thread at a time may use it."""

    batch_size = 1
    """A second process would be idle meanwhile."""

    def __init__(self, bundle: Path) -> None:
        self._bundle = bundle
        self._process: _WorkerProcess | None = None

    def embed_face(self, path: Path) -> FaceResult:
        """As ``app.scoring.face_embedding.embed_face``; an unexpected error is raised here.

        When the process crashes, the result is ``FaceFailure.FAILED``, and the next picture starts a new one.
        """
        process = self._process = self._process or _WorkerProcess(self._bundle)
        try:
            answer = process.ask(path)
        except (EOFError, OSError):
            log.warning("The worker process crashed on %s.", path)
            self.close()
            return FaceFailure.FAILED
        if isinstance(answer, Exception):
            raise answer
        return answer

    def embed_faces(self, paths: Sequence[Path]) -> list[FaceResult]:
        return [self.embed_face(path) for path in paths]

    def close(self) -> None:
        if self._process:
            self._process.end()
        self._process = None


class _WorkerProcess:
    """Ends when its pipe is closed, even when the parent process is killed."""

    def __init__(self, bundle: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, child_pipe = context.Pipe()
        logs = log_file()
        arguments = (child_pipe, bundle, logs.parent if logs else None)
        self._process = context.Process(target=_work, args=arguments, daemon=True)
        self._process.start()
        child_pipe.close()

    def ask(self, path: Path) -> FaceResult | Exception:
        """Raises EOFError or OSError when the process has ended."""
        self._pipe.send(path)
        answer: FaceResult | Exception = self._pipe.recv()
        return answer

    def end(self) -> None:
        self._pipe.close()
        self._process.join(END_TIMEOUT_S)
        self._process.kill()


def _work(pipe: Connection, bundle: Path, logs: Path | None) -> None:
    """The main function of the worker process. Only the parent process handles Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if logs:
        configure_logging(logs)
    limit_opencv_threads()
    serve_requests(pipe, Sameface(bundle, threads=1))


def serve_requests(pipe: Connection, sameface: Sameface) -> None:
    """Answer each path from ``pipe`` with a FaceResult or an exception, until the other end is closed."""
    while True:
        try:
            path = pipe.recv()
        except EOFError:
            return
        try:
            answer: FaceResult | Exception = embed_face(path, sameface)
        except Exception as error:  # noqa: BLE001 - raised in the parent process
            answer = error
        pipe.send(answer)
