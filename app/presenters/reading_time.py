"""How long a message has to stay on the screen."""

SHORTEST_S = 6.0
CHARACTERS_PER_S = 15.0
"""A comfortable reading speed: about 180 words a minute."""


def reading_time_s(message: str) -> float:
    return max(SHORTEST_S, len(message) / CHARACTERS_PER_S)
