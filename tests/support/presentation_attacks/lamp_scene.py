"""The window's light in a simulated scene: on a person, and on the glass of a phone.

Assumptions, with light in shares of what the room gives to a white sheet at the face:

- A laptop's screen, all white, gives 34 to 68 lx at the face, rooms give 100 to 500 lx: ``strength`` is 0.07
  to 0.68. The background is three times as far away and receives a ninth.
- Skin, hair, paper and walls reflect a share of the light that falls on them: their light is multiplied.
- A phone's picture is its own light: the lamp does not change it. Its glass reflects 1 % evenly, and 4 % as a
  mirror: where the laptop's screen is mirrored, this adds 0.55 times ``strength`` (a screen of 300 cd/m2 that
  gives 68 lx at half a metre). The mirrored part has a straight edge; it may cover all, part, or nothing.
- The camera sees the light after two to five frames, and its white balance and exposure adapt within 1.5 s.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from model.liveness.lamp.sequence import GAMMA, linear_light
from model.liveness.result import LampColour
from model.vision.face import Face
from model.vision.frame import RgbImage

BACKGROUND_SHARE = 1 / 9
GLASS_EVEN, GLASS_MIRROR = 0.01, 0.55
STRENGTHS = (0.07, 0.68)
DELAY_FRAMES = (2, 5)
ADAPTATION_S, ADAPTATION = 1.5, 0.6
"""How fast the camera adapts, and how much of a change it undoes in the end."""
BEZEL = 0.02
"""Linear light of the phone's rim."""

LinearImage = NDArray[np.float32]
"""(height, width, 3), linear light, 1 = white."""


@dataclass(frozen=True, slots=True)
class Room:
    """``strength``: of an all white lamp at the face. ``delay``: in frames. ``mirror``: the share of the
    phone in which the laptop's screen is mirrored."""

    strength: float
    delay: int
    mirror: float


def random_room(rng: np.random.Generator) -> Room:
    strength = float(np.exp(rng.uniform(*np.log(STRENGTHS))))
    mirror = float(rng.choice([0.0, rng.uniform(0, 1), 1.0]))
    return Room(strength, int(rng.integers(DELAY_FRAMES[0], DELAY_FRAMES[1] + 1)), mirror)


class DelayedLamp:
    """The lamp as the camera sees it: late."""

    def __init__(self, delay: int) -> None:
        self._waiting: list[LampColour | None] = [None] * delay

    def light(self, shown: LampColour | None) -> NDArray[np.float32]:
        """(3,): the light that reaches the camera's next picture."""
        self._waiting.append(shown)
        seen = self._waiting.pop(0)
        return np.zeros(3, np.float32) if seen is None else linear_light(seen).astype(np.float32)


class AdaptingCamera:
    """Slowly undoes changes of the mean colour, as automatic exposure and white balance do."""

    def __init__(self, fps: float) -> None:
        self._step = 1 / (ADAPTATION_S * fps)
        self._gains = np.ones(3, np.float32)
        self._reference: NDArray[np.float32] | None = None

    def see(self, scene: LinearImage) -> RgbImage:
        mean = scene[::8, ::8].mean(axis=(0, 1)) + 1e-3
        self._reference = mean if self._reference is None else self._reference
        wanted = (self._reference / mean) ** ADAPTATION
        self._gains += self._step * (wanted - self._gains)
        return to_image(scene * self._gains)


def to_linear(image: RgbImage) -> LinearImage:
    return np.asarray(LINEAR[image], np.float32)


def to_image(light: LinearImage) -> RgbImage:
    return np.asarray(cv2.pow(np.clip(light, 0, 1), 1 / GAMMA) * 255, np.uint8)


LINEAR = ((np.arange(256) / 255.0) ** GAMMA).astype(np.float32)


def lit_person(image: RgbImage, face: Face, light: NDArray[np.float32], room: Room) -> LinearImage:
    """A person before the lamp. The light falls off towards the sides of the face."""
    scene = to_linear(image)
    share = np.float32(BACKGROUND_SHARE) + (1 - np.float32(BACKGROUND_SHARE)) * person_mask(face, image)
    return scene * (1 + np.float32(room.strength) * share[..., np.newaxis] * light)


def person_mask(face: Face, image: RgbImage) -> NDArray[np.float32]:
    """(height, width) in [0, 1]: head and shoulders."""
    height, width = image.shape[:2]
    mask = np.zeros((height, width), np.float32)
    x, y = int(face.box.left + face.box.width / 2), int(face.box.top + face.box.height / 2)
    wide, high = int(0.75 * face.box.width), int(0.80 * face.box.height)
    cv2.ellipse(mask, (x, y), (wide, high), 0, 0, 360, 1.0, cv2.FILLED)
    top = y + high - int(0.1 * face.box.height)
    cv2.ellipse(mask, (x, max(top, 0) + 2 * high), (2 * wide, 2 * high), 0, 0, 360, 0.8, cv2.FILLED)
    small = cv2.resize(mask, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(1.0, face.eye_distance / 16))
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def lit_screen(
    emitted: LinearImage, on_screen: NDArray[np.float32], light: NDArray[np.float32], room: Room
) -> LinearImage:
    """A phone's screen, and around it a hand and the room. ``on_screen``: (height, width) in [0, 1]."""
    height, width = on_screen.shape
    edge = np.linspace(0, 1, height, dtype=np.float32)[:, np.newaxis]
    mirrored = np.broadcast_to(edge >= 1 - room.mirror, (height, width)).astype(np.float32)
    glass = on_screen * (GLASS_EVEN + GLASS_MIRROR * mirrored)
    around = (1 - on_screen) * np.float32(BACKGROUND_SHARE)
    added = glass[..., np.newaxis] + emitted * around[..., np.newaxis]
    return emitted + np.float32(room.strength) * added * light
