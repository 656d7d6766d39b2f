import numpy as np
import pytest

from tests.training.distillation.synthetic_faces import colour_teacher, synthetic_faces
from training.distillation.batches import Batch, EpochBuilder, EpochPlan, OnlineTargets, PrecomputedTargets
from training.distillation.data.views import center_view

PLAN = EpochPlan(views=12, repeats=2, batch_size=4)


def build_batches(first: int = 0, count: int = 2, seed: int = 0) -> list[Batch]:
    source = OnlineTargets(synthetic_faces(6), colour_teacher)
    return list(EpochBuilder(source, PLAN, seed).batches(first, count))


def test_an_epoch_has_the_steps_of_its_plan() -> None:
    assert PLAN.steps == 6
    batches = build_batches()
    assert len(batches) == 12
    assert {(batch.crops.shape, batch.targets.shape) for batch in batches} == {((4, 100, 100, 3), (4, 8))}


def test_the_teacher_embeds_each_view_once_and_the_student_sees_it_twice() -> None:
    calls: list[int] = []

    def teacher(views: np.ndarray) -> np.ndarray:
        calls.append(len(views))
        return colour_teacher(views)

    batches = list(EpochBuilder(OnlineTargets(synthetic_faces(6), teacher), PLAN, 0).batches(0, 1))
    assert calls == [12]
    first, second = (np.concatenate([batch.targets for batch in half]) for half in (batches[:3], batches[3:]))
    np.testing.assert_array_equal(np.sort(first, axis=0), np.sort(second, axis=0))


def test_crops_match_their_targets() -> None:
    matching, others = [], []
    for batch in build_batches():
        cosines = colour_teacher(batch.crops) @ batch.targets.T
        matching += list(np.diag(cosines))
        others += list(cosines[~np.eye(PLAN.batch_size, dtype=bool)])
    assert np.mean(matching) > 0.5
    assert np.mean(others) < 0.25


@pytest.mark.parametrize(("seed", "same"), [(0, True), (1, False)])
def test_the_seed_determines_the_batches(seed: int, same: bool) -> None:
    one, other = build_batches(), build_batches(seed=seed)
    assert all((a.crops == b.crops).all() for a, b in zip(one, other, strict=True)) is same


def test_the_first_epochs_have_small_crops() -> None:
    plan = EpochPlan(views=12, repeats=2, batch_size=4, small_epochs=2, small_crop_size=64)
    source = OnlineTargets(synthetic_faces(6), colour_teacher)
    sizes = [batch.crops.shape[1:3] for batch in EpochBuilder(source, plan, 0).batches(1, 3)]
    assert sizes == [(64, 64)] * plan.steps + [(100, 100)] * plan.steps


def test_later_epochs_do_not_depend_on_earlier_ones() -> None:
    for one, other in zip(build_batches()[6:], build_batches(first=1), strict=True):
        np.testing.assert_array_equal(one.crops, other.crops)
        np.testing.assert_array_equal(one.targets, other.targets)


def test_precomputed_targets_belong_to_their_faces() -> None:
    faces = synthetic_faces(6)
    views = np.stack([center_view(faces.image(index)) for index in range(12)])
    targets = colour_teacher(views) + colour_teacher(views[:, :, ::-1])
    targets /= np.linalg.norm(targets, axis=1, keepdims=True)
    batches = list(EpochBuilder(PrecomputedTargets(faces, targets), PLAN, 0).batches(0, 1))
    assert len(batches) == PLAN.steps
    matching, all_cosines = [], []
    for batch in batches:
        nearest = (batch.targets @ targets.T).argmax(axis=1)
        np.testing.assert_array_equal(targets[nearest], batch.targets)
        cosines = colour_teacher(batch.crops) @ batch.targets.T
        matching += list(np.diag(cosines))
        all_cosines += list(cosines.ravel())
    assert np.mean(matching) > np.mean(all_cosines) + 0.25


def test_the_identity_of_a_plan_is_stable_and_ignores_the_number_of_small_epochs() -> None:
    plan = EpochPlan(views=4096, repeats=1, batch_size=64, small_epochs=7)
    stored = {"views": 4096, "repeats": 1, "batch_size": 64, "small_crop_size": 64}
    assert plan.identity() == stored
