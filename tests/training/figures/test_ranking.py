import numpy as np

from tests.support.synthetic_people import made_up_samples, pictures_of
from tests.training.figures.page_text import colliding, cut_off, texts_on
from training.figures.ranking import LineUp, draw_line_up, line_up

SIMILARITIES = np.float32([0.2, 0.9, 0.5, 0.7, 0.1, 0.6])


def shown(limit: int = 6) -> LineUp:
    suspects = line_up(made_up_samples(people=3, crops_each=2), SIMILARITIES, limit)
    return LineUp(pictures_of(9, 1)[0], "a rather long name of a photograph.jpeg", suspects, threshold=0.55)


def test_the_most_similar_come_first_with_their_names():
    assert [(suspect.name, round(suspect.similarity, 1)) for suspect in shown(limit=4).suspects] == [
        ("Person_000", 0.9),
        ("Person_001", 0.7),
        ("Person_002", 0.6),
        ("Person_001", 0.5),
    ]


def test_the_crop_goes_with_the_name():
    samples = made_up_samples(people=3, crops_each=2)
    np.testing.assert_array_equal(shown().suspects[0].crop, samples.crops[1])


def test_what_lies_above_the_threshold_has_a_tick():
    texts = texts_on(draw_line_up(shown(), lambda similarity: f"{similarity:.2f}"))
    assert [text for text in texts if text.startswith("✓")] == ["✓ 0.90", "✓ 0.70", "✓ 0.60"]
    assert any("3 of 6 match" in text for text in texts)


def test_nothing_is_cut_off_or_written_over():
    for limit in (1, 6):
        page = draw_line_up(shown(limit), lambda similarity: f"{similarity:.6f}")
        assert not cut_off(page)
        assert not colliding(page)
