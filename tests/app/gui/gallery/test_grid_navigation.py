"""Five pictures in rows of two: 0 1 / 2 3 / 4."""

import pytest

from app.gui.gallery.grid_navigation import next_in_grid

STEPS = {
    "to the right": (0, "right", 1),
    "on in the next row": (1, "right", 2),
    "from the last to the first": (4, "right", 0),
    "from the first to the last": (0, "left", 4),
    "down": (1, "down", 3),
    "up": (4, "up", 2),
    "not above the first row": (1, "up", 1),
    "not below a column": (3, "down", 3),
}


@pytest.mark.parametrize(("index", "key", "expected"), STEPS.values(), ids=STEPS)
def test_an_arrow_key_leads_to_the_neighbour(index, key, expected):
    assert next_in_grid(index, 5, 2, key) == expected
