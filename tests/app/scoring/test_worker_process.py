"""Processes that look at real pictures."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import psutil
import pytest

from app.scoring.face_embedding import FaceFailure, embed_face
from app.scoring.worker_process import FaceWorker, serve_requests
from model.api import Sameface
from model.runtime.bundle import SHIPPED_BUNDLE
from tests.app.scoring.synthetic_pairs import FakeSameface, write_pictures
from tests.support.portraits import COLLINS


@pytest.fixture
def worker() -> Iterator[FaceWorker]:
    with closing(FaceWorker(SHIPPED_BUNDLE)) as one:
        yield one


def children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


@pytest.mark.slow
def test_sees_what_is_seen_here(worker: FaceWorker, tmp_path: Path) -> None:
    expected = embed_face(COLLINS.path, Sameface(threads=1))
    assert np.allclose(worker.embed_face(COLLINS.path), expected, atol=1e-5)
    assert worker.embed_face(tmp_path / "gone.png") is FaceFailure.NO_FILE


@pytest.mark.slow
def test_a_process_that_crashes_costs_one_picture_and_ctrl_c_none(worker: FaceWorker) -> None:
    before = {child.pid for child in children()}
    assert not isinstance(worker.embed_face(COLLINS.path), FaceFailure)
    (process,) = [child for child in children() if child.pid not in before]
    if os.name == "posix":
        process.send_signal(signal.SIGINT)
        assert not isinstance(worker.embed_face(COLLINS.path), FaceFailure)
    process.kill()
    assert worker.embed_face(COLLINS.path) is FaceFailure.FAILED
    assert not isinstance(worker.embed_face(COLLINS.path), FaceFailure)


@pytest.mark.slow
def test_a_process_that_cannot_start_costs_pictures_and_not_the_run(tmp_path: Path) -> None:
    with closing(FaceWorker(tmp_path)) as worker:
        assert worker.embed_face(COLLINS.path) is FaceFailure.FAILED


def test_an_unexpected_error_is_an_answer_and_the_next_picture_is_processed(tmp_path: Path) -> None:
    class Broken(FakeSameface):
        def find(self, image):
            if image[0, 0, 0] == 150:
                raise KeyError("unforeseen")
            return super().find(image)

    write_pictures(tmp_path, 150, 50)
    ours, theirs = multiprocessing.Pipe()
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(serve_requests, theirs, Broken())
        ours.send(tmp_path / "150.png")
        assert isinstance(ours.recv(), KeyError)
        ours.send(tmp_path / "50.png")
        assert not isinstance(ours.recv(), Exception | FaceFailure)
        ours.close()
        assert done.result(10) is None


@pytest.mark.slow
def test_a_closed_one_leaves_no_process() -> None:
    before = {child.pid for child in children()}
    worker = FaceWorker(SHIPPED_BUNDLE)
    worker.embed_face(COLLINS.path)
    worker.close()
    assert {child.pid for child in children()} <= before
