"""A training that is killed and begun again; ``tests.reliability.kill_trials`` uses real faces."""

from pathlib import Path

import pytest

from tests.reliability.kill_trials.moments import Kind, Moment
from tests.reliability.kill_trials.training_process import Sighting
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


def test_a_killed_run_ends_like_one_that_was_left_alone(tmp_path: Path) -> None:
    train, test = (
        [f"{part}_{number:03d}" for number in range(count)] for part, count in (("A", 200), ("B", 30))
    )
    write_lfw(tmp_path / "lfw", train, test)
    options = ["--lfw", str(tmp_path / "lfw"), "--epochs", "4", "--hard-negatives", "0.25"]
    trials = Trials(["-c", PROGRAM, *options], tmp_path)
    course = trials.leave_alone()
    total = max(sighting.total for _, sighting in course.seen if sighting.stage == "training")
    second_epoch, third_epoch = (
        course.place(Sighting("training", total * epochs // 4 + 1, total)) for epochs in (1, 2)
    )
    first = trials.kill(Moment(Kind.UNDER_WAY, second_epoch, 0.0), course)
    second = trials.kill(Moment(Kind.WRITING, third_epoch, 0.0), course)
    assert first
    assert second
    assert first.epochs >= 1
    assert second.epochs >= 2
    assert trials.finish() == []
