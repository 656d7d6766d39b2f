import numpy as np
import pytest

from tests.support.synthetic_people import pictures_of
from tests.training.figures.canvas_text import colliding, cut_off, texts_on
from training.data.samples import build_samples
from training.figures.contact_sheet import UNKNOWN_PERSON
from training.figures.embedding_map import draw_embedding_map


@pytest.mark.slow
def test_a_map_has_a_dot_for_each_crop_and_a_name_for_each_person():
    names = [f"Person of the very long name number {number}" for number in range(7)]
    samples = build_samples([(name, pictures_of(k, 4)) for k, name in enumerate(names)], pictures_of(9, 2))
    rng = np.random.default_rng(0)
    centres = rng.normal(0, 10, (8, 2))
    points = (centres[samples.people] + rng.normal(0, 0.5, (len(samples), 2))).astype(np.float32)
    canvas = draw_embedding_map(samples, points)
    dots = [line for axes in canvas.figure.axes for line in axes.lines if line.get_marker() != "None"]
    assert len(dots) == 30
    assert len({(line.get_color(), line.get_marker()) for line in dots}) == 8
    texts = texts_on(canvas)
    assert sum(text.startswith("Person of the very") for text in texts) == 7
    assert any("30 crops of 7 people" in text for text in texts)
    assert any(UNKNOWN_PERSON in text for text in texts)
    assert not cut_off(canvas)
    assert not colliding(canvas)
