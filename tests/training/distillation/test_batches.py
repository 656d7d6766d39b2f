import numpy as np
import pytest

from tests.training.distillation.synthetic_faces import colour_teacher, synthetic_faces
from training.distillation.batches import AskedTeacher, KnownTargets, RoundMaker, RoundPlan
from training.distillation.data.views import center_view

PLAN = RoundPlan(views=12, repeats=2, batch=4)


def lessons(first: int = 0, count: int = 2, seed: int = 0) -> list:
    return list(
        RoundMaker(AskedTeacher(synthetic_faces(6), colour_teacher), PLAN, seed).lessons(first, count)
    )


def test_a_round_has_the_steps_of_its_plan() -> None:
    assert PLAN.steps == 6
    made = lessons()
    assert len(made) == 12
    assert {(lesson.crops.shape, lesson.targets.shape) for lesson in made} == {((4, 100, 100, 3), (4, 8))}


def test_the_teacher_is_asked_once_a_view_and_the_student_learns_it_twice() -> None:
    asked: list[int] = []

    def teacher(views: np.ndarray) -> np.ndarray:
        asked.append(len(views))
        return colour_teacher(views)

    made = list(RoundMaker(AskedTeacher(synthetic_faces(6), teacher), PLAN, 0).lessons(0, 1))
    assert asked == [12]
    first, second = (np.concatenate([lesson.targets for lesson in half]) for half in (made[:3], made[3:]))
    np.testing.assert_array_equal(np.sort(first, axis=0), np.sort(second, axis=0))


def test_the_crop_of_a_lesson_shows_what_its_target_was_made_of() -> None:
    own, others = [], []
    for lesson in lessons():
        likeness = colour_teacher(lesson.crops) @ lesson.targets.T
        own += list(np.diag(likeness))
        others += list(likeness[~np.eye(PLAN.batch, dtype=bool)])
    assert np.mean(own) > 0.5
    assert np.mean(others) < 0.25


@pytest.mark.parametrize(("seed", "same"), [(0, True), (1, False)])
def test_a_seed_makes_the_same_lessons(seed: int, same: bool) -> None:
    one, other = lessons(), lessons(seed=seed)
    assert all((a.crops == b.crops).all() for a, b in zip(one, other, strict=True)) is same


def test_the_first_rounds_are_of_small_crops() -> None:
    plan = RoundPlan(views=12, repeats=2, batch=4, small_rounds=2, small_size=64)
    made = list(RoundMaker(AskedTeacher(synthetic_faces(6), colour_teacher), plan, 0).lessons(1, 3))
    sizes = [lesson.crops.shape[1:3] for lesson in made]
    assert sizes == [(64, 64)] * plan.steps + [(100, 100)] * plan.steps


def test_later_rounds_are_the_same_whether_or_not_the_first_were_made() -> None:
    for one, other in zip(lessons()[6:], lessons(first=1), strict=True):
        np.testing.assert_array_equal(one.crops, other.crops)
        np.testing.assert_array_equal(one.targets, other.targets)


def test_known_targets_are_those_of_the_faces_as_they_are() -> None:
    faces = synthetic_faces(6)
    views = np.stack([center_view(faces.image(index)) for index in range(12)])
    targets = colour_teacher(views) + colour_teacher(views[:, :, ::-1])
    targets /= np.linalg.norm(targets, axis=1, keepdims=True)
    made = list(RoundMaker(KnownTargets(faces, targets), PLAN, 0).lessons(0, 1))
    assert len(made) == PLAN.steps
    own, all_of_them = [], []
    for lesson in made:
        nearest = (lesson.targets @ targets.T).argmax(axis=1)
        np.testing.assert_array_equal(targets[nearest], lesson.targets)
        likeness = colour_teacher(lesson.crops) @ lesson.targets.T
        own += list(np.diag(likeness))
        all_of_them += list(likeness.ravel())
    assert np.mean(own) > np.mean(all_of_them) + 0.25
