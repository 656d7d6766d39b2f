"""A training that is killed and restarted; ``tests.reliability.kill_trials`` uses real faces."""

from pathlib import Path

import pytest

from tests.reliability.kill_trials.moments import Kind, Moment
from tests.reliability.kill_trials.training_process import ProgressUpdate
from tests.reliability.kill_trials.trials import Trials
from tests.support.synthetic_people import write_lfw

pytestmark = pytest.mark.slow

PROGRAM = """
from tests.support.fakes import FakeFinder, face_at
from tests.support.tiny_siamese import tiny_embedding
from training.experiments import from_scratch
from training.jobs import progress_bar
from training.lfw import crops
crops.MtcnnFinder = lambda **_: FakeFinder(face_at(10, 10, 100))
from_scratch.NETWORKS["embedding"] = tiny_embedding
progress_bar.SHOW_EVERY_S = 0
raise SystemExit(from_scratch.main())
"""


def test_a_killed_run_produces_the_bundle_of_an_uninterrupted_run(tmp_path: Path) -> None:
    train, test = (
        [f"{part}_{number:03d}" for number in range(count)] for part, count in (("A", 200), ("B", 30))
    )
    write_lfw(tmp_path / "lfw", train, test)
    options = ["--lfw", str(tmp_path / "lfw"), "--epochs", "2", "--hard-negatives", "0.25"]
    trials = Trials(["-c", PROGRAM, *options], tmp_path)
    timeline = trials.run_uninterrupted()
    total = max(update.total for _, update in timeline.updates if update.stage == "training")
    second_epoch = timeline.place(ProgressUpdate("training", total // 2 + 1, total))
    killed = trials.kill(Moment(Kind.WRITING, second_epoch, 0.0), timeline)
    assert killed
    assert killed.epochs >= 1
    assert trials.finish() == []
