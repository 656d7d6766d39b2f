import numpy as np
import pytest

from tests.support.comparisons import clustered_embeddings
from training.data import hard_negatives as module
from training.data.hard_negatives import decode_hard_negatives, encode_hard_negatives, mine_hard_negatives
from training.data.samples import ANONYMOUS


def on_a_circle(*degrees: float) -> np.ndarray:
    angles = np.deg2rad(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_the_nearest_people_are_chosen_by_all_their_crops() -> None:
    """Bob (4) has one crop beside Ann's (2), but the other one far away; Cid (9) is near with both."""
    people = np.array([2, 2, 4, 4, 9, 9])
    found = mine_hard_negatives(on_a_circle(0, 10, 12, 180, 30, 40), people, nearest=1)
    assert found.people.tolist() == [2, 4, 9]
    assert [found.of(person).tolist() for person in (2, 4, 9)] == [[9], [9], [2]]


def test_the_distance_between_people_is_the_mean_over_their_crops() -> None:
    """Of crops of any length."""
    rng = np.random.default_rng(0)
    people = np.repeat(np.arange(6), 3)
    crops = rng.normal(size=(18, 4)).astype(np.float32)
    squares = ((crops[:, np.newaxis] - crops) ** 2).sum(axis=2)
    means = squares.reshape(6, 3, 6, 3).mean(axis=(1, 3)) + np.diag([np.inf] * 6)
    found = mine_hard_negatives(crops, people, nearest=2)
    for person, distances in enumerate(means):
        assert set(found.of(person).tolist()) == set(np.argsort(distances)[:2].tolist())


def test_no_person_is_a_hard_negative_of_themselves_and_anonymous_crops_are_left_out() -> None:
    people = np.array([0, 0, ANONYMOUS, 1, 2])
    found = mine_hard_negatives(on_a_circle(0, 1, 0, 90, 180), people)
    assert [sorted(found.of(person).tolist()) for person in (0, 1, 2)] == [[1, 2], [0, 2], [0, 1]]
    assert found.of(ANONYMOUS).tolist() == found.of(7).tolist() == []


def test_the_block_size_does_not_change_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    people = np.arange(40).repeat(2)
    embeddings = clustered_embeddings(people, 0.3)
    whole = mine_hard_negatives(embeddings, people, nearest=5)
    monkeypatch.setattr(module, "MAX_BLOCK_ELEMENTS", 7 * 40)
    in_blocks = mine_hard_negatives(embeddings, people, nearest=5)
    assert np.sort(whole.rows).tolist() == np.sort(in_blocks.rows).tolist()


def test_hard_negatives_survive_encoding() -> None:
    people = np.arange(9)
    sent = mine_hard_negatives(clustered_embeddings(people, 0.3), people, share=0.3, nearest=4)
    received = decode_hard_negatives(encode_hard_negatives(sent))
    assert received.share == sent.share
    assert (received.people.tolist(), received.rows.tolist()) == (sent.people.tolist(), sent.rows.tolist())


@pytest.mark.parametrize("people", [[], [3, 3], [ANONYMOUS, 3]], ids=["nobody", "one person", "one named"])
def test_fewer_than_two_people_are_refused(people: list[int]) -> None:
    with pytest.raises(ValueError, match="Received"):
        mine_hard_negatives(np.ones((len(people), 2), np.float32), np.array(people, np.int64))
