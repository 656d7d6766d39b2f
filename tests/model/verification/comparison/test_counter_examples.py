import numpy as np
import pytest

from model.verification.comparison.counter_examples import is_refused, looks_like_the_person
from model.verification.decision import Reason, Thresholds, decide

DETECTION = 0.9
TABLE = {
    "more similar to the counter-example": (0.99, 0.95, True),
    "as similar": (0.95, 0.95, True),
    "more similar to a reference": (0.95, 0.99, False),
    "not similar to the counter-example": (0.9, 0.5, False),
    "no number": (np.nan, 0.99, True),
    "no number for the references": (0.99, np.nan, True),
}


@pytest.mark.parametrize(("counter", "best", "refused"), TABLE.values(), ids=TABLE)
def test_a_face_is_refused_when_it_is_nearer_to_a_counter_example(
    counter: float, best: float, refused: bool
) -> None:
    assert is_refused(counter, best, DETECTION) is refused


def test_a_counter_example_can_only_refuse() -> None:
    thresholds, matching, other = Thresholds(DETECTION, 0.5), [0.95, 0.96], [0.1, 0.2]

    refused = decide(np.array(matching, np.float32), thresholds, counter_similarity=0.99)
    verified = decide(np.array(matching, np.float32), thresholds, counter_similarity=0.93)
    unlike = decide(np.array(other, np.float32), thresholds, counter_similarity=0.0)

    assert (refused.reason, refused.verified, refused.matches) == (Reason.COUNTER_EXAMPLE, False, 2)
    assert verified.verified
    assert unlike.reason is Reason.TOO_FEW_MATCHES


AMONG_REFERENCES = np.full((4, 4), 0.998, np.float32)


@pytest.mark.parametrize(
    ("candidate", "too_similar"),
    [([0.998] * 4, True), ([0.99] * 4, True), ([0.93] * 4, False), ([0.2] * 4, False), ([np.nan] * 4, True)],
)
def test_only_a_face_unlike_the_person_becomes_a_counter_example(
    candidate: list[float], too_similar: bool
) -> None:
    found = looks_like_the_person(np.array(candidate, np.float32), AMONG_REFERENCES, DETECTION)

    assert found is too_similar


def test_with_one_reference_only_its_own_picture_is_too_similar() -> None:
    one = np.ones((1, 1), np.float32)

    assert looks_like_the_person(np.array([1.0], np.float32), one, DETECTION)
    assert not looks_like_the_person(np.array([0.95], np.float32), one, DETECTION)
