"""Simulated presentation attacks, and live people, against the liveness checks.

``python -m tests.field_trials.liveness_trials --clips DIR [--people NAMES] [--out FILE]``.

Identity is taken for granted: each face counts as the right one. So an attack that ends as verified has
passed the liveness checks. The thresholds were chosen on the people in ``TUNED_ON``; all others are judged.
"""

import argparse
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias, TypeVar

import cv2

from app.camera.factory import open_source
from model.liveness.depth.layer import Depth
from model.liveness.freshness import Freshness
from model.verification.attempt import Attempt, Ending
from model.verification.decision import Decision, Reason
from model.verification.live_attempt import LiveAttempt
from model.verification.observation import Observation
from model.vision.face import Face
from model.vision.frame import Frame, RgbImage
from model.vision.mtcnn import MtcnnFinder
from model.vision.tracker import FaceTracker
from tests.field_trials.trial_file import Job, TrialFile
from tests.support.presentation_attacks.species import Species, print_attack
from tests.support.presentation_attacks.webcam import Webcam
from training.metrics.confidence import clopper_pearson

T = TypeVar("T")

JobsOfPerson: TypeAlias = Callable[[str, str], Iterable[Job[T]]]
"""All trials of one person, whose attacks are made with the clip of another."""

TUNED_ON = ("moving-d0", "moving-d3", "moving-d10", "seated-bbaf2n", "seated-brbk7n", "halfbody-s13")
JUDGED = (
    "moving-d9",
    "moving-d12",
    "moving-d14",
    "seated-lbax4n",
    "seated-pwij3p",
    "seated-sbia1a",
    "halfbody-s29",
    "single-face",
)
PRINTS = (Species.FLAT, Species.BENT, Species.CUT_OUT, Species.STILL)
LIGHTS = (1.0, 0.4, 1.6)
TRIES = 7
"""Of each species with each person."""
ATTACK_S, ATTACK_FPS = 6.0, 15.0
SECTION_S = 2.5
"""Clips of live people are cut into sections of this length: half a second more than a head is watched
before it is asked to turn, which a recording cannot do."""
MOVING = "moving-"
"""How the names of clips begin in which people turn their heads and grimace; in the others they sit."""
WIDTH_PX = 480
"""Clips are scaled to at most this width."""
YES = Decision(Reason.ENOUGH_MATCHES, 9, 10, 0.99)
NO_FACE = Decision(Reason.NO_FACE, references=10)
LIVE = "live"


@dataclass(frozen=True, slots=True)
class Trial:
    """``seconds``: until the ending."""

    presentation: str
    person: str
    light: float
    ending: Ending
    reason: str
    seconds: float

    @property
    def moving(self) -> bool:
        return self.person.startswith(MOVING)


