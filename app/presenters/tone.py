"""What a sentence means to the person who reads it; colours follow from it, never the other way round."""

from enum import StrEnum


class Tone(StrEnum):
    GOOD = "good"
    BAD = "bad"
    UNSURE = "unsure"
    CALM = "calm"
