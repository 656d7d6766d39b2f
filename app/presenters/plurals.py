"""Pluralisation."""

from model.terminal import plurals


def counted(number: int, noun: str) -> str:
    """ "no crops", "1 crop", "2 crops"."""
    return plurals.counted(number, noun) if number else f"no {noun}s"


def several_faces(faces: int, fate: str) -> str:
    """What happens to the largest of ``faces``; empty when there is no choice."""
    return f"{faces} faces: the largest {fate}." if faces > 1 else ""
