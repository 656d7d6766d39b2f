"""Noise: how strong it is where a crop is flat, and how far it hangs together.

Aligning a face interpolates between pixels, and codecs smooth: the noise of a crop is weaker and softer than
its camera's. What is measured is what is there, with two faults: faint texture of skin and walls counts as
noise, so a level or so is found in pictures that have none; and noise of a reach above one pixel is told too
weak, for it looks like texture, and the flat places are chosen without it.

The mask is Immerkær's (1996), which sees neither slopes nor straight edges, at two widths: noise that hangs
together answers the wider one more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.camera_style.face_mask import STEP
from training.camera_style.ycrcb import RGB_OF_OPPONENTS, opponents_of

FLAT_SHARE = 0.2
"""The flattest pixels of a crop, by a luma so smooth that noise does not choose among them."""

SMOOTH, BORDER = 2.5, 6
INNER = (slice(BORDER, -BORDER, STEP), slice(BORDER, -BORDER, STEP))
BLACK, WHITE = 10.0, 245.0
"""Luma below and above which a camera's noise is cut off."""

NORMAL_MAD = 1.4826
"""Standard deviations in one median absolute deviation of a normal distribution."""

FAINTEST = 0.5
"""Levels: less need not be added, for rounding and storing make as much by themselves."""

NARROW, WIDE = 1, 2
KERNEL_SIZE = 13
REACHES = np.arange(0.3, 2.01, 0.05)
"""Standard deviations, in pixels, of Gaussians that make such noise of independent pixels; the first one
leaves them as they are."""


@dataclass(frozen=True, slots=True)
class Noise:
    """Three values each, of luma, red and blue difference (YCrCb): standard deviations in levels of 256, and
    reaches in pixels, as in REACHES."""

    deviations: tuple[float, ...]
    reaches: tuple[float, ...]


def energy_of_one(reach: float) -> NDArray[np.float32]:
    """What one independent pixel becomes, square, with an energy of 1."""
    kernel = np.pad(_kernel(reach), KERNEL_SIZE)
    return np.asarray(np.outer(kernel, kernel) / (kernel @ kernel))


def noise_of(crops: NDArray[np.uint8]) -> Noise:
    """The median over (n, 100, 100, 3) RGB."""
    every = (opponents_of(crop) for crop in crops.astype(np.float32))
    answers = np.median([_answers(crop, (NARROW, WIDE)) for crop in every], axis=0)
    narrow, wide = answers + 1e-6
    found = [int(np.argmin(np.abs(RATIOS - ratio))) for ratio in wide / narrow]
    deviations = narrow / NARROW_ANSWERS[found]
    return Noise(tuple(map(float, deviations)), tuple(map(float, REACHES[found])))


def noise_as(crop: NDArray[np.float32], reaches: tuple[float, ...]) -> Noise:
    """Of one RGB crop, if it has such reaches: a single crop shows too little to tell them."""
    answers = [np.interp(reach, REACHES, NARROW_ANSWERS) for reach in reaches]
    return Noise(tuple(_answers(opponents_of(crop))[0] / answers), reaches)


def add_noise(crop: NDArray[np.float32], wanted: Noise, rng: np.random.Generator) -> NDArray[np.float32]:
    """As much as an RGB crop lacks. One that has more keeps it: noise cannot be told from a face."""
    own = noise_as(crop, wanted.reaches)
    missing = np.zeros(crop.shape, np.float32)
    for channel, (deviation, there) in enumerate(zip(wanted.deviations, own.deviations, strict=True)):
        lack = np.sqrt(max(0.0, deviation**2 - there**2))
        if lack > FAINTEST:
            missing[..., channel] = lack * _grain(crop.shape[:2], wanted.reaches[channel], rng)
    return crop + cv2.transform(missing, RGB_OF_OPPONENTS) if missing.any() else crop


def _grain(shape: tuple[int, int], reach: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Noise of deviation 1."""
    kernel = _kernel(reach)
    noise = cv2.sepFilter2D(rng.standard_normal(shape, np.float32), cv2.CV_32F, kernel, kernel)
    return np.asarray(noise / np.float32(kernel @ kernel))


def _answers(opponents: NDArray[np.float32], widths: Sequence[int] = (NARROW,)) -> NDArray[np.float64]:
    """(widths, 3): the deviation of each channel's answer to the mask where luma is flat."""
    flat = _flat(opponents[..., 0])
    filtered = (cv2.sepFilter2D(opponents, cv2.CV_32F, _mask(width), _mask(width)) for width in widths)
    sizes = (np.abs(answer[INNER][flat]) for answer in filtered)
    return np.array(
        [NORMAL_MAD * np.partition(size, len(size) // 2, axis=0)[len(size) // 2] for size in sizes]
    )


def _flat(luma: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which of the INNER pixels."""
    half = cv2.resize(luma, None, fx=1 / STEP, fy=1 / STEP, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(half, (0, 0), SMOOTH / STEP)
    across, down = (cv2.Sobel(smooth, cv2.CV_32F, *order) for order in ((1, 0), (0, 1)))
    steepness = cv2.magnitude(across, down)
    steepness[(smooth < BLACK) | (smooth > WHITE)] = np.inf
    inner = steepness[BORDER // STEP : -BORDER // STEP, BORDER // STEP : -BORDER // STEP]
    place = int(FLAT_SHARE * inner.size)
    return np.asarray(inner <= np.partition(inner, place, axis=None)[place])


def _mask(width: int) -> NDArray[np.float32]:
    mask = np.zeros(2 * width + 1, np.float32)
    mask[::width] = 1, -2, 1
    return mask


def _kernel(reach: float) -> NDArray[np.float32]:
    """Independent pixels stay so with the shortest reach."""
    if reach <= REACHES[0]:
        return np.eye(1, KERNEL_SIZE, KERNEL_SIZE // 2, np.float32)[0]
    return np.asarray(cv2.getGaussianKernel(KERNEL_SIZE, reach, cv2.CV_32F).ravel())


def _answer(reach: float, width: int) -> float:
    """The deviation of the mask's answer to noise of deviation 1."""
    shaped = np.convolve(_kernel(reach), _mask(width))
    return float(shaped @ shaped / (_kernel(reach) @ _kernel(reach)))


NARROW_ANSWERS, WIDE_ANSWERS = (
    np.array([_answer(reach, width) for reach in REACHES]) for width in (NARROW, WIDE)
)
RATIOS = WIDE_ANSWERS / NARROW_ANSWERS
"""Rising with the reach."""
