"""How the light on each region follows the lamp.

After Face Flashing (Tang et al., arXiv 1801.01949) and Aurora Guard (Liu et al., arXiv 1902.10311), reduced
to colours: a webcam fights changes of brightness, but not as quickly those of colour.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from model.liveness.lamp.regions import RegionLight
from model.liveness.lamp.sequence import LampShow, Light, linear_light

Changes: TypeAlias = NDArray[np.float64]
"""(n, 3): changes of colour, without changes of brightness."""

MAX_DELAY_S = 0.30
DELAY_STEP_S = 1 / 60
"""The delay of screen and camera together: two to five frames, with some margin."""
MIN_CHANGES = 6
MAX_DARKNESS = 0.75
"""The light of the dark pixels as a share of the bright ones. Above it, there is too little contrast."""
RANK_OF_PARTS = 3
"""A straight edge of a reflection that covers the face leaves at least three of six parts whole."""


@dataclass(frozen=True, slots=True)
class LampResponse:
    """``gain``: the light of the lamp on the skin, as a share of the other light there. ``error``: its
    standard error. ``correlation``: of the skin's changes of colour with the lamp's, in [-1, 1].
    ``background_gain``: as ``gain``, of the background. ``added_share``: how much of the light is added
    evenly to bright and dark pixels of the face, as glass adds it, instead of in proportion to what they
    reflect; 0 = none, 1 = all, NaN when the face has too little contrast to tell. ``added_share_in_parts``:
    the same inside single parts of the face, where an edge of a reflection cannot hide it: the third largest
    of six. ``evenness``: the smallest gain of a part of the face, as a share of the largest. ``overexposed``:
    the mean share of the face's pixels. ``delay_s``: where the correlation is highest.
    """

    gain: float
    error: float
    correlation: float
    background_gain: float
    added_share: float
    added_share_in_parts: float
    evenness: float
    overexposed: float
    delay_s: float


def lamp_response(
    show: LampShow, seconds: Sequence[float], lights: Sequence[RegionLight]
) -> LampResponse | None:
    """The response at the delay with the highest correlation. None with too few changes to compare."""
    bright = [light.bright for light in lights]
    best = max(_delays(), key=lambda delay: _correlation_at(show, seconds, bright, delay))
    return _response_at(show, seconds, lights, best)


def _delays() -> NDArray[np.float64]:
    return np.arange(0.0, MAX_DELAY_S, DELAY_STEP_S)


def _correlation_at(
    show: LampShow, seconds: Sequence[float], bright: Sequence[Light], delay_s: float
) -> float:
    """Below every correlation with too few changes to compare."""
    phases = [show.settled_phase_at(at - delay_s) for at in seconds]
    changes = _phase_changes(bright, phases, len(show.colours))
    known = np.isfinite(changes).all(axis=1)
    if np.count_nonzero(known) < MIN_CHANGES:
        return -math.inf
    lamp = _changes([linear_light(colour) for colour in show.colours])
    return _correlation(lamp[known], changes[known])


def _response_at(
    show: LampShow, seconds: Sequence[float], lights: Sequence[RegionLight], delay_s: float
) -> LampResponse | None:
    phases = [show.settled_phase_at(at - delay_s) for at in seconds]
    lamp = _changes([linear_light(colour) for colour in show.colours])
    bright = _phase_changes([light.bright for light in lights], phases, len(show.colours))
    known = np.isfinite(bright).all(axis=1)
    if np.count_nonzero(known) < MIN_CHANGES:
        return None

    def gain_of(regions: Sequence[Light]) -> float:
        return _gain(lamp[known], _phase_changes(regions, phases, len(show.colours))[known])

    gain = _gain(lamp[known], bright[known])
    parts = [gain_of(part) for part in zip(*(light.parts for light in lights), strict=True)]
    behind = [light.background for light in lights if light.background is not None]
    return LampResponse(
        gain=gain,
        error=_error(lamp[known], bright[known], gain),
        correlation=_correlation(lamp[known], bright[known]),
        background_gain=gain_of(behind) if len(behind) == len(lights) else 0.0,
        added_share=_added_share(
            [light.bright for light in lights], [light.dark for light in lights], phases, len(show.colours)
        ),
        added_share_in_parts=_added_share_in_parts(lights, phases, len(show.colours)),
        evenness=min(parts) / max(parts) if max(parts) > 0 else 0.0,
        overexposed=float(np.mean([light.overexposed for light in lights])),
        delay_s=float(delay_s),
    )


def _phase_changes(lights: Sequence[Light], phases: Sequence[int | None], count: int) -> Changes:
    """(count - 1, 3): how colour changes from each phase to the next, relative to the light that is there;
    NaN where one of the two was not seen."""
    return _changes(_phase_means(np.log(np.stack(lights)), phases, count))


def _added_share_in_parts(lights: Sequence[RegionLight], phases: Sequence[int | None], count: int) -> float:
    bright = zip(*(light.parts for light in lights), strict=True)
    dark = zip(*(light.dark_parts for light in lights), strict=True)
    shares = [_added_share(*pair, phases, count) for pair in zip(bright, dark, strict=True)]
    known = sorted((share for share in shares if math.isfinite(share)), reverse=True)
    return known[RANK_OF_PARTS - 1] if len(known) >= RANK_OF_PARTS else math.nan


def _added_share(
    bright_lights: Sequence[Light], dark_lights: Sequence[Light], phases: Sequence[int | None], count: int
) -> float:
    """If light is multiplied, regions change in proportion to their brightness. If it is added, all of them
    change alike."""
    bright, dark = np.stack(bright_lights), np.stack(dark_lights)
    darkness = float(dark.mean() / bright.mean())
    changes = [_changes(_phase_means(region, phases, count)) for region in (bright, dark)]
    known = np.isfinite(changes[0]).all(axis=1)
    slope = _gain(changes[0][known], changes[1][known])
    return (slope - darkness) / (1 - darkness) if darkness <= MAX_DARKNESS else math.nan


def _phase_means(rows: NDArray[np.float64], phases: Sequence[int | None], count: int) -> list[Light]:
    """The mean of the rows of each phase; NaN where there are none."""
    numbers = np.array([-1 if phase is None else phase for phase in phases])
    return [
        rows[numbers == phase].mean(axis=0) if (numbers == phase).any() else np.full(3, np.nan)
        for phase in range(count)
    ]


def _changes(colours: Sequence[Light]) -> Changes:
    changes = np.diff(np.stack(colours), axis=0)
    return np.asarray(changes - changes.mean(axis=1, keepdims=True))


def _gain(lamp: Changes, seen: Changes) -> float:
    """Least squares through the origin; 0 when the lamp does not change."""
    energy = float(np.sum(lamp * lamp))
    return float(np.sum(lamp * seen)) / energy if energy > 0 else 0.0


def _error(lamp: Changes, seen: Changes, gain: float) -> float:
    """The standard error of ``gain``. Changes of colour have two degrees of freedom each."""
    freedom = 2 * len(lamp) - 1
    return float(np.sqrt(np.sum((seen - gain * lamp) ** 2) / freedom / np.sum(lamp**2)))


def _correlation(lamp: Changes, seen: Changes) -> float:
    energy = np.sqrt(np.sum(lamp * lamp) * np.sum(seen * seen))
    return float(np.sum(lamp * seen) / energy) if energy > 0 else 0.0
