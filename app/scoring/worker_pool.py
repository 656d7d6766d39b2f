"""A pool of threads that embed faces with workers, in batches where a worker takes several pictures."""

import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Protocol, TypeAlias

from app.scoring.face_embedding import FaceResult


class Worker(Protocol):
    """Takes at most ``batch_size`` pictures at once."""

    @property
    def batch_size(self) -> int: ...

    def embed_faces(self, paths: Sequence[Path]) -> Sequence[FaceResult]:
        """For each picture, the embedding of its face, or why there is none."""


_Job: TypeAlias = tuple[Path, Future[FaceResult]]


class WorkerPool:
    """Starts a thread for each of ``workers``, the only one that uses it. A worker gets the pictures that
    wait: full batches while the pool is busy; it never waits for more. If it raises, so do the results of
    its batch."""

    def __init__(self, workers: Sequence[Worker]) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._threads = [threading.Thread(target=self._serve, args=(one,), daemon=True) for one in workers]
        for thread in self._threads:
            thread.start()

    def embed_face(self, path: Path) -> Future[FaceResult]:
        result: Future[FaceResult] = Future()
        self._jobs.put((path, result))
        return result

    def close(self) -> None:
        """Cancel what has not started, and wait for the rest."""
        while (job := self._next_job()) is not None:
            job[1].cancel()
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _serve(self, worker: Worker) -> None:
        while (job := self._jobs.get()) is not None:
            batch = [job]
            while len(batch) < worker.batch_size and (job := self._next_job()) is not None:
                batch.append(job)
            _embed(batch, worker)

    def _next_job(self) -> _Job | None:
        """None when no picture waits; the mark of the end stays."""
        try:
            job = self._jobs.get_nowait()
        except Empty:
            return None
        if job is None:
            self._jobs.put(None)
        return job


def _embed(batch: Sequence[_Job], worker: Worker) -> None:
    try:
        faces = worker.embed_faces([path for path, _ in batch])
    except BaseException as error:  # noqa: BLE001 - raised where the result is read
        for _, result in batch:
            result.set_exception(error)
        return
    for (_, result), face in zip(batch, faces, strict=True):
        result.set_result(face)
