import numpy as np

from tests.support.synthetic_people import pictures_of, synthetic_samples
from tests.training.figures.canvas_text import colliding, cut_off, texts_on
from training.figures.ranking import Ranking, draw_ranking, rank_candidates

SIMILARITIES = np.float32([0.2, 0.9, 0.5, 0.7, 0.1, 0.6])


def ranking(limit: int = 6) -> Ranking:
    candidates = rank_candidates(synthetic_samples(people=3, crops_each=2), SIMILARITIES, limit)
    return Ranking(
        pictures_of(9, 1)[0], "a rather long name of a photograph.jpeg", candidates, threshold=0.55
    )


def test_the_most_similar_come_first_with_their_names():
    assert [
        (candidate.name, round(candidate.similarity, 1)) for candidate in ranking(limit=4).candidates
    ] == [
        ("Person_000", 0.9),
        ("Person_001", 0.7),
        ("Person_002", 0.6),
        ("Person_001", 0.5),
    ]


def test_crop_and_name_belong_together():
    samples = synthetic_samples(people=3, crops_each=2)
    np.testing.assert_array_equal(ranking().candidates[0].crop, samples.crops[1])


def test_similarities_above_the_threshold_have_a_tick():
    texts = texts_on(draw_ranking(ranking()))
    assert [text for text in texts if text.startswith("✓")] == ["✓ 0.90", "✓ 0.70", "✓ 0.60"]
    assert any("3 of 6 match" in text for text in texts)


def test_no_text_is_cut_off_or_overlaps():
    for limit in (1, 6):
        canvas = draw_ranking(ranking(limit))
        assert not cut_off(canvas)
        assert not colliding(canvas)
