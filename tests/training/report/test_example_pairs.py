import pytest

from tests.support.synthetic_protocols import compare, pairs_protocol, people_protocol
from training.report.example_pairs import rank_gallery, worst_errors


def test_the_worst_errors_come_first_and_each_person_once() -> None:
    found = compare(people_protocol())
    genuine = worst_errors(found, same=True)
    assert [pair.similarity for pair in genuine] == pytest.approx([0.3, 0.8, 0.9])
    assert {genuine[0].left, genuine[0].right} == {"P2/4.jpg", "P2/5.jpg"}
    impostors = worst_errors(found, same=False)
    # 0.2 and 0.3 are nearest; everyone whom P1 could be shown with is shown already.
    assert [(pair.left, pair.right) for pair in impostors] == [("P0/1.jpg", "P2/4.jpg")]
    assert impostors[0].similarity == pytest.approx(0.9)


def test_a_picture_without_a_face_is_never_shown() -> None:
    protocol = people_protocol()
    shown = [
        name
        for same in (True, False)
        for pair in worst_errors(compare(protocol), same=same)
        for name in (pair.left, pair.right)
    ]
    assert set(shown) <= set(protocol.images.crops)


def test_a_gallery_has_the_same_and_other_people_by_similarity() -> None:
    reference, gallery = rank_gallery(compare(people_protocol()))
    assert reference == "P0/0.jpg"
    assert [match.same for match in gallery] == [True, False, False, False, False]
    similarities = [match.similarity for match in gallery]
    assert similarities == sorted(similarities, reverse=True)
    assert similarities[:2] == pytest.approx([0.9, 0.8])


def test_of_listed_pairs_the_most_frequent_left_picture_is_the_reference() -> None:
    protocol = pairs_protocol([0.9], [0.2, 0.4])
    protocol.listed.left[1:] = 0
    reference, gallery = rank_gallery(compare(protocol))
    assert reference == "0.jpg"
    assert [(match.name, match.same) for match in gallery] == [
        ("1.jpg", True),
        ("5.jpg", False),
        ("3.jpg", False),
    ]


def test_impostors_that_are_as_similar_as_can_be_are_shown() -> None:
    (worst,) = worst_errors(compare(pairs_protocol([0.9], [1.0])), same=False)
    assert worst.similarity == 1.0
