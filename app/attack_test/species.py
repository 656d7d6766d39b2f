"""What is presented to the camera in an attack test, and how."""

from enum import StrEnum


class Species(StrEnum):
    """``LIVE`` is the bona fide presentation; the others are presentation attack instruments (PAI species),
    in the words of ISO/IEC 30107-3."""

    LIVE = "live"
    FLAT = "flat print"
    BENT = "bent print"
    CUT_OUT = "print with eye holes"
    STILL = "print on a stand"
    REPLAY = "replay on a phone"

    @property
    def is_attack(self) -> bool:
        return self is not Species.LIVE


INSTRUCTIONS = {
    Species.LIVE: "Sit in front of the camera yourself, as you do to verify. Follow the instructions.",
    Species.FLAT: "Hold the print flat in front of the camera, at the size of a face. Tilt it, and move it "
    "a little.",
    Species.BENT: "Bend the print around its vertical axis, like a bottle. Tilt it, and move it a little.",
    Species.CUT_OUT: "Cut out the eyes of a second print, and look through the holes. Bend it, and move it.",
    Species.STILL: "Lean the print against something, so that it does not move at all.",
    Species.REPLAY: "Play the clip on a phone at full brightness, and hold the phone in front of the camera.",
}
