"""Scores from a Dask cluster of two processes are those of one machine, even when one of them is killed."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.cli import main
from app.scoring.cluster_worker import ClusterWorker, cluster_workers
from app.scoring.face_embedding import FaceFailure
from app.scoring.pair_csv import PairList
from app.scoring.pair_scorer import score
from app.scoring.provenance import Provenance
from app.system.exit_codes import Exit
from model.api import Sameface
from model.runtime.bundle import SHIPPED_BUNDLE
from tests.support.portraits import COLLINS, HOPPER
from training.cluster.connection import ClusterError
from training.jobs.progress import Progress, ignore_progress, never_stop

distributed = pytest.importorskip("distributed", reason="Dask: pip install -r requirements-cluster.txt")
pytestmark = pytest.mark.slow

PROVENANCE = Provenance("base", "digest", "pictures")


@pytest.fixture(scope="module")
def cluster() -> Iterator["distributed.LocalCluster"]:
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None, "silence_logs": 50}
    with distributed.LocalCluster(**options) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def sameface() -> Sameface:
    return Sameface()


@pytest.fixture
def pairs(tmp_path: Path) -> PairList:
    """Eight pairs of sixteen pictures, of which one is missing and one is no picture."""
    rows = ["left,right"]
    for number in range(8):
        for side, portrait in (("left", COLLINS), ("right", HOPPER if number % 2 else COLLINS)):
            shutil.copy(portrait.path, tmp_path / f"{side}{number}{portrait.path.suffix}")
        suffix = (HOPPER if number % 2 else COLLINS).path.suffix
        rows.append(f"left{number}{COLLINS.path.suffix},right{number}{suffix}")
    (tmp_path / f"left3{COLLINS.path.suffix}").unlink()
    (tmp_path / f"left5{COLLINS.path.suffix}").write_text("not a picture")
    file = tmp_path / "pairs.csv"
    file.write_text("\n".join(rows) + "\n")
    return PairList(file)


def score_on(cluster, pairs, out, sameface, report=ignore_progress, should_stop=never_stop):
    with distributed.Client(cluster, set_as_default=False) as client:
        workers = cluster_workers(client, SHIPPED_BUNDLE)
        return score(
            pairs,
            out,
            PROVENANCE,
            workers,
            lambda one, other: float(sameface.compare(one, other)),
            report,
            should_stop,
        )


def test_the_rows_are_those_of_one_machine_when_a_worker_is_killed(
    cluster, pairs: PairList, tmp_path: Path, sameface: Sameface
) -> None:
    alone, together = tmp_path / "alone.csv", tmp_path / "together.csv"
    assert (
        main(["score", "--pairs", str(pairs.file), "--out", str(alone), "--data", str(tmp_path)]) == Exit.DONE
    )
    victims = [worker.pid for worker in cluster.workers.values()][:1]

    def kill_one(progress: Progress) -> None:
        if progress.done == 1 and victims:
            os.kill(victims.pop(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)

    summary = score_on(cluster, pairs, together, sameface, report=kill_one)
    assert not victims
    assert (summary.rows, summary.unscored) == (8, 2)
    assert together.read_bytes() == alone.read_bytes()


def test_an_interrupted_run_goes_on_from_its_last_row(
    cluster, pairs: PairList, tmp_path: Path, sameface: Sameface
) -> None:
    out = tmp_path / "scores.csv"
    stopped = score_on(cluster, pairs, out, sameface, should_stop=lambda: True)
    assert stopped.rows == 1
    resumed = score_on(cluster, pairs, out, sameface)
    assert (resumed.rows, resumed.new) == (8, 7)


def test_a_picture_that_the_workers_do_not_see_stops_the_run(
    cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with distributed.Client(cluster, set_as_default=False) as client:
        worker = cluster_workers(client, SHIPPED_BUNDLE)[0]
        monkeypatch.setattr(Path, "is_file", lambda path: True)
        with pytest.raises(ClusterError, match="Mount its folder"):
            worker.embed_faces([tmp_path / "only-here.png"])


def test_only_the_picture_that_kills_the_workers_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    killer = "killer.png"

    def run_task(paths: list[str], client: object) -> list[FaceFailure]:
        if killer in paths:
            raise distributed.KilledWorker("task", None, 3)
        return [FaceFailure.NO_FACE for _ in paths]

    monkeypatch.setattr("app.scoring.cluster_worker.wait_for", run_task)
    client = SimpleNamespace(submit=lambda function, paths, plugin, pure: paths)
    faces = ClusterWorker(client, "plugin", 4).embed_faces([Path("one.png"), Path(killer), Path("two.png")])
    assert faces == [FaceFailure.NO_FACE, FaceFailure.FAILED, FaceFailure.NO_FACE]


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://x"])
def test_without_a_scheduler_the_command_says_how_to_start_one(
    address: str, pairs: PairList, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.setattr("training.cluster.connection.CONNECT_TIMEOUT_S", 0.2)
    arguments = ["--pairs", str(pairs.file), "--out", str(tmp_path / "s.csv"), "--data", str(tmp_path)]
    assert main(["score", *arguments, "--cluster", address]) == Exit.COULD_NOT
    assert f"No Dask scheduler answers at {address}. Start `dask scheduler`" in capsys.readouterr().err
