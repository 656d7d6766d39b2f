"""Live people and replays on a phone against the lamp, in simulated light.

``python -m tests.field_trials.lamp_trials --clips DIR [--people NAMES] [--out FILE]``.

The assumptions are in ``tests/support/presentation_attacks/lamp_scene.py``. Only the lamp is tried: a replay
passes the other checks, since it shows a live head. Two thirds of the phones mirror the laptop's screen, on a
part of the face or on all of it.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from model.liveness.lamp.layer import Lamp
from model.liveness.result import LampColour
from model.verification.attempt import Attempt, Ending
from model.verification.live_attempt import LiveAttempt
from model.verification.observation import Observation
from model.vision.face import Face
from model.vision.frame import Frame, RgbImage
from model.vision.tracker import FaceTracker
from tests.field_trials.liveness_trials import LIGHTS, LIVE, NO_FACE, YES, Trials, judge_people, rate
from tests.field_trials.trial_file import Job
from tests.support.presentation_attacks.lamp_scene import (
    AdaptingCamera,
    DelayedLamp,
    LinearImage,
    Room,
    lit_person,
    lit_screen,
    random_room,
)
from tests.support.presentation_attacks.phone import PhoneReplay, back_and_forth
from tests.support.presentation_attacks.species import Species
from tests.support.presentation_attacks.webcam import Webcam

TRIES, TRIES_IN_OTHER_LIGHT = 10, 7
"""With each person. With eight people, one pass in 80 leaves an upper bound of 6.8 %."""
BLUR_PX = 20
"""Of what is behind the phone, so that no other face is found there."""
FPS = 15.0
WIDTH_PX = 320
"""Colours need no more."""
LIMIT_S = 10.0
"""Two shows and a little more."""
RECORDED_FRAMES = 60

Scene = Callable[[int, LampColour | None], LinearImage]
"""The light before the camera at a frame, when the window shows this colour."""


@dataclass(frozen=True, slots=True)
class LampTrial:
    presentation: str
    person: str
    light: float
    strength: float
    mirror: float
    ending: Ending
    reason: str
    gain: float | None


def live_scene(recording: Sequence[tuple[RgbImage, Face]], room: Room) -> Scene:
    lamp = DelayedLamp(room.delay)

    def scene(number: int, colour: LampColour | None) -> LinearImage:
        image, face = recording[back_and_forth(number, len(recording))]
        return lit_person(image, face, lamp.light(colour), room)

    return scene


def replay_scene(
    recording: Sequence[tuple[RgbImage, Face]], background: RgbImage, room: Room, seed: int
) -> Scene:
    lamp, phone = DelayedLamp(room.delay), PhoneReplay(recording, background, FPS, seed)

    def scene(number: int, colour: LampColour | None) -> LinearImage:
        emitted, on_phone = phone.emitted(number)
        return lit_screen(emitted, on_phone, lamp.light(colour), room)

    return scene


class LampTrials(Trials):
    def attempt_with_lamp(self, scene: Scene, light: float, seed: int) -> LiveAttempt:
        layer = Lamp()
        attempt = LiveAttempt(Attempt(3, [layer.layer], LIMIT_S), [layer])
        tracker, adapting, webcam = FaceTracker(self.finder), AdaptingCamera(FPS), Webcam(seed, light)
        number = 0
        while attempt.state.ending is None:
            image = webcam.see(adapting.see(scene(number, attempt.state.lamp)))
            frame = Frame(image, number, number / FPS)
            faces = tracker.find(frame)
            face = faces[0] if faces else None
            attempt.add(frame, Observation(faces, face, None, ()), YES if face else NO_FACE)
            number += 1
        return attempt

    def lamp_jobs(self, person: str, other: str) -> Iterator[Job[LampTrial]]:
        for number in range(TRIES):
            for light in LIGHTS if number < TRIES_IN_OTHER_LIGHT else LIGHTS[:1]:
                yield self._lamp_job(person, other, number, light)

    def _lamp_job(self, person: str, other: str, number: int, light: float) -> Job[LampTrial]:
        seed = zlib.crc32(f"{person} {number}".encode())

        def run() -> list[LampTrial]:
            recording = self.recording(person, WIDTH_PX)
            part = recording[(number * len(recording)) // (2 * TRIES) :][:RECORDED_FRAMES]
            behind = _blurred(self.recording(other, WIDTH_PX)[0][0], part[0][0].shape[1::-1])
            room = random_room(np.random.default_rng(seed))
            scenes = {
                LIVE: live_scene(part, room),
                Species.REPLAY: replay_scene(part, behind, room, seed),
            }
            return [
                self._trial(presentation, scene, person, light, room, seed)
                for presentation, scene in scenes.items()
            ]

        return Job(f"{person} {number} x{light}", run)

    def _trial(
        self, presentation: str, scene: Scene, person: str, light: float, room: Room, seed: int
    ) -> LampTrial:
        state = self.attempt_with_lamp(scene, light, seed).state
        assert state.ending is not None
        gain, strength, mirror = state.liveness[0].measure, room.strength, room.mirror
        return LampTrial(presentation, person, light, strength, mirror, state.ending, str(state.reason), gain)


def _blurred(background: RgbImage, size: tuple[int, int]) -> RgbImage:
    return np.asarray(cv2.GaussianBlur(cv2.resize(background, size), (0, 0), BLUR_PX), np.uint8)


def report(trials: Sequence[LampTrial]) -> Iterator[str]:
    for light in LIGHTS:
        yield f"light x{light}"
        replays = [trial for trial in trials if (trial.light, trial.presentation) == (light, Species.REPLAY)]
        passed = sum(trial.ending is Ending.VERIFIED for trial in replays)
        yield f"  APCER {Species.REPLAY} {rate(passed, len(replays))}"
        live = [trial for trial in trials if (trial.light, trial.presentation) == (light, LIVE)]
        denied = sum(trial.ending is Ending.NOT_LIVE for trial in live)
        unsure = sum(trial.ending not in (Ending.NOT_LIVE, Ending.VERIFIED) for trial in live)
        yield f"  BPCER {rate(denied, len(live))}"
        yield f"  non-response of live people {rate(unsure, len(live))}"


def main() -> None:
    judge_people(__doc__, LampTrial, lambda clips: LampTrials(clips).lamp_jobs, report)


if __name__ == "__main__":
    main()
