"""Check Python and the installed packages."""

import platform
import struct
import sys
from collections.abc import Sequence

from app.doctor.finding import Finding, Status
from app.system.requirements import LIVE, WHOLE, Requirement, requirements
from model.installation.commands import install_command
from model.installation.kind import ROOT, Installation, installation
from model.installation.version import VERSION

OLDEST, NEWEST = (3, 11), (3, 13)
SUPPORTED = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
CAMERA_NAMES = "cv2-enumerate-cameras"
"""Optional."""


KINDS = {
    Installation.CHECKOUT: "run from a checkout",
    Installation.PACKAGE: "installed as a Python package",
    Installation.FOLDER: "the program with its own Python",
}


def check_sameface(kind: Installation | None = None) -> Finding:
    """``kind``: None for that of this program."""
    sentence = f"Version {VERSION}, {KINDS[kind or installation()]}."
    return Finding("Sameface", Status.OK, sentence, detail=str(ROOT))


def check_python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    bits = 8 * struct.calcsize("P")
    sentence = f"{'.'.join(map(str, version))}, {bits} bit, on {platform.platform()}."
    if OLDEST <= version[:2] <= NEWEST:
        return Finding("Python", Status.OK, sentence)
    status = Status.FAILED if version[:2] < OLDEST else Status.WARNING
    return Finding("Python", status, sentence, f"Install Python {SUPPORTED}.")


def check_packages() -> Finding:
    """The packages of the live app."""
    wanted = requirements(LIVE)
    remedy = f"Run: {install_command()}"
    missing = [one.package for one in wanted if one.installed is None]
    if missing:
        status = Status.WARNING if missing == [CAMERA_NAMES] else Status.FAILED
        without = " Cameras have numbers instead of names." if status is Status.WARNING else ""
        return Finding("packages", status, f"Not installed: {', '.join(missing)}.{without}", remedy)
    return _versions("packages", wanted, f"All {len(wanted)} of {LIVE.name}", remedy)


def check_training() -> Finding:
    """The other packages, for training and evaluation. Imports none: TensorFlow takes seconds."""
    wanted = [one for one in requirements(WHOLE) if one.file != LIVE]
    missing = [one.package for one in wanted if one.installed is None]
    remedy = f"Run: {install_command('train')}"
    if len(missing) == len(wanted):
        sentence = "Not installed. Only train, evaluate and show need it."
        return Finding(
            "training", Status.OK, sentence, f"To use these commands, run: {install_command('train')}"
        )
    if missing:
        return Finding("training", Status.WARNING, f"Not installed: {', '.join(missing)}.", remedy)
    return _versions("training", wanted, f"TensorFlow and the rest of {WHOLE.name}", remedy)


def _versions(topic: str, wanted: Sequence[Requirement], what: str, remedy: str) -> Finding:
    """The finding when no package is missing."""
    other = [
        f"{one.package} {one.installed} instead of {one.version}"
        for one in wanted
        if one.installed != one.version
    ]
    if other:
        return Finding(topic, Status.WARNING, f"Untested versions: {', '.join(other)}.", remedy)
    return Finding(topic, Status.OK, f"{what}, in the pinned versions.")
