import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.capture.diversity import REMEMBERED_CROPS, THUMBNAIL_SIZE, DiversityFilter
from tests.support.strategies import rgb_images

FLAT = st.integers(0, 255).map(lambda shade: np.full((100, 100, 3), shade, np.uint8))
CROPS = st.one_of(rgb_images(st.just(100)), FLAT)


@given(
    st.lists(CROPS, min_size=1, max_size=2 * REMEMBERED_CROPS)
    | st.lists(rgb_images(st.just(100)), min_size=REMEMBERED_CROPS)
)
def test_nothing_is_new_twice_among_the_last_that_were_kept(crops):
    variety, kept = DiversityFilter(), []
    for crop in crops:
        if variety.is_new(crop):
            variety.remember(crop)
            kept.append(crop)
    assert kept, "the first is always new"
    assert not any(variety.is_new(crop) for crop in kept[-REMEMBERED_CROPS:])


@given(rgb_images(st.just(THUMBNAIL_SIZE), darkest=0), st.floats(0.5, 1))
def test_less_light_alone_makes_nothing_new(spots, light):
    """On spots that a glance can make out."""
    crop = spots.repeat(4, axis=0).repeat(4, axis=1)
    variety = DiversityFilter()
    variety.remember(crop)
    assert not variety.is_new((crop * light).round().astype(np.uint8))
