"""Python and the packages."""

import platform
import struct
import sys
from collections.abc import Sequence

from app.doctor.finding import Finding, Status
from app.system.requirements import LIVE, WHOLE, Requirement, requirements

OLDEST, NEWEST = (3, 11), (3, 13)
TRIED = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
CAMERA_NAMES = "cv2-enumerate-cameras"
"""Everything works without it."""


def check_python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    bits = 8 * struct.calcsize("P")
    sentence = f"{'.'.join(map(str, version))}, {bits} bit, on {platform.platform()}."
    if OLDEST <= version[:2] <= NEWEST:
        return Finding("Python", Status.OK, sentence)
    status = Status.FAILED if version[:2] < OLDEST else Status.WARNING
    return Finding("Python", status, sentence, f"Sameface is made for Python {TRIED}: install one of these.")


def check_packages() -> Finding:
    """What the live app takes."""
    wanted = requirements(LIVE)
    remedy = f"Run: pip install -r {LIVE.name}"
    missing = [one.package for one in wanted if one.installed is None]
    if missing:
        status = Status.WARNING if missing == [CAMERA_NAMES] else Status.FAILED
        without = " Cameras have numbers instead of names." if status is Status.WARNING else ""
        return Finding("packages", status, f"Not installed: {', '.join(missing)}.{without}", remedy)
    return _versions("packages", wanted, f"All {len(wanted)} of {LIVE.name}", remedy)


def check_training() -> Finding:
    """What training and measuring take beside; nothing is imported, for TensorFlow takes seconds."""
    wanted = [one for one in requirements(WHOLE) if one.file != LIVE]
    missing = [one.package for one in wanted if one.installed is None]
    remedy = f"Run: pip install -r {WHOLE.name}"
    if len(missing) == len(wanted):
        sentence = "Not installed: only train, evaluate and show take it."
        return Finding("training", Status.OK, sentence, f"To have these, too: pip install -r {WHOLE.name}")
    if missing:
        return Finding("training", Status.WARNING, f"Not installed: {', '.join(missing)}.", remedy)
    return _versions("training", wanted, f"TensorFlow and all else of {WHOLE.name}", remedy)


def _versions(topic: str, wanted: Sequence[Requirement], what: str, remedy: str) -> Finding:
    """Of packages that are all there."""
    other = [
        f"{one.package} {one.installed} for {one.version}" for one in wanted if one.installed != one.version
    ]
    if other:
        return Finding(topic, Status.WARNING, f"Other versions than tried: {', '.join(other)}.", remedy)
    return Finding(topic, Status.OK, f"{what}, in their versions.")
