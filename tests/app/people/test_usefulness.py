import numpy as np
import pytest

from app.people.usefulness import Usefulness, assess_references, find_lookalikes
from model.runtime.similarity_head import Embedding, Head
from model.verification.decision import Thresholds

HEAD = Head(np.full(3, -10.0, np.float32), 6.0)
THRESHOLDS = Thresholds(0.9, 0.5)


def row(*values: float) -> Embedding:
    vector = np.array(values, np.float32)
    return vector / np.linalg.norm(vector)


FRONT, SAME_MOMENT, TURNED, STRANGER = row(1, 0, 0), row(1, 0.01, 0), row(1, 0.3, 0), row(0, 0, 1)


def test_pictures_of_one_moment_are_redundant_and_other_views_are_not() -> None:
    found = assess_references([FRONT, SAME_MOMENT, TURNED], HEAD, 0.9, 0.9)

    assert found == [Usefulness.REDUNDANT, Usefulness.REDUNDANT, Usefulness.NEW_VIEW]


@pytest.mark.parametrize("spread", [0.5, 1.0, 2.0])
def test_what_is_redundant_follows_the_distances_of_the_model(spread: float) -> None:
    """Another network, whose embeddings lie closer together, comes with another head."""
    head = Head(HEAD.weights / np.float32(spread), HEAD.bias)
    one, near, far = row(1, 0, 0), row(1, 0.01 * spread, 0), row(1, 0.3 * spread, 0)

    found = assess_references([one, near, far], head, 0.9, 0.9)

    assert found == [Usefulness.REDUNDANT, Usefulness.REDUNDANT, Usefulness.NEW_VIEW]


def test_a_stranger_among_the_references_is_unlike_the_others() -> None:
    found = assess_references([FRONT, TURNED, STRANGER], HEAD, 0.9, 0.9)

    assert found[2] is Usefulness.UNLIKE_OTHERS


def test_a_picture_that_cannot_be_embedded_is_unknown() -> None:
    assert assess_references([None, FRONT, TURNED], HEAD, 0.9, 0.9)[0] is Usefulness.UNKNOWN
    assert assess_references([None, FRONT], HEAD, 0.9, 0.9) == [Usefulness.UNKNOWN, Usefulness.ONLY_ONE]
    assert assess_references([], HEAD, 0.9, 0.9) == []


def test_only_people_who_match_are_lookalikes_the_most_similar_first() -> None:
    own = np.stack([FRONT, TURNED])
    others = {
        "half": np.stack([FRONT, STRANGER]),
        "twin": np.stack([SAME_MOMENT]),
        "stranger": np.stack([STRANGER]),
        "empty": np.empty((0, 3), np.float32),
    }

    found = find_lookalikes(own, others, HEAD, THRESHOLDS)

    assert [(one.name, one.verified, one.references) for one in found] == [("twin", 1, 1), ("half", 1, 2)]
    assert found[0].similarity == pytest.approx(1.0, abs=0.01)


def test_a_person_without_references_has_no_lookalikes() -> None:
    assert find_lookalikes(np.empty((0, 3), np.float32), {"a": np.stack([FRONT])}, HEAD, THRESHOLDS) == []
