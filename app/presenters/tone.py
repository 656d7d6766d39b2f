"""The tone of a message. The window chooses its colour by it."""

from enum import StrEnum


class Tone(StrEnum):
    GOOD = "good"
    BAD = "bad"
    UNSURE = "unsure"
    CALM = "calm"
