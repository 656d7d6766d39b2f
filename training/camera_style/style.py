"""The look of a camera: what its crops have in common whoever sits before it, to dress others in.

A network that learns one person at one camera against people before other cameras may learn the camera. Where
the others wear its look, too, the look tells nothing.
"""

import hashlib
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from model.vision.frame import RgbImage
from training.camera_style.jpeg_quality import quality_of
from training.camera_style.lighting import Light, light_of, relight
from training.camera_style.noise import Noise, add_noise, noise_as, noise_of
from training.camera_style.sharpness import detail_of, redetail
from training.data.jpeg import recompress
from training.data.samples import Samples
from training.jobs.progress import JobError


@dataclass(frozen=True, eq=False, slots=True)
class Moment:
    """What differs from crop to crop, together: a face that turns to the window is brighter and sharper."""

    light: Light
    detail: NDArray[np.float32]


@dataclass(frozen=True, eq=False, slots=True)
class CameraLook:
    """``moments``: one for each crop that was measured. Noise and JPEG quality (None: not stored as JPEG) are
    the same for all.

    Skin and hair of whoever was measured are part of it: from one person nobody can tell them from the colour
    of the light. Who wears it resembles that person in colour: a network cannot go by that any more either.
    """

    moments: tuple[Moment, ...]
    noise: Noise
    jpeg_quality: int | None

    def fingerprint(self) -> str:
        """SHA-256: the same only for the same look."""
        digest = hashlib.sha256(repr((self.noise, self.jpeg_quality)).encode())
        for moment in self.moments:
            digest.update(moment.light.means.tobytes() + moment.light.covariances.tobytes())
            digest.update(np.float64(moment.light.slope).tobytes() + moment.detail.tobytes())
        return digest.hexdigest()


def measure_look(crops: NDArray[np.uint8]) -> CameraLook:
    """From (n, 100, 100, 3) RGB crops of one camera, tens or hundreds, better of several hours.

    Raises JobError without a crop.
    """
    if not len(crops):
        raise JobError(f"A camera's look is measured on crops. Collect some. Received: {crops.shape}")
    noise = noise_of(crops)
    moments = tuple(Moment(light_of(crop), detail_of(crop, noise)) for crop in crops)
    return CameraLook(moments, noise, quality_of(crops))


def dress(crop: RgbImage, look: CameraLook, rng: np.random.Generator) -> RgbImage:
    """The same face, (100, 100, 3), as if the camera had seen it: no pixel moves, and the same ``rng`` state
    gives the same copy.

    It gets light and sharpness of one moment, and the noise it lacks. A crop that is less sharp than the
    camera's cannot be sharpened: the contrast of what detail it has is at most doubled. Nor is a noisier one
    cleaned.
    """
    moment = look.moments[rng.integers(len(look.moments))]
    lit = relight(crop.astype(np.float32), moment.light)
    noisy = noise_as(lit, look.noise.reaches)
    worn = add_noise(redetail(lit, moment.detail, noisy), look.noise, rng)
    whole = worn.round().clip(0, 255).astype(np.uint8)
    return whole if look.jpeg_quality is None else recompress(whole, look.jpeg_quality)


def dressed(samples: Samples, look: CameraLook, seed: int = 0) -> Samples:
    """The same people, each crop in the look of the camera; crop k looks the same whatever the others are."""
    crops = [dress(crop, look, np.random.default_rng([seed, k])) for k, crop in enumerate(samples.crops)]
    return replace(samples, crops=np.stack(crops)) if crops else samples
