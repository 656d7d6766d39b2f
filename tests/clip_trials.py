"""Attempts on recordings of people: ``python -m tests.clip_trials --clips DIR [--bundle DIR] [--json FILE]``.

References come from the first half of a person's clip; the second half is the genuine attempt, and every clip
of somebody else is an impostor attempt, strangers at the same camera included.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from app.attempt import Attempt
from app.camera.opening import open_source
from app.settings import Settings
from app.thresholds import effective_thresholds
from model.runtime.bundle import SHIPPED_BUNDLE, Bundle, load_bundle
from model.verification.matcher import Matcher
from model.verification.session import VerificationSession
from model.vision.alignment import align
from model.vision.frame import Frame, RgbImage
from model.vision.mtcnn import MtcnnFinder
from model.vision.quality import FOR_KEEPING, assess
from training.intervals import wilson

REFERENCES = 20
SAME_PERSON = frozenset({"face-then-none", "none-then-face", "single-face"})
FACELESS = frozenset({"no-face"})
SEVERAL_PEOPLE = frozenset({"two-people", "stage-small-face"})


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
    return [name for name in clip_paths(folder) if name not in FACELESS | SEVERAL_PEOPLE | {"face-then-none", "none-then-face"}]


def frames_of(path: Path) -> Iterator[Frame]:
    with open_source(str(path)) as source:
        while (frame := source.read()) is not None:
            yield frame


def references_from(frames: list[Frame], finder: MtcnnFinder) -> list[RgbImage]:
    """Evenly spaced crops that are good enough to keep; any face rather than none."""
    good, any_face = [], []
    for frame in frames[:: max(1, len(frames) // (2 * REFERENCES))]:
        for face in finder.find(frame.image)[:1]:
            crop = align(frame.image, face.landmarks)
            any_face.append(crop)
            if not assess(face, crop, FOR_KEEPING):
                good.append(crop)
    return (good or any_face)[:REFERENCES]


def attempt(session: VerificationSession, frames: list[Frame]) -> tuple[bool, float | None, int]:
    tried = Attempt(Settings().steady_frames)
    for frame in frames:
        tried.add(session.process(frame))
        if tried.verified:
            break
    outcome = tried.outcome()
    return outcome.verified, outcome.decision.similarity, outcome.frames_judged


def trials(folder: Path, bundle: Bundle) -> Iterator[Trial]:
    finder = MtcnnFinder()
    paths = clip_paths(folder)
    for claimed in people_in(folder):
        frames = list(frames_of(paths[claimed]))
        matcher = Matcher(bundle, bundle.head)
        matcher.use_references(references_from(frames[: len(frames) // 2], finder))
        session = VerificationSession(finder, matcher, effective_thresholds(Settings(), bundle.card))
        yield Trial(claimed, claimed, True, *attempt(session, frames[len(frames) // 2 :]))
        for name, path in paths.items():
            if name != claimed and not {name, claimed} <= SAME_PERSON:
                yield Trial(claimed, name, False, *attempt(session, list(islice(frames_of(path), 600))))


def summary(done: list[Trial]) -> dict[str, object]:
    """FRR of the genuine attempts and FAR of the impostors', each with its counts and 95 % interval."""
    refused = [not trial.verified for trial in done if trial.genuine]
    accepted = [trial.verified for trial in done if not trial.genuine]
    rates = {"FRR": refused, "FAR": accepted}
    return {
        name: {"count": sum(row), "trials": len(row), "interval": wilson(sum(row), len(row))} for name, row in rates.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
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
