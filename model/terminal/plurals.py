"""Counts with singular and plural nouns."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """ "0 crops", "1 crop", "1,500 crops"."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"
