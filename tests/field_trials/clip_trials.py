"""Attempts on recordings of people.

References come from the first half of a person's clip. The second half is a genuine attempt, and the clip of
every other person is an impostor attempt, including people at the same camera.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.camera.factory import open_source
from app.storage.settings import Settings
from app.storage.thresholds import effective_thresholds
from model.runtime.bundle import SHIPPED_BUNDLE, Bundle, load_bundle
from model.verification.attempt import Attempt, FrameEvidence
from model.verification.matcher import Matcher
from model.verification.session import VerificationSession
from model.vision.alignment import align
from model.vision.frame import RgbImage
from model.vision.mtcnn import MtcnnFinder
from model.vision.quality import COLLECTION_LIMITS, VERIFICATION_LIMITS, Flaw, check_quality
from training.metrics.confidence import wilson

REFERENCES = 20
MAX_FRAMES = 600
SAME_PERSON = frozenset({"face-then-none", "none-then-face", "single-face"})
FACELESS = frozenset({"no-face"})
SEVERAL_PEOPLE = frozenset({"two-people", "stage-small-face"})


@dataclass(frozen=True, eq=False, slots=True)
class Sighting:
    """The crop of the largest of ``faces`` faces in a frame, and its flaws by the limits of verifying and of
    collecting."""

    seconds: float
    faces: int
    crop: RgbImage | None
    verification_flaws: tuple[Flaw, ...]
    collection_flaws: tuple[Flaw, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """One attempt of the person in ``clip`` against the references of the person in ``claimed``."""

    claimed: str
    clip: str
    genuine: bool
    verified: bool
    similarity: float | None
    frames: int


def clip_paths(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.iterdir()) if path.is_file()}


def people_in(folder: Path) -> list[str]:
    """Clips that show one person from the start, one clip for each person."""
    return [
        name
        for name in clip_paths(folder)
        if name not in FACELESS | SEVERAL_PEOPLE | {"face-then-none", "none-then-face"}
    ]


def sightings_in(path: Path, finder: MtcnnFinder, every: int = 1) -> list[Sighting]:
    """The faces in each frame, or in every second, third ... of the first MAX_FRAMES. The frames themselves
    would not fit into memory."""
    seen = []
    with open_source(str(path)) as source:
        while (frame := source.read()) is not None and frame.index < MAX_FRAMES:
            if frame.index % every:
                continue
            faces = finder.find(frame.image)
            face = faces[0] if faces else None
            crop = align(frame.image, face.landmarks) if face else None
            flaws = [
                check_quality(frame.image, face, crop, limits)
                for limits in (VERIFICATION_LIMITS, COLLECTION_LIMITS)
            ]
            seen.append(Sighting(frame.seconds, len(faces), crop, *flaws))
    return seen


def references_from(seen: list[Sighting]) -> list[RgbImage]:
    """Evenly spaced crops without flaws; if there are none, crops of any face."""
    faces = [sighting for sighting in seen if sighting.crop is not None]
    good = [sighting for sighting in faces if not sighting.collection_flaws] or faces
    crops = [sighting.crop for sighting in good]
    return crops[:: max(1, len(crops) // REFERENCES)][:REFERENCES]


def attempt(session: VerificationSession, seen: list[Sighting]) -> tuple[bool, float | None, int]:
    tried = Attempt(Settings().steady_frames)
    for sighting in seen:
        decision = session.judge(sighting.crop, sighting.verification_flaws)
        tried.add(FrameEvidence(decision, sighting.faces, sighting.seconds, continues=True))
        if tried.state.verified:
            break
    return tried.state.verified, tried.state.decision.similarity, tried.state.frames_judged


class CachingEmbedder:
    """Embeds each crop once."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._known: dict[bytes, NDArray[np.float32]] = {}
        self._nothing = bundle.embed([])

    def embed(self, crops: Sequence[RgbImage]) -> NDArray[np.float32]:
        rows = [self._row(crop) for crop in crops]
        return np.concatenate(rows) if rows else self._nothing

    def _row(self, crop: RgbImage) -> NDArray[np.float32]:
        key = crop.tobytes()
        if key not in self._known:
            self._known[key] = self._bundle.embed([crop])
        return self._known[key]


def trials(folder: Path, bundle: Bundle, every: int = 1) -> Iterator[Trial]:
    """Judge every frame, or every second, third ..."""
    finder, embedder = MtcnnFinder(), CachingEmbedder(bundle)
    seen_in = {name: sightings_in(path, finder, every) for name, path in clip_paths(folder).items()}
    for claimed in people_in(folder):
        own = seen_in[claimed]
        matcher = Matcher(embedder, bundle.head)
        matcher.set_references(references_from(own[: len(own) // 2]))
        session = VerificationSession(finder, matcher, effective_thresholds(Settings(), bundle.card))
        yield Trial(claimed, claimed, True, *attempt(session, own[len(own) // 2 :]))
        for name, seen in seen_in.items():
            if name != claimed and not {name, claimed} <= SAME_PERSON:
                yield Trial(claimed, name, False, *attempt(session, seen))


def summary(done: list[Trial]) -> dict[str, object]:
    """FRR of the genuine attempts and FAR of the impostor attempts, with counts and 95 % intervals."""
    refused = [not trial.verified for trial in done if trial.genuine]
    accepted = [trial.verified for trial in done if not trial.genuine]
    rates = {"FRR": refused, "FAR": accepted}
    return {
        name: {"count": sum(row), "trials": len(row), "interval": wilson(sum(row), len(row))}
        for name, row in rates.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.field_trials.clip_trials", description=__doc__)
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--bundle", type=Path, default=SHIPPED_BUNDLE)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    done = []
    for trial in trials(options.clips, load_bundle(options.bundle)):
        done.append(trial)
        if trial.genuine or trial.verified:
            print(trial)
    print(json.dumps(summary(done), indent=2))
    if options.json:
        options.json.write_text(json.dumps([asdict(trial) for trial in done], indent=1))


if __name__ == "__main__":
    main()
