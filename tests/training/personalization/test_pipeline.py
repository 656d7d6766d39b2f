import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.runtime.bundle import BUNDLE_FILES, BundleError, load_bundle
from model.runtime.model_card import Card
from tests.support.bundles import PLAIN
from tests.support.fakes import FakeFinder, face_at
from tests.support.synthetic_people import pictures_of, write_lfw, write_pictures
from training.data.personal_crops import read_personal_crops
from training.data.samples import part_of
from training.jobs.progress import JobCancelled, JobError, Progress, ignore_progress, never_stop
from training.jobs.time_estimate import TimeEstimator
from training.lfw import crops as lfw_crops
from training.lfw.crops import CALIBRATE, SHARES
from training.lfw.folder import LfwError
from training.metrics.paired_test_result import rejection_reason
from training.personalization.datasets import build_datasets
from training.personalization.options import EXPECTED_S, Depth, RetrainOptions
from training.personalization.pipeline import retrain
from training.personalization.result import PersonalModel

pytestmark = pytest.mark.slow

TRAIN = [f"Train_{number:03d}" for number in range(200)]
TEST = [f"Test_{number:03d}" for number in range(30)]
USER, HOUSEMATE = 1000, 1001
"""Numbers of made-up people who are not in LFW."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small LFW and a base bundle."""
    from model.network.bundle_export import ExportedModel
    from tests.support.tiny_siamese import DIMENSIONS, tiny_siamese

    folder = tmp_path_factory.mktemp("home")
    write_lfw(folder / "lfw", TRAIN, TEST)
    ExportedModel(tiny_siamese()).export(replace(PLAIN, dimensions=DIMENSIONS), folder / "base")
    return folder


@pytest.fixture(autouse=True, scope="module")
def a_face_in_every_picture() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lfw_crops, "MtcnnFinder", lambda **_: FakeFinder(face_at(10, 10, 100)))
        yield


def options_in(folder: Path, home: Path) -> RetrainOptions:
    """Deep training on made-up people in ``folder``."""
    user = folder / "people" / "Jo"
    write_pictures(user / "anchor", pictures_of(USER, 15), "{:03d}.jpg")
    write_pictures(user / "positive", pictures_of(USER, 15, seed=1), "{:03d}.jpg")
    write_pictures(
        user / "negative", np.concatenate([pictures_of(n, 1) for n in range(2000, 2020)]), "{:03d}.jpg"
    )
    write_pictures(folder / "people" / "Mo" / "anchor", pictures_of(HOUSEMATE, 5), "{:03d}.jpg")
    being_deleted = folder / "people" / ".Bo.1.deleted" / "anchor"
    being_deleted.mkdir(parents=True)
    (being_deleted / "001.jpg").write_text("not for training")
    return RetrainOptions(
        person="Jo",
        people_folder=folder / "people",
        lfw_folder=home / "lfw",
        base_bundle=home / "base",
        out=folder / "models" / "new",
        work=folder / "runs",
        depth=Depth.DEEP,
        epochs=2,
    )


@pytest.fixture
def options(home: Path, tmp_path: Path) -> RetrainOptions:
    return options_in(tmp_path, home)


@dataclass(frozen=True, slots=True)
class FinishedTraining:
    options: RetrainOptions
    personal: PersonalModel
    updates: list[Progress]


@pytest.fixture(scope="module")
def finished(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Depth], FinishedTraining]:
    """A finished training of each depth, for tests that only look at its result."""

    @cache
    def finish(depth: Depth) -> FinishedTraining:
        options = replace(options_in(tmp_path_factory.mktemp(depth), home), depth=depth)
        updates: list[Progress] = []
        estimator = TimeEstimator(updates.append, EXPECTED_S[depth])
        return FinishedTraining(options, retrain(options, estimator, never_stop), updates)

    return finish


either_depth = pytest.mark.parametrize("depth", Depth)


def stop_in_the_second_epoch() -> tuple[Callable[[Progress], None], Callable[[], bool]]:
    from training.personalization.fine_tuning import STEPS_PER_EPOCH

    seen: list[Progress] = []
    return (
        seen.append,
        lambda: bool(seen) and seen[-1].stage == "training" and seen[-1].done > STEPS_PER_EPOCH,
    )


