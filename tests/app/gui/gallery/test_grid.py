"""Where an arrow key leads among five pictures in rows of two: 0 1 / 2 3 / 4; and how wide tiles are."""

import pytest

from app.gui.gallery.grid import next_in_grid, tile_width

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


WIDTHS = {
    "three fill the row": (298, 84, 8, 94),
    "exactly as many as fit": (268, 84, 8, 84),
    "one, in a gallery that is too narrow": (50, 84, 8, 84),
}


@pytest.mark.parametrize(("available", "narrowest", "gap", "expected"), WIDTHS.values(), ids=WIDTHS)
def test_tiles_are_as_wide_as_the_row_allows(available, narrowest, gap, expected):
    assert tile_width(available, narrowest, gap) == expected
