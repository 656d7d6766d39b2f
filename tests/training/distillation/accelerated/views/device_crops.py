"""Crops as tensors, and back. Needs PyTorch: import in slow tests only."""

import numpy as np
import torch

from tests.support.synthetic_people import pictures_of
from training.distillation.accelerated.views.random_numbers import DeviceRandom

CPU = torch.device("cpu")


def random_of(*seed: int) -> DeviceRandom:
    return DeviceRandom(CPU, *seed)


def pictures(count: int, size: int = 100) -> np.ndarray:
    """(n, size, size, 3) uint8 of different people."""
    return np.concatenate([pictures_of(person, 1, size) for person in range(count)])


def to_tensor(images: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(images).permute(0, 3, 1, 2).float()


def to_images(crops: torch.Tensor) -> np.ndarray:
    """(n, height, width, 3) float32."""
    return crops.permute(0, 2, 3, 1).numpy()