@either_depth
def test_retraining_writes_a_new_bundle(finished: Callable[[Depth], FinishedTraining], depth: Depth) -> None:
    training = finished(depth)
    assert training.personal.folder == training.options.out
    card = load_bundle(training.options.out).card
    assert card.name == "personal-Jo"
    assert card.data["trained on"].endswith("16 crops of unknown people")
    assert card.metrics["false non-match rate on held-out crops of Jo"].trials == 6 * 5 / 2
    assert card.metrics["false match rate on held-out crops of Jo"].trials == 6 * (60 + 4)
    assert 0 < card.detection_threshold < 1
    assert card.data["learned"] == f"{depth}, with camera twins"
    assert (training.updates[-1].stage, training.updates[-1].seconds_left) == ("judging", 0)
    assert not list(training.options.work.glob("**/checkpoint.npz"))


@either_depth
def test_the_new_model_is_compared_with_its_base(
    finished: Callable[[Depth], FinishedTraining], depth: Depth
) -> None:
    personal = finished(depth).personal
    data = load_bundle(personal.folder).card.data
    comparisons = {name: text for name, text in data.items() if "held against" in name}
    assert sorted(comparisons) == [
        "false match rate on held-out crops of Jo, held against the base",
        "false match rate on held-out crops of Jo, strangers in the same chair, held against the base",
        "false match rate on held-out people, held against the base",
        "false non-match rate on held-out crops of Jo, held against the base",
        "false non-match rate on held-out people, held against the base",
    ]
    texts = comparisons.values()
    assert all("interval of the difference" in text for text in texts)
    worse = [text for text in texts if " difference +" in text and " +0.00% to" not in text]
    assert len(worse) == len(personal.worse)


