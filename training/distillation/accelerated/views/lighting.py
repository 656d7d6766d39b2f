"""Light, colour and sensor noise of crops in batches, with the limits of WEBCAM."""

import torch

from training.data.augmentation import MIN_NOISE_LEVELS
from training.data.webcam_augmentation import WEBCAM
from training.distillation.accelerated.views.random_numbers import DeviceRandom


def change_light(crops: torch.Tensor, random: DeviceRandom) -> torch.Tensor:
    """(n, 3, height, width) in 0..255: gamma, contrast, brightness and a colour cast for each crop."""

    def per_crop(limit: float) -> torch.Tensor:
        return random.uniform(-limit, limit, len(crops), 1, 1, 1)

    cast = 1 + random.uniform(-WEBCAM.colour_cast, WEBCAM.colour_cast, len(crops), 3, 1, 1)
    levels = (crops / 255).clamp(0, 1) ** per_crop(WEBCAM.gamma).exp()
    levels = (levels - 0.5) * (1 + per_crop(WEBCAM.contrast)) + 0.5 + per_crop(WEBCAM.brightness)
    return (levels * cast).clamp(0, 1) * 255


def add_noise(crops: torch.Tensor, random: DeviceRandom) -> torch.Tensor:
    """Gaussian, independent in each pixel and channel."""
    deviation = random.uniform(MIN_NOISE_LEVELS, WEBCAM.noise_levels, len(crops), 1, 1, 1)
    return (crops + random.normal(*crops.shape) * deviation).clamp(0, 255)
