import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from model.runtime.bundle import load_bundle
from tests.support.fakes import FakeFinder, face_at
from tests.support.synthetic_people import write_lfw
from training.data.hard_negatives import HardNegatives, mine_hard_negatives
from training.data.samples import part_of
from training.jobs.progress import Progress, ignore_progress, never_stop
from training.lfw import crops as lfw_crops
from training.lfw.crops import SHARES
from training.lfw.folder import LfwError

pytestmark = pytest.mark.slow

TRAIN = [f"Train_{number:03d}" for number in range(200)]
TEST = [f"Test_{number:03d}" for number in range(30)]


@pytest.fixture(autouse=True)
def small_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """A face in the middle of every made-up picture, and a network that learns quickly."""
    from tests.support.tiny_siamese import tiny_embedding
    from training.experiments import from_scratch

    monkeypatch.setattr(lfw_crops, "MtcnnFinder", lambda **_: FakeFinder(face_at(10, 10, 100)))
    monkeypatch.setitem(from_scratch.NETWORKS, "embedding", tiny_embedding)


@pytest.fixture(scope="module")
def lfw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lfw")
    write_lfw(folder, TRAIN, TEST)
    return folder


@pytest.fixture
def options_with(lfw: Path, tmp_path: Path) -> Callable[..., Any]:
    """Makes the options of a run of one epoch over ``lfw``, unless changed."""
    from training.experiments.from_scratch import FromScratchOptions

    places = {"lfw": lfw, "out": tmp_path / "base", "work": tmp_path / "work"}
    return lambda **changes: FromScratchOptions(**{**places, "epochs": 1, **changes})


def test_training_on_lfw_writes_a_bundle_with_its_metrics(options_with: Callable[..., Any]) -> None:
    from training.experiments.from_scratch import train_from_scratch

    options = options_with(epochs=2)
    seen: list[Progress] = []
    train_from_scratch(options, seen.append, never_stop)
    card = load_bundle(options.out).card
    assert {progress.stage for progress in seen} == {"finding faces", "training", "judging"}
    assert 0 < card.detection_threshold < 1
    assert len(card.calibration) >= 101
    judged = card.metrics["accuracy on View 1 pairs, equal-error threshold"]
    assert judged.trials == 2 * len(TEST)
    assert judged.value > 0.7
    assert "60 crops of 30 people" in card.data["judged on"]
    assert card.metrics["true match rate at FMR 0.001 on all pairs"].trials == len(TEST)
    assert card.metrics["20-way one-shot accuracy"].value > 0.5
    assert card.metrics["failure to find a face"].trials == 2 * len(TEST)
    assert 0 <= float(card.data["equal error rate on all pairs"].split()[0]) < 0.3
    assert card.data["learned by"] == "cross-entropy loss, l1 distance"
    assert load_bundle(options.out).head.distance == "l1"


@pytest.mark.parametrize(
    ("loss", "distance"),
    [("cross-entropy", "euclidean"), ("contrastive", "l1"), ("contrastive", "euclidean")],
)
def test_every_other_loss_and_distance_works(
    options_with: Callable[..., Any], loss: str, distance: str
) -> None:
    from model.network.losses import Loss
    from model.runtime.similarity_head import Distance
    from training.experiments.from_scratch import train_from_scratch

    options = options_with(epochs=2, loss=Loss(loss), distance=Distance(distance))
    card = train_from_scratch(options, ignore_progress, never_stop)
    assert card.data["learned by"] == f"{loss} loss, {distance} distance"
    assert load_bundle(options.out).head.distance == distance
    assert card.metrics["20-way one-shot accuracy"].value > 0.5


@pytest.mark.parametrize("precision", [None, "mixed_bfloat16"])
def test_the_dtype_policy_is_the_requested_one_and_is_never_measured(
    options_with: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, precision: str | None
) -> None:
    from training.experiments.from_scratch import train_from_scratch
    from training.optimization import mixed_precision as module
    from training.optimization.train_step import TrainStep

    used: list[str] = []
    monkeypatch.setattr(TrainStep, "set_dtype_policy", lambda _, policy: used.append(policy))
    monkeypatch.setattr(module, "shortest_seconds", lambda *_: pytest.fail("measured"))
    train_from_scratch(options_with(precision=precision), ignore_progress, never_stop)
    assert used[0] == (precision or module.device_policy())


def test_of_several_processes_the_chief_alone_writes(
    options_with: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    import tensorflow as tf

    from training.experiments import from_scratch
    from training.optimization.replicas import Replicas

    class OfAnother(Replicas):
        chief = False

    monkeypatch.setattr(from_scratch, "create_replicas", lambda *_: OfAnother(tf.distribute.get_strategy()))
    options = options_with()
    assert from_scratch.train_from_scratch(options, ignore_progress, never_stop) is None
    assert not options.out.exists()
    assert {file.suffix for file in options.work.iterdir()} == {".npz"}
    assert all(file.name.startswith("crops-") for file in options.work.iterdir())


def test_hard_negatives_are_mined_among_training_people(
    options_with: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.experiments import from_scratch

    options = options_with(epochs=3, hard_negatives=0.25)
    mined: list[HardNegatives] = []

    def remember(*given: Any) -> HardNegatives:
        mined.append(mine_hard_negatives(*given))
        return mined[-1]

    monkeypatch.setattr(from_scratch, "mine_hard_negatives", remember)
    card = from_scratch.train_from_scratch(options, ignore_progress, never_stop)
    assert card.data["learned by"] == "cross-entropy loss, l1 distance, 25% hard negatives"
    learning = {number for number, name in enumerate(sorted(TRAIN)) if part_of(name, SHARES) == 0}
    assert len(mined) == 2
    assert all(hard_negatives.share == 0.25 for hard_negatives in mined)
    assert all(set(hard_negatives.people.tolist()) == learning for hard_negatives in mined)
    assert all(set(hard_negatives.rows.ravel().tolist()) <= learning for hard_negatives in mined)


@pytest.mark.parametrize("share", ["-0.1", "1.5", "half", "nan"])
def test_an_invalid_share_is_refused(
    share: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from training.experiments import from_scratch

    given = ["starting", "--lfw", "l", "--out", "o", "--work", "w", "--hard-negatives", share]
    monkeypatch.setattr(sys, "argv", given)
    with pytest.raises(SystemExit):
        from_scratch.main()
    assert share in capsys.readouterr().err


def test_too_few_people_to_choose_a_threshold_are_refused(
    tmp_path: Path, options_with: Callable[..., Any]
) -> None:
    from training.experiments.from_scratch import train_from_scratch

    write_lfw(tmp_path / "lfw", TRAIN[:60], TEST)
    options = options_with(lfw=tmp_path / "lfw")
    with pytest.raises(LfwError, match=r"holds \d+ people, too few"):
        train_from_scratch(options, ignore_progress, never_stop)
    assert not options.out.exists()


def test_a_missing_lfw_is_refused(tmp_path: Path, options_with: Callable[..., Any]) -> None:
    from training.experiments.from_scratch import train_from_scratch

    options = options_with(lfw=tmp_path / "none")
    with pytest.raises(LfwError):
        train_from_scratch(options, ignore_progress, never_stop)