def test_a_model_that_separates_no_people_is_rejected(
    options: RetrainOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training.personalization import fine_tuning

    def forget(trainer: Any, *_: Any) -> None:
        """Everybody lies in one of two points."""
        dense = trainer.siamese.get_layer("embedding").layers[-2]
        dense.set_weights([np.full_like(weight, 1e4) for weight in dense.get_weights()])

    monkeypatch.setattr(fine_tuning.Trainer, "run", forget)
    worse = retrain(options, ignore_progress, never_stop).worse
    assert rejection_reason(worse).startswith("The new model is not used, because its false ")
    assert options.out.is_dir()


@either_depth
def test_the_new_model_separates_the_person_from_strangers(
    finished: Callable[[Depth], FinishedTraining], depth: Depth
) -> None:
    bundle = load_bundle(finished(depth).personal.folder)
    pictures = [pictures_of(USER, 4, seed=2), pictures_of(USER, 1, seed=3), pictures_of(3000, 1, seed=3)]
    references, same, other = (bundle.head.coordinates(bundle.embed(list(crops))) for crops in pictures)
    genuine, impostor = (bundle.head.similarity(probe[0], references) for probe in (same, other))
    assert genuine.min() > impostor.max()


def test_a_stopped_run_resumes(options: RetrainOptions) -> None:
    from training.personalization.fine_tuning import STEPS_PER_EPOCH

    with pytest.raises(JobCancelled, match="1 of 2 are saved"):
        retrain(options, *stop_in_the_second_epoch())
    assert not options.out.exists()
    seen: list[Progress] = []
    retrain(options, seen.append, never_stop)
    assert next(p.done for p in seen if p.stage == "training") == STEPS_PER_EPOCH + 1


def test_new_crops_start_from_the_beginning(options: RetrainOptions) -> None:
    with pytest.raises(JobCancelled):
        retrain(options, *stop_in_the_second_epoch())
    write_pictures(options.people_folder / "Jo" / "anchor", pictures_of(USER, 5, seed=4), "1{:02d}.jpg")
    seen: list[Progress] = []
    with pytest.raises(JobCancelled):
        retrain(options, seen.append, lambda: bool(seen) and seen[-1].stage == "training")
    assert seen[-1].done == 1


def test_the_first_blocks_stay_as_they_are_but_can_be_learned_later(
    finished: Callable[[Depth], FinishedTraining],
) -> None:
    import keras

    options = finished(Depth.DEEP).options
    before, after = (
        keras.saving.load_model(folder / "embedding.keras") for folder in (options.base_bundle, options.out)
    )
    np.testing.assert_array_equal(before.get_layer("stem").kernel, after.get_layer("stem").kernel)
    assert all(layer.trainable for layer in after.layers)


def test_a_deep_training_ends_halfway_between_the_base_and_what_it_learned(
    options: RetrainOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keras

    from training.personalization import fine_tuning

    def learn(trainer: Any, *_: Any) -> None:
        dense = trainer.siamese.get_layer("embedding").layers[-2]
        dense.set_weights([3 * weight for weight in dense.get_weights()])

    monkeypatch.setattr(fine_tuning.Trainer, "run", learn)
    retrain(options, ignore_progress, never_stop)
    before, after = (
        keras.saving.load_model(folder / "embedding.keras").layers[-2].kernel.numpy()
        for folder in (options.base_bundle, options.out)
    )
    np.testing.assert_allclose(after, 2 * before, rtol=1e-6)


def test_without_negatives_lfw_is_enough(options: RetrainOptions) -> None:
    for file in (options.people_folder / "Jo" / "negative").iterdir():
        file.unlink()
    retrain(replace(options, epochs=1), ignore_progress, never_stop)
    assert sorted(load_bundle(options.out).card.files) == sorted(BUNDLE_FILES)


def test_too_few_crops_are_refused_with_advice(options: RetrainOptions) -> None:
    with pytest.raises(JobError, match=r"at least 10 anchors and positives.*Received: 5"):
        retrain(replace(options, person="Mo"), ignore_progress, never_stop)


def test_a_missing_lfw_and_a_missing_base_are_refused(options: RetrainOptions, tmp_path: Path) -> None:
    with pytest.raises(LfwError):
        retrain(replace(options, lfw_folder=tmp_path / "none"), ignore_progress, never_stop)
    with pytest.raises(BundleError):
        retrain(replace(options, base_bundle=tmp_path / "none"), ignore_progress, never_stop)


def test_a_quick_training_changes_the_head_alone(finished: Callable[[Depth], FinishedTraining]) -> None:
    options = finished(Depth.QUICK).options
    changed = [
        name
        for name in BUNDLE_FILES
        if (options.out / name).read_bytes() != (options.base_bundle / name).read_bytes()
    ]
    assert changed == ["head.json"]


def test_a_quick_training_needs_no_tensorflow() -> None:
    script = "import sys, training.personalization.pipeline; print('tensorflow' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_strangers_are_embedded_once(options: RetrainOptions, tmp_path: Path) -> None:
    def embedded(out: str) -> int:
        seen: list[Progress] = []
        retrain(replace(options, depth=Depth.QUICK, out=tmp_path / out), seen.append, never_stop)
        return sum(
            update.done for update in seen if update.stage == "embedding" and update.done == update.total
        )

    calibration = [name for name in TRAIN if part_of(name, SHARES) == CALIBRATE]
    assert embedded("one") == embedded("two") + 2 * (len(calibration) + len(TEST))


def test_a_quick_training_can_be_stopped_while_it_embeds(options: RetrainOptions) -> None:
    seen: list[Progress] = []
    with pytest.raises(JobCancelled, match="embedding"):
        retrain(
            replace(options, depth=Depth.QUICK),
            seen.append,
            lambda: bool(seen) and seen[-1].stage == "embedding",
        )
    assert not options.out.exists()


def test_same_camera_impostors_are_evaluated_with_and_without_camera_twins(
    options: RetrainOptions, tmp_path: Path
) -> None:
    def build_card(**changed: Any) -> Card:
        quick = replace(options, depth=Depth.QUICK, **changed)
        return load_bundle(retrain(quick, ignore_progress, never_stop).folder).card

    with_twins, without = build_card(), build_card(camera_twins=False, out=tmp_path / "plain")
    assert [card.data["learned"] for card in (with_twins, without)] == [
        "quick, with camera twins",
        "quick, without camera twins",
    ]
    same_camera_impostors = "false match rate on held-out crops of Jo, strangers in the same chair"
    assert (
        with_twins.metrics[same_camera_impostors].trials == without.metrics[same_camera_impostors].trials > 0
    )


@either_depth
def test_few_crops_are_all_references_for_calibration(options: RetrainOptions, depth: Depth) -> None:
    """They are as collected: half of the crops of other people get the style of the camera."""
    datasets = build_datasets(replace(options, depth=depth), ignore_progress, never_stop)
    learned, _ = read_personal_crops(options.people_folder / "Jo")
    assert np.array_equal(datasets.references, learned.of_person)
