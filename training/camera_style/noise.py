"""Noise: its strength in the flat parts of a crop, and its spatial correlation.

Alignment interpolates between pixels, and codecs smooth: the noise in a crop is weaker and softer than the
camera's. The estimate has two known errors. Faint texture of skin and walls counts as noise, so an image
without noise measures about one level. Noise correlated over more than one pixel is underestimated: it looks
like texture, and the choice of flat pixels avoids it.

The estimator is Immerkær's (1996), whose mask ignores slopes and straight edges. It is applied at two
widths: correlated noise answers more strongly to the wider one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.camera_style.face_mask import STRIDE
from training.camera_style.ycrcb import YCRCB_TO_RGB, rgb_to_ycrcb

FLAT_SHARE = 0.2
"""The share of a crop's pixels that count as flat, on a luma so smooth that noise hardly matters."""

SMOOTHING_SIGMA, BORDER_PX = 2.5, 6
INNER = (slice(BORDER_PX, -BORDER_PX, STRIDE), slice(BORDER_PX, -BORDER_PX, STRIDE))
BLACK_LUMA, WHITE_LUMA = 10.0, 245.0
"""Below and above, a camera clips its noise."""

MAD_TO_DEVIATION = 1.4826
"""Standard deviations per median absolute deviation of a normal distribution."""

MIN_DEVIATION = 0.5
"""Levels. Weaker noise is not added: rounding and JPEG make as much."""

NARROW_STEP, WIDE_STEP = 1, 2
KERNEL_SIZE = 13
SIGMAS = np.arange(0.3, 2.01, 0.05)
"""Pixels: standard deviations of the Gaussians that correlate independent noise. The first one leaves it
independent."""


@dataclass(frozen=True, slots=True)
class Noise:
    """Three values each, for luma, red and blue difference (YCrCb): standard deviations in levels of 256, and
    the ``sigmas`` in pixels, as in SIGMAS, of the blur that correlates the noise."""

    deviations: tuple[float, ...]
    sigmas: tuple[float, ...]


def impulse_response(sigma: float) -> NDArray[np.float32]:
    """A square image of what the blur makes of one pixel, scaled to an energy of 1."""
    kernel = np.pad(_blur_kernel(sigma), KERNEL_SIZE)
    return np.asarray(np.outer(kernel, kernel) / (kernel @ kernel))


def measure_noise(crops: NDArray[np.uint8]) -> Noise:
    """The median over (n, 100, 100, 3) RGB."""
    images = (rgb_to_ycrcb(crop) for crop in crops.astype(np.float32))
    responses = np.median([_mask_responses(image, (NARROW_STEP, WIDE_STEP)) for image in images], axis=0)
    narrow, wide = responses + 1e-6
    best = [int(np.argmin(np.abs(RESPONSE_RATIOS - ratio))) for ratio in wide / narrow]
    deviations = narrow / NARROW_RESPONSES[best]
    return Noise(tuple(map(float, deviations)), tuple(map(float, SIGMAS[best])))


def estimate_noise(crop: NDArray[np.float32], sigmas: tuple[float, ...]) -> Noise:
    """Of one RGB crop, given its ``sigmas``: one crop is too small to measure them."""
    unit_responses = [np.interp(sigma, SIGMAS, NARROW_RESPONSES) for sigma in sigmas]
    return Noise(tuple(_mask_responses(rgb_to_ycrcb(crop))[0] / unit_responses), sigmas)


def add_noise(crop: NDArray[np.float32], target: Noise, rng: np.random.Generator) -> NDArray[np.float32]:
    """Add the noise that an RGB crop lacks. A noisier crop is not denoised."""
    present = estimate_noise(crop, target.sigmas)
    added = np.zeros(crop.shape, np.float32)
    for channel, (wanted, measured) in enumerate(zip(target.deviations, present.deviations, strict=True)):
        deviation = np.sqrt(max(0.0, wanted**2 - measured**2))
        if deviation > MIN_DEVIATION:
            added[..., channel] = deviation * _unit_noise(crop.shape[:2], target.sigmas[channel], rng)
    return crop + cv2.transform(added, YCRCB_TO_RGB) if added.any() else crop


def _unit_noise(shape: tuple[int, int], sigma: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """Correlated noise with a standard deviation of 1."""
    kernel = _blur_kernel(sigma)
    noise = cv2.sepFilter2D(rng.standard_normal(shape, np.float32), cv2.CV_32F, kernel, kernel)
    return np.asarray(noise / np.float32(kernel @ kernel))


def _mask_responses(ycrcb: NDArray[np.float32], steps: Sequence[int] = (NARROW_STEP,)) -> NDArray[np.float64]:
    """(steps, 3): the standard deviation of each channel's response to the mask where luma is flat."""
    flat = _flat_pixels(ycrcb[..., 0])
    filtered = (cv2.sepFilter2D(ycrcb, cv2.CV_32F, _mask(step), _mask(step)) for step in steps)
    magnitudes = (np.abs(response[INNER][flat]) for response in filtered)
    return np.array(
        [MAD_TO_DEVIATION * np.partition(m, len(m) // 2, axis=0)[len(m) // 2] for m in magnitudes]
    )


def _flat_pixels(luma: NDArray[np.float32]) -> NDArray[np.bool_]:
    """A mask of the INNER pixels."""
    half = cv2.resize(luma, None, fx=1 / STRIDE, fy=1 / STRIDE, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(half, (0, 0), SMOOTHING_SIGMA / STRIDE)
    horizontal, vertical = (cv2.Sobel(smooth, cv2.CV_32F, *order) for order in ((1, 0), (0, 1)))
    gradient = cv2.magnitude(horizontal, vertical)
    gradient[(smooth < BLACK_LUMA) | (smooth > WHITE_LUMA)] = np.inf
    border = BORDER_PX // STRIDE
    inner = gradient[border:-border, border:-border]
    rank = int(FLAT_SHARE * inner.size)
    return np.asarray(inner <= np.partition(inner, rank, axis=None)[rank])


def _mask(step: int) -> NDArray[np.float32]:
    """Immerkær's second difference, with ``step`` pixels between its taps."""
    mask = np.zeros(2 * step + 1, np.float32)
    mask[::step] = 1, -2, 1
    return mask


def _blur_kernel(sigma: float) -> NDArray[np.float32]:
    """The identity for the smallest sigma."""
    if sigma <= SIGMAS[0]:
        return np.eye(1, KERNEL_SIZE, KERNEL_SIZE // 2, np.float32)[0]
    return np.asarray(cv2.getGaussianKernel(KERNEL_SIZE, sigma, cv2.CV_32F).ravel())


def _unit_response(sigma: float, step: int) -> float:
    """The standard deviation of the mask's response to noise with a standard deviation of 1."""
    response = np.convolve(_blur_kernel(sigma), _mask(step))
    return float(response @ response / (_blur_kernel(sigma) @ _blur_kernel(sigma)))


NARROW_RESPONSES, WIDE_RESPONSES = (
    np.array([_unit_response(sigma, step) for sigma in SIGMAS]) for step in (NARROW_STEP, WIDE_STEP)
)
RESPONSE_RATIOS = WIDE_RESPONSES / NARROW_RESPONSES
"""Rises with sigma."""
