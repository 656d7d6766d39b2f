"""The rules of ``model.verification``, for many people at once."""

import numpy as np
import pytest

from model.verification.decision import Thresholds, decide
from tests.support.comparisons import Cosine, clustered_embeddings
from training.attempts.decisions import attempt_verifies, enrol, frame_verifies

PEOPLE = np.arange(4).repeat([5, 2, 6, 3])
EMBEDDINGS = clustered_embeddings(PEOPLE, 0.6)
REFERENCES = [np.flatnonzero(person == PEOPLE) for person in (0, 2)]
DETECTION = (0.6, 0.8, 0.9)


@pytest.mark.parametrize("verification", [0.2, 0.5, 0.8])
def test_a_frame_verifies_where_the_live_rule_verifies_it(verification: float) -> None:
    head = Cosine()
    found = frame_verifies(
        head, EMBEDDINGS, enrol(head, EMBEDDINGS, REFERENCES), DETECTION, verification, picture=-1
    )
    for row, frame in enumerate(EMBEDDINGS):
        for column, detection in enumerate(DETECTION):
            expected = [
                decide(head.similarity(frame, EMBEDDINGS[own]), Thresholds(detection, verification)).verified
                for own in REFERENCES
            ]
            assert found[row, column].tolist() == expected
    assert found.any()
    assert not found.all()


def test_a_picture_is_no_reference_of_its_own_attempt() -> None:
    head, picture = Cosine(), 0
    enrolment = enrol(head, EMBEDDINGS, REFERENCES)
    found = frame_verifies(head, EMBEDDINGS[:1], enrolment, [0.8], 0.5, picture)
    others = head.similarity(EMBEDDINGS[picture], EMBEDDINGS[REFERENCES[0][1:]])
    assert found[0, 0, 0] == decide(others, Thresholds(0.8, 0.5)).verified


@pytest.mark.parametrize(
    ("frames", "verified"),
    [("110110110", False), ("0001110", True), ("", False), ("11", False), ("0111", True)],
)
def test_three_frames_in_a_row_verify_an_attempt(frames: str, verified: bool) -> None:
    assert attempt_verifies([frame == "1" for frame in frames]) == verified
