"""Light on the regions of a face that a lamp shines on, without pictures."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from model.liveness.lamp.regions import RegionLight
from model.liveness.lamp.sequence import PHASE_S, LampShow, Light, linear_light
from model.liveness.result import LampColour

FPS = 30
SKIN, BROWS, WALL = np.array([0.35, 0.22, 0.17]), np.array([0.08, 0.05, 0.04]), np.array([0.30, 0.31, 0.30])

Scene = Callable[[Light], RegionLight]
"""What a camera sees when the lamp shines with this light."""


def person(strength: float, background: float = 1 / 9, lit: Sequence[float] = (1, 1, 1, 1, 1, 1)) -> Scene:
    """``strength``: of a white lamp, relative to the room. ``lit``: how much of it reaches each part."""

    def scene(light: Light) -> RegionLight:
        def lamp(share: float) -> Light:
            return 1 + strength * share * light

        mean = float(np.mean(lit))
        return RegionLight(
            bright=SKIN * lamp(mean),
            dark=BROWS * lamp(mean),
            parts=tuple(SKIN * lamp(share) for share in lit),
            dark_parts=tuple(BROWS * lamp(share) for share in lit),
            background=WALL * lamp(background),
            overexposed=0.0,
        )

    return scene


def glass(added: float) -> Scene:
    """A screen that shows a face. Its glass adds a reflection to all parts."""

    def scene(light: Light) -> RegionLight:
        skin, brows = SKIN + added * light, BROWS + added * light
        return RegionLight(skin, brows, (skin,) * 6, (brows,) * 6, WALL * (1 + added * light), 0.0)

    return scene


def glass_below_the_brows(added: float) -> Scene:
    """As ``glass``, but the edge of the reflection runs between the brows and the eyes: most dark pixels of
    the face are above it, so that the face as a whole seems to reflect in proportion."""

    def scene(light: Light) -> RegionLight:
        skin, brows = SKIN + added * light, BROWS + added * light
        half = SKIN + 0.6 * added * light
        parts, dark_parts = (half, half, *(skin,) * 4), (BROWS, BROWS, *(brows,) * 4)
        brows_mostly = BROWS + 0.2 * added * light
        return RegionLight(skin, brows_mostly, parts, dark_parts, WALL, 0.0)

    return scene


def overexposed(share: float, scene: Scene) -> Scene:
    return lambda light: replace(scene(light), overexposed=share)


def film(
    shown: Sequence[LampColour],
    expected: Sequence[LampColour],
    scene: Scene,
    delay: int = 3,
    noise: float = 2e-3,
) -> tuple[LampShow, list[float], list[RegionLight]]:
    """The show of ``expected``, and what a camera saw, ``delay`` frames late, while the lamp showed
    ``shown``."""
    rng = np.random.default_rng(5)
    real, show = LampShow(shown), LampShow(expected)
    dark = np.zeros(3)
    late, seconds, lights = [dark] * delay, list[float](), list[RegionLight]()
    for number in range(round((len(shown) + 1) * PHASE_S * FPS) + delay):
        colour = real.advance(number / FPS)
        show.advance(number / FPS)
        late.append(dark if colour is None else linear_light(colour))
        seconds.append(number / FPS)
        lights.append(_noisy(scene(late.pop(0)), rng, noise))
    return show, seconds, lights


def _noisy(light: RegionLight, rng: np.random.Generator, noise: float) -> RegionLight:
    def grain(region: Light) -> Light:
        return region * (1 + rng.normal(0, noise, 3))

    assert light.background is not None
    parts, dark_parts = tuple(map(grain, light.parts)), tuple(map(grain, light.dark_parts))
    bright, dark, background = grain(light.bright), grain(light.dark), grain(light.background)
    return RegionLight(bright, dark, parts, dark_parts, background, light.overexposed)
