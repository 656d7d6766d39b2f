"""Crops from a Dask cluster of two processes are those of one machine, even when one of them is killed."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from model.vision.mtcnn import MtcnnFinder
from tests.support.portraits import COLLINS, HOPPER
from training.data.crop_cache import extract_crops
from training.data.face_positions import FacePosition
from training.evaluation import cluster_crops
from training.evaluation.cluster_crops import cluster_extraction
from training.jobs.progress import JobCancelled, JobError, Progress, ignore_progress, never_stop

distributed = pytest.importorskip("distributed", reason="Dask: pip install -r requirements-cluster.txt")
pytestmark = pytest.mark.slow

MIN_FACE_SIZE = 60.0
FINDER = MtcnnFinder(min_face_size=MIN_FACE_SIZE)


@pytest.fixture(scope="module")
def cluster() -> Iterator["distributed.LocalCluster"]:
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
    with distributed.LocalCluster(**options) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def client(cluster) -> Iterator["distributed.Client"]:
    with distributed.Client(cluster, set_as_default=False) as client:
        yield client


@pytest.fixture
def named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Path]]:
    """Seven pictures, in chunks of two."""
    monkeypatch.setattr(cluster_crops, "CHUNK", 2)
    portraits = [COLLINS if number % 3 else HOPPER for number in range(7)]
    paths = [tmp_path / f"{number}{portrait.path.suffix}" for number, portrait in enumerate(portraits)]
    for path, portrait in zip(paths, portraits, strict=True):
        shutil.copy(portrait.path, path)
    return [(path.stem, path) for path in paths]


def test_the_crops_and_their_order_are_those_of_one_machine_when_a_worker_is_killed(
    cluster, client, named: list[tuple[str, Path]]
) -> None:
    here = extract_crops(named, FINDER, ignore_progress, never_stop)
    victims = [worker.pid for worker in cluster.workers.values()][:1]
    updates: list[Progress] = []

    def kill_one(progress: Progress) -> None:
        updates.append(progress)
        if victims:
            os.kill(victims.pop(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)

    there = cluster_extraction(client, MIN_FACE_SIZE, {})(named, FINDER, kill_one, never_stop)
    assert not victims
    assert there.images == here.images
    assert there.faceless == here.faceless
    assert np.array_equal(there.crops, here.crops)
    assert [update.done for update in updates] == [2, 4, 6, 7]


def test_after_a_stop_the_next_client_searches_only_the_other_pictures(
    client, named: list[tuple[str, Path]]
) -> None:
    positions: dict[Path, FacePosition] = {}
    extract = cluster_extraction(client, MIN_FACE_SIZE, positions)
    with pytest.raises(JobCancelled, match="after 2 of 7"):
        extract(named, FINDER, ignore_progress, lambda: bool(positions))
    assert list(positions) == [path for _, path in named[:2]]
    positions[named[0][1]] = FacePosition()  # The worker believes this, since it does not search again.
    there = extract(named, FINDER, ignore_progress, never_stop)
    here = extract_crops(named[1:], FINDER, ignore_progress, never_stop)
    assert there.faceless == ("0",)
    assert there.images == here.images
    assert np.array_equal(there.crops, here.crops)
    assert len(positions) == len(named)


def test_an_unreadable_picture_is_an_error_as_on_one_machine(client, tmp_path: Path) -> None:
    extract = cluster_extraction(client, MIN_FACE_SIZE, {})
    with pytest.raises(JobError, match=r"missing\.png"):
        extract([("one", tmp_path / "missing.png")], FINDER, ignore_progress, never_stop)
