import numpy as np
import pytest

from tests.support.comparisons import Cosine
from tests.support.synthetic_people import synthetic_samples
from training.attempts.decisions import attempt_verifies, enrol, frame_verifies
from training.attempts.simulation import AttemptModel, AttemptOutcomes, simulate_attempts
from training.attempts.subjects import Pictures, Subjects, select_subjects
from training.attempts.webcam_frames import FRAMES, webcam_frames
from training.jobs.progress import JobCancelled

ENROLLED, STRANGERS = synthetic_samples(people=3, crops_each=5), synthetic_samples(people=9, crops_each=1)


def colours(crops: np.ndarray) -> np.ndarray:
    """Embeds a crop as the colours of its quarters, about their mean."""
    quarters = crops.reshape(len(crops), 2, 50, 2, 50, 3).mean(axis=(2, 4)).reshape(len(crops), -1)
    centred = quarters - quarters.mean(axis=1, keepdims=True)
    return (centred / np.linalg.norm(centred, axis=1, keepdims=True)).astype(np.float32)


class CountingModel:
    def __init__(self) -> None:
        self.embedded = 0

    def embed(self, crops: np.ndarray) -> np.ndarray:
        self.embedded += len(crops)
        return colours(crops)


def pictures() -> Pictures:
    """Three people to enrol, then nine others, of whom the first three look the same as those enrolled."""
    crops = np.concatenate([ENROLLED.crops, STRANGERS.crops])
    people = np.concatenate([ENROLLED.people, STRANGERS.people + 3])
    return Pictures(crops, [f"{person}/{k}.jpg" for k, person in enumerate(people)], people)


def run(given: Pictures, subjects: Subjects, *detection: float) -> tuple[AttemptOutcomes, int]:
    counting = CountingModel()
    model = AttemptModel(Cosine(), counting.embed, colours(np.asarray(given.crops)), detection, 0.5)
    outcomes = simulate_attempts(model, given, subjects, lambda done, total: None)
    return outcomes, counting.embedded


@pytest.mark.slow
def test_the_owner_and_her_double_are_verified_and_strangers_are_not() -> None:
    given = pictures()
    subjects = select_subjects(given)
    outcomes, _ = run(given, subjects, 0.9, 1.0)
    assert outcomes.own[0].mean() > 0.8
    people = given.people[subjects.strangers] - 3
    doubles = people[:, np.newaxis] == np.arange(3)
    assert outcomes.strangers[0][doubles].all()
    assert outcomes.strangers[0][~doubles].mean() < 0.2
    assert not outcomes.own[1].any()
    assert not outcomes.strangers[1].any()


@pytest.mark.slow
def test_frames_that_are_not_embedded_change_no_result() -> None:
    given, head = pictures(), Cosine()
    subjects = select_subjects(given)
    enrolment = enrol(head, colours(np.asarray(given.crops)), subjects.references)
    outcomes, embedded = run(given, subjects, 0.9)
    for row, picture in enumerate(subjects.strangers):
        frames = colours(webcam_frames(given.crops[picture], given.names[picture], range(FRAMES)))
        verifies = frame_verifies(head, frames, enrolment, [0.9], 0.5, picture)[:, 0]
        assert outcomes.strangers[0, row].tolist() == [attempt_verifies(one.tolist()) for one in verifies.T]
    assert embedded < FRAMES * (len(subjects.own) + len(subjects.strangers)) / 2


def test_a_simulation_stops_when_asked_to() -> None:
    def stop(done: int, total: int) -> None:
        assert total == 15 + 9
        raise JobCancelled("stopped")

    given = pictures()
    model = AttemptModel(Cosine(), colours, colours(np.asarray(given.crops)), [0.9], 0.5)
    with pytest.raises(JobCancelled):
        simulate_attempts(model, given, select_subjects(given), stop)
