"""JPEG compression of crops in batches: what libjpeg loses, without its file.

Tables, quality scale and colour transform are those of the JPEG standard (ITU-T T.81, annex K) and JFIF.
Chroma has half the resolution (4:2:0) and is interpolated back linearly, as libjpeg does.
"""

import math
from functools import lru_cache

import numpy as np
import torch
from torch.nn import functional

from training.data.augmentation import MAX_JPEG_QUALITY
from training.data.webcam_augmentation import WEBCAM
from training.distillation.accelerated.views.random_numbers import DeviceRandom

BLOCK = 8
LUMA_TABLE = (
    (16, 11, 10, 16, 24, 40, 51, 61),
    (12, 12, 14, 19, 26, 58, 60, 55),
    (14, 13, 16, 24, 40, 57, 69, 56),
    (14, 17, 22, 29, 51, 87, 80, 62),
    (18, 22, 37, 56, 68, 109, 103, 77),
    (24, 35, 55, 64, 81, 104, 113, 92),
    (49, 64, 78, 87, 103, 121, 120, 101),
    (72, 92, 95, 98, 112, 100, 103, 99),
)
CHROMA_TABLE = (
    (17, 18, 24, 47, 99, 99, 99, 99),
    (18, 21, 26, 66, 99, 99, 99, 99),
    (24, 26, 56, 99, 99, 99, 99, 99),
    (47, 66, 99, 99, 99, 99, 99, 99),
    *((99,) * 8,) * 4,
)
RGB_TO_YCC = (
    (0.299, 0.587, 0.114),
    (-0.168736, -0.331264, 0.5),
    (0.5, -0.418688, -0.081312),
)

YCC_TO_RGB = tuple(map(tuple, np.linalg.inv(RGB_TO_YCC).tolist()))


def compress(crops: torch.Tensor, random: DeviceRandom) -> torch.Tensor:
    """(n, 3, height, width) in 0..255, each with a random quality."""
    return jpeg(crops, random.integers(WEBCAM.min_jpeg_quality, MAX_JPEG_QUALITY, len(crops)))


def jpeg(crops: torch.Tensor, qualities: torch.Tensor) -> torch.Tensor:
    """(n, 3, height, width) in 0..255 after compression with ``qualities`` (n,) in 1..100."""
    height, width = crops.shape[2:]
    padding = (0, -width % (2 * BLOCK), 0, -height % (2 * BLOCK))
    padded = functional.pad(crops.round(), padding, mode="replicate")
    to_ycc = _constant(RGB_TO_YCC, crops.device)
    ycc = torch.einsum("ij,njhw->nihw", to_ycc, padded)
    luma = _quantize_blocks(ycc[:, :1].round() - 128, _table(LUMA_TABLE, qualities)) + 128
    chroma = _quantize_blocks(
        functional.avg_pool2d(ycc[:, 1:].round(), 2).round(), _table(CHROMA_TABLE, qualities)
    )
    enlarged = functional.interpolate(
        chroma.clamp(-128, 127), scale_factor=2, mode="bilinear", align_corners=False
    )
    decoded = torch.cat([luma.clamp(0, 255), enlarged], dim=1)
    rgb = torch.einsum("ij,njhw->nihw", _constant(YCC_TO_RGB, crops.device), decoded)
    return rgb.clamp(0, 255)[:, :, :height, :width]


def _table(table: tuple[tuple[int, ...], ...], qualities: torch.Tensor) -> torch.Tensor:
    """(n, 8, 8), scaled to the quality as in libjpeg's ``jpeg_quality_scaling``."""
    quality = qualities.float()[:, None, None]
    percent = torch.where(quality < 50, (5000 / quality).floor(), 200 - 2 * quality)
    return ((_constant(table, qualities.device) * percent + 50) / 100).floor().clamp(1, 255)


def _quantize_blocks(planes: torch.Tensor, table: torch.Tensor) -> torch.Tensor:
    """(n, channels, height, width): the coefficients of the cosine transform of each 8x8 block, rounded to
    multiples of ``table``."""
    count, channels, height, width = planes.shape
    transform = _constant(_cosines(), planes.device)
    blocks = planes.reshape(count, channels, height // BLOCK, BLOCK, width // BLOCK, BLOCK)
    coefficients = torch.einsum("ki,ncaibj,lj->ncakbl", transform, blocks, transform)
    steps = table[:, None, None, :, None, :]
    rounded = (coefficients / steps).round() * steps
    decoded = torch.einsum("ki,ncakbl,lj->ncaibj", transform, rounded, transform)
    return decoded.reshape(planes.shape).round()


@lru_cache(maxsize=1)
def _cosines() -> tuple[tuple[float, ...], ...]:
    """The orthonormal discrete cosine transform (DCT-II) of 8 values; rows are frequencies."""
    return tuple(
        tuple(
            math.sqrt((1 if frequency == 0 else 2) / BLOCK)
            * math.cos((2 * place + 1) * frequency * math.pi / (2 * BLOCK))
            for place in range(BLOCK)
        )
        for frequency in range(BLOCK)
    )


@lru_cache(maxsize=8)
def _constant(values: tuple[tuple[float, ...], ...], device: torch.device) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float32, device=device)
