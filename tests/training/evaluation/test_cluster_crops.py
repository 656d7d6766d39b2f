import numpy as np
import pytest

from model.vision.mtcnn import MtcnnFinder
from tests.support.portraits import COLLINS, HOPPER
from training.data.crop_cache import extract_crops
from training.evaluation import cluster_crops
from training.evaluation.cluster_crops import cluster_extraction
from training.jobs.progress import JobCancelled, JobError, Progress, ignore_progress, never_stop

distributed = pytest.importorskip("distributed", reason="Dask: pip install -r requirements-cluster.txt")
pytestmark = pytest.mark.slow

MIN_FACE_SIZE = 60.0


@pytest.fixture(scope="module")
def client():
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "processes": False}
    with (
        distributed.LocalCluster(**options) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        yield client


def test_the_crops_and_their_order_are_those_of_one_machine(client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_crops, "CHUNK", 2)
    named = [(f"{number}", (COLLINS if number % 3 else HOPPER).path) for number in range(7)]
    updates: list[Progress] = []
    finder = MtcnnFinder(min_face_size=MIN_FACE_SIZE)
    here = extract_crops(named, finder, ignore_progress, never_stop)
    there = cluster_extraction(client, MIN_FACE_SIZE)(named, finder, updates.append, never_stop)
    assert there.images == here.images
    assert there.faceless == here.faceless
    assert np.array_equal(there.crops, here.crops)
    assert [update.done for update in updates] == [2, 4, 6, 7]


def test_it_stops_when_asked(client) -> None:
    extract = cluster_extraction(client, MIN_FACE_SIZE)
    with pytest.raises(JobCancelled):
        extract([("one", COLLINS.path)], MtcnnFinder(), ignore_progress, lambda: True)


def test_an_unreadable_picture_is_an_error_as_on_one_machine(client, tmp_path) -> None:
    extract = cluster_extraction(client, MIN_FACE_SIZE)
    with pytest.raises(JobError, match=r"missing\.png"):
        extract([("one", tmp_path / "missing.png")], MtcnnFinder(), ignore_progress, never_stop)
