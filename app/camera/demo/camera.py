"""The demo camera: people from public-domain portraits who move in front of a wall."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from app.camera.demo.portraits import EILEEN_COLLINS, GRACE_HOPPER, Portrait
from app.camera.demo.puppet import Pose, Puppet
from app.camera.source import CameraError, FrameSource
from model.messages.message import Message
from model.vision.frame import Frame, RgbImage

WIDTH, HEIGHT, FPS = 640, 480, 30.0
NOISE_LEVELS = 3.0
"""Standard deviation of the sensor noise, in levels of 255."""
NOISE_MARGIN = 64
"""A strip's noise is a crop at a random position of a sheet that is larger by this much."""
STRIP = 120
"""Rows drawn at a time, so that intermediate images stay small and fast."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A person and the pose around which the person moves."""

    portrait: Portrait
    pose: Pose


SCENES: dict[str, tuple[Placement, ...]] = {
    "eileen": (Placement(EILEEN_COLLINS, Pose(x=320, y=170, eye_distance=64)),),
    "grace": (Placement(GRACE_HOPPER, Pose(x=320, y=190, eye_distance=66)),),
    "both": (
        Placement(GRACE_HOPPER, Pose(x=470, y=195, eye_distance=60)),
        Placement(EILEEN_COLLINS, Pose(x=180, y=185, eye_distance=60)),
    ),
    "none": (),
}


