"""Check the cameras: read one picture of each in a subprocess, since a driver may block forever."""

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from app.camera.webcams import LINUX_LIST, open_failure_hint, webcams
from app.doctor.finding import Finding, Status, failed_probe
from app.system.subprocess_probe import ProbeResult, run_probe
from model.installation.commands import typed

TIMEOUT_S = 6.0
FIRST_NUMBERS = ("0", "1", "2")
"""Tried when the system does not list its cameras."""
NO_PICTURE = "It delivers no pictures"
DEMO = f"To try Sameface without a camera: {typed('demo')}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible camera. ``name`` is the system's; ``certain``: the system or the user named it."""

    spec: str
    name: str
    certain: bool


OpenCamera = Callable[[str], ProbeResult]


def probe_camera(spec: str) -> ProbeResult:
    return run_probe(["-m", "app.camera.probe", spec], TIMEOUT_S)


def candidates(
    chosen: str | None, platform: str = sys.platform, devices: Path = LINUX_LIST
) -> list[Candidate]:
    """The chosen one, else those that the system lists, else the first numbers."""
    if chosen is not None:
        return [Candidate(chosen, "", certain=True)]
    listed = webcams(platform, devices)
    if listed is None:
        return [Candidate(number, "", certain=False) for number in FIRST_NUMBERS]
    return [Candidate(str(webcam.number), webcam.name, certain=True) for webcam in listed]


def check_cameras(found: Sequence[Candidate], open_camera: OpenCamera = probe_camera) -> list[Finding]:
    """A finding for each camera."""
    if not found:
        return [_no_camera()]
    with ThreadPoolExecutor(len(found)) as pool:
        outcomes = list(pool.map(open_camera, [candidate.spec for candidate in found]))
    tried = [
        _to_finding(candidate, outcome)
        for candidate, outcome in zip(found, outcomes, strict=True)
        if candidate.certain or outcome.answer or outcome.missing
    ]
    return tried or [_no_camera()]


def _to_finding(candidate: Candidate, outcome: ProbeResult) -> Finding:
    topic = f"camera {candidate.spec}" if candidate.spec.isdecimal() else "camera"
    if outcome.answer is None:
        return _failed_finding(topic, candidate, outcome)
    width, height, seconds = (outcome.answer[name] for name in ("width", "height", "seconds"))
    sentence = f"It delivers pictures of {width}x{height}; the first took {seconds:.1f} s."
    return Finding(topic, Status.OK, sentence, detail=candidate.name)


def _failed_finding(topic: str, candidate: Candidate, outcome: ProbeResult) -> Finding:
    """Doctor's advice replaces that of the camera. A file name or an address is not part of the sentence."""
    if outcome.missing:
        return failed_probe(topic, NO_PICTURE, outcome, "")
    reason = outcome.error.partition(". ")[0].rstrip(".") + "."
    if candidate.spec.isdecimal():
        sentence, detail = f"{NO_PICTURE}. {reason}", candidate.name
    else:
        sentence, detail = f"{NO_PICTURE}.", reason
    return Finding(topic, Status.FAILED, sentence, _advice(candidate), detail)


def _no_camera() -> Finding:
    return Finding("camera", Status.WARNING, "No camera was found.", f"Plug one in. {DEMO}")


def _advice(candidate: Candidate) -> str:
    reason = open_failure_hint(int(candidate.spec)) if candidate.spec.isdecimal() else ""
    allow = "Plug it in again, close other programs that use it, and allow access in the system settings."
    return reason or f"{allow} {DEMO}"