class Trials:
    """Attempts on pictures."""

    def __init__(self, clips: Path) -> None:
        self._clips = clips
        self.finder = MtcnnFinder(live=True)
        self.recording = lru_cache(maxsize=3)(self._recording)

    def read(self, person: str, width: int = WIDTH_PX) -> tuple[list[RgbImage], float]:
        """The pictures of a clip and its frame rate."""
        (path,) = self._clips.glob(f"{person}.*")
        images = []
        with open_source(str(path)) as source:
            while (frame := source.read()) is not None:
                images.append(_scaled(frame.image, width))
            return images, source.fps or 25.0

    def _recording(self, person: str, width: int = WIDTH_PX) -> list[tuple[RgbImage, Face]]:
        """The pictures of a clip that show a face."""
        return self.with_face(self.read(person, width)[0])

    def with_face(self, images: Iterable[RgbImage]) -> list[tuple[RgbImage, Face]]:
        found = [(image, self.finder.find(image)) for image in images]
        return [(image, faces[0]) for image, faces in found if faces]

    def attempt(
        self, images: Iterable[RgbImage], fps: float, presentation: str, person: str, light: float
    ) -> Trial:
        layers = (Freshness(), Depth())
        attempt = LiveAttempt(Attempt(3, [layer.layer for layer in layers]), layers)
        tracker = FaceTracker(self.finder)
        for number, image in enumerate(images):
            frame = Frame(image, number, number / fps)
            faces = tracker.find(frame)
            face = faces[0] if faces else None
            attempt.add(frame, Observation(faces, face, None, ()), YES if face else NO_FACE)
            if attempt.state.ending:
                break
        attempt.finish()
        state = attempt.state
        assert state.ending is not None
        return Trial(presentation, person, light, state.ending, state.reason, state.seconds)

    def jobs(self, person: str, attacker: str) -> Iterator[Job[Trial]]:
        yield Job(f"{person} {LIVE}", lambda: list(self.live(person)))
        for species in PRINTS:
            for number in range(TRIES):
                yield self._attack_job(person, attacker, species, number)

    def live(self, person: str) -> Iterator[Trial]:
        images, fps = self.read(person)
        length = round(SECTION_S * fps)
        for first in range(0, len(images) - length // 2 + 1, length):
            for light in LIGHTS:
                camera = Webcam(first, light)
                section = [camera.see(image) for image in images[first : first + length]]
                yield self.attempt(section, fps, LIVE, person, light)

    def _attack_job(self, person: str, attacker: str, species: Species, number: int) -> Job[Trial]:
        name = f"{person} {species} {number}"
        seed = zlib.crc32(name.encode())

        def run() -> list[Trial]:
            victim, behind = self.recording(person), self.recording(attacker)[:60]
            shown = victim[(number * len(victim)) // TRIES]
            scene = list(print_attack(species, shown, behind, ATTACK_FPS, ATTACK_S, seed))
            return [self._attack(scene, species, person, light, seed) for light in LIGHTS]

        return Job(name, run)

    def _attack(
        self, scene: Sequence[RgbImage], species: Species, person: str, light: float, seed: int
    ) -> Trial:
        camera = Webcam(seed, light)
        return self.attempt(map(camera.see, scene), ATTACK_FPS, species, person, light)


def _scaled(image: RgbImage, most: int) -> RgbImage:
    height, width = image.shape[:2]
    if width <= most:
        return image
    size = (most, round(height * most / width))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype("uint8")


def rate(hits: int, trials: int) -> str:
    if not trials:
        return "no trials"
    low, high = clopper_pearson(hits, trials)
    interval = f"95 % interval {100 * low:.1f} to {100 * high:.1f}"
    return f"{100 * hits / trials:5.1f} % ({hits} of {trials}; {interval})"


def report(trials: Sequence[Trial]) -> Iterator[str]:
    """APCER of each species, the worst first; then what happened to live people."""
    for light in LIGHTS:
        yield f"light x{light}"
        lit = [trial for trial in trials if trial.light == light]
        rows = []
        for species in PRINTS:
            tried = [trial for trial in lit if trial.presentation == species]
            passed = sum(trial.ending is Ending.VERIFIED for trial in tried)
            flat = sum(trial.ending is Ending.NOT_LIVE for trial in tried)
            rows.append((passed, f"  APCER {species:<22} {rate(passed, len(tried))}; {flat} denied as flat"))
        yield from (line for _, line in sorted(rows, reverse=True))
        for moving in (True, False):
            live = [trial for trial in lit if trial.presentation == LIVE and trial.moving is moving]
            denied = sum(trial.ending is Ending.NOT_LIVE for trial in live)
            unsure = sum(trial.ending not in (Ending.NOT_LIVE, Ending.VERIFIED) for trial in live)
            words = "live, moving" if moving else "live, seated"
            yield f"  BPCER {words:<22} {rate(denied, len(live))}"
            yield f"  non-response {words:<15} {rate(unsure, len(live))}"


def main() -> None:
    judge_people(__doc__, Trial, lambda clips: Trials(clips).jobs, report)


def judge_people(
    description: str | None,
    trial: type[T],
    begin: Callable[[Path], JobsOfPerson[T]],
    summarize: Callable[[Sequence[T]], Iterable[str]],
) -> None:
    """Read the options, try each person with the next one as the other, and print the summary."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--clips", type=Path, required=True)
    parser.add_argument("--people", default=",".join(JUDGED), help="names of clips, with commas")
    parser.add_argument("--out", type=Path, help="a line of JSON for each job; a stopped run goes on there")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    people, jobs_of = options.people.split(","), begin(options.clips)
    jobs = (job for number, person in enumerate(people) for job in jobs_of(person, people[number - 1]))
    print("\n".join(summarize(list(TrialFile(options.out, trial).finish(jobs)))))


if __name__ == "__main__":
    main()
