"""How a command ends; the README's table says the same."""

from enum import IntEnum


class Exit(IntEnum):
    VERIFIED = 0
    DONE = 0
    NOT_VERIFIED = 1
    USAGE = 2
    COULD_NOT = 3
    INTERRUPTED = 130