class DemoCamera(FrameSource):
    """Delivers ``FPS`` frames per second. Frames depend on scene, seed and frame number only."""

    live = True
    fps = FPS

    def __init__(
        self,
        scene: str = "eileen",
        seed: int = 0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Raises CameraError for an unknown scene."""
        if scene not in SCENES:
            names = ", ".join(f"demo:{name}" for name in SCENES)
            raise CameraError(
                Message(
                    "The demo camera has no such scene. Received: {scene!r}. Choose one of {names}.",
                    scene=scene,
                    names=names,
                )
            )
        self.name = Message("demo camera ({scene})", scene=scene)
        self._renderer = SceneRenderer(SCENES[scene], seed)
        self._clock = clock
        self._sleep = sleep
        self._opened = clock()
        self._due = self._opened
        self._delivered = 0

    @classmethod
    def from_spec(cls, spec: str) -> "DemoCamera":
        """``demo`` or ``demo:SCENE``."""
        return cls(spec.partition(":")[2] or "eileen")

    def read(self) -> Frame:
        """Wait until the next frame is due. A late reader gets it immediately."""
        image = self._renderer.render(self._delivered)
        self._sleep(max(0.0, self._due - self._clock()))
        now = self._clock()
        late = now > self._due + 1 / FPS
        self._due = (now if late else self._due) + 1 / FPS
        frame = Frame(image, self._delivered, now - self._opened)
        self._delivered += 1
        return frame

    def close(self) -> None:
        """There is no device to release."""


class SceneRenderer:
    """Draws the frames of a scene."""

    def __init__(self, placements: tuple[Placement, ...], seed: int) -> None:
        # Random numbers of Python and OpenCV: NumPy's would take 4 to 7 MB more memory.
        rng = random.Random(seed)
        cv2.setRNGSeed(seed)
        self._puppets = [
            (placement.pose, Puppet(placement.portrait), [rng.uniform(0, 2 * np.pi) for _ in range(6)])
            for placement in placements
        ]
        self._wall = draw_wall()
        self._from_left = window_light()
        self._from_right = np.ascontiguousarray(self._from_left[:, ::-1])
        self._noise = noise_sheet()
        self._offsets = [(rng.randrange(NOISE_MARGIN), rng.randrange(NOISE_MARGIN)) for _ in range(1009)]

    def render(self, index: int) -> RgbImage:
        """Frame number ``index``, (HEIGHT, WIDTH, 3)."""
        seconds = index / FPS
        for pose, puppet, phases in self._puppets:
            puppet.set_pose(idle_pose(pose, seconds, phases))
        image, light = np.empty((HEIGHT, WIDTH, 3), np.uint8), self._light(seconds)
        for number, top in enumerate(range(0, HEIGHT, STRIP)):
            rows = slice(top, top + STRIP)
            strip = self._wall[rows]
            for _, puppet, _ in self._puppets:
                strip = puppet.draw(strip, top)
            lit = cv2.multiply(strip, light, scale=1 / 128)
            cv2.add(lit, self._grain(index, number), dst=image[rows], dtype=cv2.CV_8U)
        return image

    def _light(self, seconds: float) -> NDArray[np.uint8]:
        """The light on each strip, which moves between left and right and changes its strength."""
        right = 0.5 + 0.5 * wave(seconds, 11)
        strength = 1 + 0.12 * wave(seconds, 17)
        light = cv2.addWeighted(
            self._from_left, strength * (1 - right), self._from_right, strength * right, 0
        )
        return np.asarray(light, np.uint8)

    def _grain(self, index: int, strip: int) -> NDArray[np.int8]:
        top, left = self._offsets[(index * HEIGHT // STRIP + strip) % len(self._offsets)]
        return self._noise[top : top + STRIP, left : left + WIDTH]


def idle_pose(pose: Pose, seconds: float, phases: Sequence[float]) -> Pose:
    """The pose at a time: people never sit quite still. ``phases``: six, so that people move differently."""
    return replace(
        pose,
        x=pose.x + 14 * wave(seconds, 7.3, phases[0]),
        y=pose.y + 6 * wave(seconds, 5.1, phases[1]),
        eye_distance=pose.eye_distance * (1 + 0.06 * wave(seconds, 9.7, phases[2])),
        roll_degrees=5 * wave(seconds, 6.1, phases[3]),
        turn=wave(seconds, 4.3, phases[4]),
        nod=0.6 * wave(seconds, 3.7, phases[5]),
    )


def wave(seconds: float, period_s: float, phase: float = 0.0) -> float:
    """In [-1, 1]."""
    return float(np.sin(2 * np.pi * seconds / period_s + phase))


def draw_wall() -> RgbImage:
    """A plain wall with a door frame and a shelf, out of focus."""
    rows = np.arange(HEIGHT, dtype=np.float32)[:, np.newaxis]
    columns = np.arange(WIDTH, dtype=np.float32)
    brightness = 1.0 - 0.25 * rows / HEIGHT - 0.15 * np.abs(columns / WIDTH - 0.4)
    image = cv2.merge([(brightness * np.float32(level)).astype(np.uint8) for level in (205, 200, 190)])
    cv2.rectangle(image, (-10, 60), (70, HEIGHT), (150, 140, 128), thickness=-1)
    cv2.rectangle(image, (-10, 72), (58, HEIGHT), (172, 164, 152), thickness=-1)
    cv2.rectangle(image, (510, 150), (WIDTH, 162), (120, 100, 82), thickness=-1)
    for left, width, colour in (
        (530, 22, (110, 70, 62)),
        (553, 16, (70, 88, 100)),
        (571, 26, (138, 126, 92)),
    ):
        cv2.rectangle(image, (left, 82), (left + width, 150), colour, thickness=-1)
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 4), np.uint8)


def window_light() -> NDArray[np.uint8]:
    """(STRIP, WIDTH, 3): the light of a window on the left; 128 changes nothing.

    Rounded at random: otherwise the few levels would show as stripes on the wall.
    """
    across = np.linspace(1.18 * 128, 0.82 * 128, WIDTH, dtype=np.float32)
    noise = np.empty((STRIP, WIDTH), np.float32)
    cv2.randu(noise, np.zeros(1), np.ones(1))
    return np.asarray(cv2.cvtColor((across + noise).astype(np.uint8), cv2.COLOR_GRAY2RGB), np.uint8)


def noise_sheet() -> NDArray[np.int8]:
    """Sensor noise for a strip, NOISE_MARGIN pixels larger on each axis."""
    sheet = np.empty((STRIP + NOISE_MARGIN, WIDTH + NOISE_MARGIN, 3), np.int8)
    cv2.randn(sheet, np.zeros(3), np.full(3, NOISE_LEVELS))
    return sheet
