"""MobileFaceNet (Chen et al. 2018, arXiv 1804.07573): a face network of inverted residual blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

import keras
from keras import layers

from model.network.embedding import DIMENSIONS, LIKENESS
from model.vision.alignment import CROP_SIZE

LAST_WIDTH = 512

HEAD_SHARES = (1 / 3, 2 / 3)
"""Of the heads of the student of two teachers, which imitate the first and the second."""


@dataclass(frozen=True, slots=True)
class Stage:
    """``blocks`` inverted residuals that expand to ``expanded`` channels and end with ``width``; the first
    has ``stride``."""

    expanded: int
    width: int
    stride: int
    blocks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Architecture:
    """Crops are resized to ``view_size`` and normalised as ``(x / 255 - mean) / deviation``.

    ``even_padding`` pads maps by a pixel on all sides before a stride of 2; without it, Keras pads the right
    and the bottom alone. ``stem_clip`` is the maximum of the activations in the stem after its first; None
    does not clip.
    """

    view_size: int
    mean: tuple[float, float, float]
    deviation: tuple[float, float, float]
    stem_width: int
    stem_clip: float | None
    stages: tuple[Stage, ...]
    even_padding: bool


STANDARD = Architecture(
    view_size=112,
    mean=(0.485, 0.456, 0.406),
    deviation=(0.229, 0.224, 0.225),
    stem_width=64,
    stem_clip=None,
    stages=(Stage(128, 64, 2, 5), Stage(256, 128, 2, 7), Stage(512, 128, 2, 1), Stage(256, 128, 1, 2)),
    even_padding=True,
)
"""The published network. Mean and deviation are those of ImageNet's channels."""

COMPACT = Architecture(
    view_size=CROP_SIZE,
    mean=(0.0, 0.0, 0.0),
    deviation=(57 / 255, 57 / 255, 57 / 255),
    stem_width=32,
    stem_clip=6.0,
    stages=(
        Stage(64, 64, 2, 1),
        Stage(128, 64, 1, 3),
        Stage(256, 128, 2, 7),
        Stage(512, 128, 2, 1),
        Stage(256, 128, 1, 2),
    ),
    even_padding=False,
)
"""A network for 8-bit integers: 1.7 ms a crop on one thread with AVX-512 VNNI, STANDARD 2.9 ms. It needs no
resizing and no padding of its own. The stem and the first block are half as wide; they took a third of the
time."""


def build_mobilefacenet(
    shares: Sequence[float] = (1.0,), architecture: Architecture = STANDARD
) -> keras.Model:
    """(n, 100, 100, 3) float32 RGB in 0..255 -> (n, 128 * len(shares)) float32 of Euclidean length 1.

    One trunk and a head for each of ``shares``, which sum to 1. Each head has a point on a sphere of 128
    dimensions. The points are concatenated, each scaled so that its squared length is its share: the cosine
    of two outputs is the mean of the heads' cosines, weighted by ``shares``.

    The paper's batch normalisations are folded into the convolutions, as in the published weights; training
    continues from these with small steps. 1.0 million parameters, and 0.09 million for each further head.
    """
    face = keras.Input((CROP_SIZE, CROP_SIZE, 3), dtype="float32", name="face")
    x = _trunk(_normalise(face, architecture), architecture)
    points = [_head(x, share, number) for number, share in enumerate(shares, start=1)]
    x = points[0] if len(points) == 1 else layers.Concatenate(name="side_by_side")(points)
    return keras.Model(face, x, name=LIKENESS)


def _normalise(face: keras.KerasTensor, architecture: Architecture) -> keras.KerasTensor:
    size = architecture.view_size
    if size != CROP_SIZE:
        face = layers.Resizing(size, size, interpolation="bilinear", name="resize")(face)
    channels = list(zip(architecture.mean, architecture.deviation, strict=True))
    scale = [1 / (255 * deviation) for _, deviation in channels]
    offset = [-mean / deviation for mean, deviation in channels]
    return layers.Rescaling(scale, offset, name="scale")(face)


def _trunk(x: keras.KerasTensor, architecture: Architecture) -> keras.KerasTensor:
    """(n, 7, 7, LAST_WIDTH) for (n, view_size, view_size, 3)."""
    width, clip, even = architecture.stem_width, architecture.stem_clip, architecture.even_padding
    x = layers.ReLU(6, name="stem_relu")(_convolve(x, width, 3, 2, even, "stem"))
    x = layers.ReLU(clip, name="stem_depthwise_relu")(_depthwise(x, 1, even, "stem_depthwise"))
    x = layers.ReLU(clip, name="stem_pointwise_relu")(_convolve(x, width, 1, 1, even, "stem_pointwise"))
    for number, stage in enumerate(architecture.stages, start=1):
        for block in range(1, stage.blocks + 1):
            stride = stage.stride if block == 1 else 1
            x = _block(x, stage, stride, even, f"stage{number}_block{block}")
    return layers.ReLU(6, name="last_relu")(_convolve(x, LAST_WIDTH, 1, 1, even, "last"))


def _block(x: keras.KerasTensor, stage: Stage, stride: int, even: bool, name: str) -> keras.KerasTensor:
    """Wide in the middle and narrow at the ends, with a shortcut where sizes match (Sandler et al. 2018,
    MobileNetV2)."""
    y = _convolve(x, stage.expanded, 1, 1, even, f"{name}_expand")
    y = layers.ReLU(6, name=f"{name}_expand_relu")(y)
    y = layers.ReLU(6, name=f"{name}_depthwise_relu")(_depthwise(y, stride, even, f"{name}_depthwise"))
    y = _convolve(y, stage.width, 1, 1, even, f"{name}_project")
    return y if stride > 1 else layers.Add(name=f"{name}_add")([x, y])


def _head(x: keras.KerasTensor, share: float, number: int) -> keras.KerasTensor:
    """Each position of the last map has its own weights: in an aligned crop it shows a certain part of the
    face."""
    x = layers.DepthwiseConv2D(x.shape[1], name=f"places{number}")(x)
    x = layers.Flatten(name=f"flatten{number}")(x)
    x = layers.Dense(DIMENSIONS, name=f"project{number}")(x)
    x = layers.UnitNormalization(name=f"point{number}")(x)
    return x if share == 1.0 else layers.Rescaling(share**0.5, name=f"share{number}")(x)


def _convolve(
    x: keras.KerasTensor, width: int, size: int, stride: int, even: bool, name: str
) -> keras.KerasTensor:
    x, padding = _pad(x, stride, even, name)
    return layers.Conv2D(width, size, stride, padding=padding, name=name)(x)


def _depthwise(x: keras.KerasTensor, stride: int, even: bool, name: str) -> keras.KerasTensor:
    x, padding = _pad(x, stride, even, name)
    return layers.DepthwiseConv2D(3, stride, padding=padding, name=name)(x)


def _pad(x: keras.KerasTensor, stride: int, even: bool, name: str) -> tuple[keras.KerasTensor, str]:
    """Pad with zeros on all sides for a stride of 2 if ``even``, and return Keras's remaining padding."""
    if stride == 1 or not even:
        return x, "same"
    return layers.ZeroPadding2D(1, name=f"{name}_pad")(x), "valid"
