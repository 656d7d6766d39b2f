"""The cameras: each is opened for one picture, in a process of its own, since a driver may block for ever."""

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from app.camera.webcams import LINUX_LIST, open_failure_hint, webcams
from app.doctor.finding import Finding, Status, failure
from app.system.subprocess_probe import Outcome, try_out

TIMEOUT_S = 6.0
FIRST_NUMBERS = ("0", "1", "2")
"""Tried where the system does not say which cameras there are."""
GIVES_NOTHING = "It gives no picture"
DEMO = "Without one: python main.py demo"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What may be a camera. ``name`` is the system's; ``certain``: the system or the user says that it is."""

    spec: str
    name: str
    certain: bool


Trying = Callable[[str], Outcome]


def open_one(spec: str) -> Outcome:
    return try_out(["-m", "app.camera.probe", spec], TIMEOUT_S)


def candidates(
    chosen: str | None, platform: str = sys.platform, devices: Path = LINUX_LIST
) -> list[Candidate]:
    """The one that was named; else those that Linux lists; else the first numbers."""
    if chosen is not None:
        return [Candidate(chosen, "", certain=True)]
    listed = webcams(platform, devices)
    if listed is None:
        return [Candidate(number, "", certain=False) for number in FIRST_NUMBERS]
    return [Candidate(str(webcam.number), webcam.name, certain=True) for webcam in listed]


def check_cameras(found: Sequence[Candidate], open_camera: Trying = open_one) -> list[Finding]:
    """A finding for each camera that is there."""
    if not found:
        return [_none()]
    with ThreadPoolExecutor(len(found)) as pool:
        outcomes = list(pool.map(open_camera, [candidate.spec for candidate in found]))
    tried = [
        _told(candidate, outcome)
        for candidate, outcome in zip(found, outcomes, strict=True)
        if candidate.certain or outcome.answer or outcome.missing
    ]
    return tried or [_none()]


def _told(candidate: Candidate, outcome: Outcome) -> Finding:
    topic = f"camera {candidate.spec}" if candidate.spec.isdecimal() else "camera"
    if outcome.answer is None:
        return _failed(topic, candidate, outcome)
    width, height, seconds = (outcome.answer[name] for name in ("width", "height", "seconds"))
    sentence = f"The first picture, {width}x{height}, came after {seconds:.1f} s."
    return Finding(topic, Status.OK, sentence, detail=candidate.name)


def _failed(topic: str, candidate: Candidate, outcome: Outcome) -> Finding:
    """The doctor's advice takes the place of the camera's. What a file or an address is called stays here."""
    if outcome.missing:
        return failure(topic, GIVES_NOTHING, outcome, "")
    reason = outcome.complaint.partition(". ")[0].rstrip(".") + "."
    if candidate.spec.isdecimal():
        sentence, detail = f"{GIVES_NOTHING}. {reason}", candidate.name
    else:
        sentence, detail = f"{GIVES_NOTHING}.", reason
    return Finding(topic, Status.FAILED, sentence, _advice(candidate), detail)


def _none() -> Finding:
    return Finding("camera", Status.WARNING, "No camera was found.", f"Plug one in. {DEMO}")


def _advice(candidate: Candidate) -> str:
    reason = open_failure_hint(int(candidate.spec)) if candidate.spec.isdecimal() else ""
    usual = f"Plug it in again, close other programs that use it, and allow its use in the system. {DEMO}"
    return reason or usual
