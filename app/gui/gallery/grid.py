"""A grid of pictures: the width of each, and where an arrow key leads."""

STEPS = {"left": -1, "right": 1}
ROWS = {"up": -1, "down": 1}


def tile_width(available: float, narrowest: float, gap: float) -> float:
    """As many tiles as fit side by side, with a ``gap`` between two, fill the row. In whole pixels."""
    columns = max(1, int((available + gap) // max(1.0, narrowest + gap)))
    return max(narrowest, (available + gap) // columns - gap)


def next_in_grid(index: int, count: int, columns: int, key: str) -> int:
    """Left and right go on in the next row, and from one end to the other; up and down stop at the edge."""
    if key in STEPS:
        return (index + STEPS[key]) % count
    target = index + ROWS[key] * columns
    return target if 0 <= target < count else index
