import pytest

from tests.training.report.synthetic_protocols import compared, pair_csv_protocol, people_folder_protocol
from training.report.example_pairs import rank_gallery, worst_errors


def test_the_most_wrong_pairs_come_first_and_everybody_once() -> None:
    found = compared(people_folder_protocol())
    genuine = worst_errors(found, same=True)
    assert [pair.similarity for pair in genuine] == pytest.approx([0.3, 0.8, 0.9])
    assert {genuine[0].left, genuine[0].right} == {"P2/4.jpg", "P2/5.jpg"}
    impostors = worst_errors(found, same=False)
    # 0.2 and 0.3 are nearest; whoever P1 could be shown with is shown already.
    assert [(pair.left, pair.right) for pair in impostors] == [("P0/1.jpg", "P2/4.jpg")]
    assert impostors[0].similarity == pytest.approx(0.9)


def test_a_picture_without_a_face_is_never_shown() -> None:
    protocol = people_folder_protocol()
    shown = [
        name
        for same in (True, False)
        for pair in worst_errors(compared(protocol), same=same)
        for name in (pair.left, pair.right)
    ]
    assert set(shown) <= set(protocol.pictures.crops)


def test_one_reference_against_its_own_and_strangers_by_similarity() -> None:
    anchor, others = rank_gallery(compared(people_folder_protocol()))
    assert anchor == "P0/0.jpg"
    assert [other.same for other in others] == [True, False, False, False, False]
    similarities = [other.similarity for other in others]
    assert similarities == sorted(similarities, reverse=True)
    assert similarities[:2] == pytest.approx([0.9, 0.8])


def test_of_listed_pairs_the_busiest_left_picture_is_the_reference() -> None:
    protocol = pair_csv_protocol([0.9], [0.2, 0.4])
    protocol.listed.left[1:] = 0
    anchor, others = rank_gallery(compared(protocol))
    assert anchor == "0.jpg"
    assert [(other.name, other.same) for other in others] == [
        ("1.jpg", True),
        ("5.jpg", False),
        ("3.jpg", False),
    ]
