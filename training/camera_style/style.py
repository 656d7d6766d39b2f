"""A camera's style: what all its crops have in common, regardless of the person. It can be applied to other
crops.

A network trained on one person at one camera, against people at other cameras, may learn the camera. When the
others' crops have the same style, the style says nothing about the person.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.messages.message import Message
from model.vision.frame import RgbImage
from model.vision.image_file import recompress
from training.camera_style.jpeg_quality import estimate_jpeg_quality
from training.camera_style.lighting import Lighting, match_lighting, measure_lighting
from training.camera_style.noise import Noise, add_noise, estimate_noise, measure_noise
from training.camera_style.sharpness import BandDeviations, match_sharpness, measure_sharpness
from training.data.samples import Samples
from training.jobs.progress import JobError


@dataclass(frozen=True, eq=False, slots=True)
class CropStyle:
    """What varies together from crop to crop: a face turned to the window is brighter and sharper."""

    lighting: Lighting
    sharpness: BandDeviations


@dataclass(frozen=True, eq=False, slots=True)
class CameraStyle:
    """One of ``crop_styles`` for each measured crop. All share the noise and the JPEG quality (None: not
    compressed).

    It includes the colours of the person's skin and hair, which crops of one person cannot separate from the
    colour of the light. Strangers in this style resemble the person in colour, so a network cannot rely on
    colour either.
    """

    crop_styles: tuple[CropStyle, ...]
    noise: Noise
    jpeg_quality: int | None


def measure_style(crops: NDArray[np.uint8]) -> CameraStyle:
    """Of one camera, from (n, 100, 100, 3) RGB: tens or hundreds of crops, best spread over several hours.

    Raises JobError without a crop.
    """
    if not len(crops):
        raise JobError(
            Message(
                "A camera's style is measured on crops. Collect some first. Received: {shape}",
                shape=crops.shape,
            )
        )
    noise = measure_noise(crops)
    crop_styles = tuple(CropStyle(measure_lighting(crop), measure_sharpness(crop, noise)) for crop in crops)
    return CameraStyle(crop_styles, noise, estimate_jpeg_quality(crops))


def apply_style(crop: RgbImage, style: CameraStyle, rng: np.random.Generator) -> RgbImage:
    """The same face, (100, 100, 3), as if this camera had taken it. No pixel moves; the same state of ``rng``
    gives the same result.

    The crop gets the lighting and sharpness of one measured crop, and the noise it lacks. A softer crop than
    the camera's stays soft: the contrast of its detail is at most doubled. A noisier one stays noisy.
    """
    chosen = style.crop_styles[rng.integers(len(style.crop_styles))]
    lit = match_lighting(crop.astype(np.float32), chosen.lighting)
    sharp = match_sharpness(lit, chosen.sharpness, estimate_noise(lit, style.noise.sigmas))
    noisy = add_noise(sharp, style.noise, rng)
    rounded = noisy.round().clip(0, 255).astype(np.uint8)
    return rounded if style.jpeg_quality is None else recompress(rounded, style.jpeg_quality)


def apply_style_to_all(samples: Samples, style: CameraStyle, seed: int = 0) -> Samples:
    """The same people in the camera's style. Crop k does not depend on the other crops."""
    rngs = (np.random.default_rng([seed, k]) for k in range(len(samples)))
    crops = [apply_style(crop, style, rng) for crop, rng in zip(samples.crops, rngs, strict=True)]
    return replace(samples, crops=np.stack(crops)) if crops else samples
