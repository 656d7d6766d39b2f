import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from app.scoring.face_embedding import FaceFailure
from app.scoring.worker_pool import WorkerPool

PATHS = [Path(f"{number}.png") for number in range(10)]


class RecordingWorker:
    """Finds no face in any picture, and records its batches. ``wait`` is called before each."""

    def __init__(self, batch_size: int = 1, wait: Callable[[], object] = lambda: None) -> None:
        self.batch_size = batch_size
        self.batches: list[list[Path]] = []
        self._wait = wait
        self._in_use = threading.Lock()

    def embed_faces(self, paths: Sequence[Path]) -> list[FaceFailure]:
        assert self._in_use.acquire(blocking=False)
        self._wait()
        self.batches.append(list(paths))
        self._in_use.release()
        return [FaceFailure.NO_FACE for _ in paths]


class Broken(RecordingWorker):
    def embed_faces(self, paths: Sequence[Path]) -> list[FaceFailure]:
        if PATHS[0] in paths:
            raise ValueError("no memory")
        return super().embed_faces(paths)


def test_every_worker_is_used_by_one_thread_at_a_time() -> None:
    together = threading.Barrier(2)
    workers = [RecordingWorker(wait=lambda: together.wait(timeout=10)) for _ in range(2)]
    pool = WorkerPool(workers)
    for result in [pool.embed_face(path) for path in PATHS]:
        assert result.result(timeout=10) is FaceFailure.NO_FACE
    pool.close()
    assert [len(worker.batches) for worker in workers] == [5, 5]


def test_pictures_that_wait_are_embedded_together() -> None:
    all_wait = threading.Event()
    worker = RecordingWorker(batch_size=4, wait=lambda: all_wait.wait(timeout=10))
    pool = WorkerPool([worker])
    results = [pool.embed_face(path) for path in PATHS]
    all_wait.set()
    assert {result.result(timeout=10) for result in results} == {FaceFailure.NO_FACE}
    pool.close()
    assert [path for batch in worker.batches for path in batch] == PATHS
    assert max(map(len, worker.batches)) == 4


def test_an_error_is_raised_for_its_batch_only() -> None:
    pool = WorkerPool([Broken()])
    failing, working = pool.embed_face(PATHS[0]), pool.embed_face(PATHS[1])
    with pytest.raises(ValueError, match="no memory"):
        failing.result(timeout=10)
    assert working.result(timeout=10) is FaceFailure.NO_FACE
    pool.close()


def test_closing_cancels_what_waits_and_finishes_what_runs() -> None:
    has_started, may_end = threading.Event(), threading.Event()
    worker = RecordingWorker(wait=lambda: (has_started.set(), may_end.wait(timeout=10)))
    pool = WorkerPool([worker])
    running = pool.embed_face(PATHS[0])
    has_started.wait(timeout=10)
    waiting = pool.embed_face(PATHS[1])
    closing = threading.Thread(target=pool.close)
    closing.start()
    while not waiting.cancelled():
        closing.join(timeout=0.001)
    may_end.set()
    closing.join(timeout=10)
    assert running.result(timeout=10) is FaceFailure.NO_FACE
    assert worker.batches == [[PATHS[0]]]
