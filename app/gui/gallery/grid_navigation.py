"""Where an arrow key leads in a grid of pictures."""

STEPS = {"left": -1, "right": 1}
ROWS = {"up": -1, "down": 1}


def next_in_grid(index: int, count: int, columns: int, key: str) -> int:
    """Left and right go on in the next row, and from one end to the other; up and down stop at the edge."""
    if key in STEPS:
        return (index + STEPS[key]) % count
    target = index + ROWS[key] * columns
    return target if 0 <= target < count else index
