"""What to verify, and what to compare it with."""

from dataclasses import dataclass
from pathlib import Path

from app.storage.paths import Paths
from app.storage.settings import Settings
from model.liveness.mode import LivenessMode


@dataclass(frozen=True, slots=True)
class VerifyRequest:
    """``image``: a photograph instead of a live camera. ``references``: a folder of photographs instead of
    the person's references. ``largest``: use the largest face of a photograph there that shows several.
    ``liveness``: overrides the setting for this request. ``leave_after_s``: after success, watch until the
    person has not been seen for this long; None: do not watch."""

    paths: Paths
    settings: Settings
    image: Path | None = None
    references: Path | None = None
    largest: bool = False
    liveness: LivenessMode | None = None
    leave_after_s: float | None = None
