"""MobileFaceNet (Chen et al. 2018, arXiv 1804.07573): a face network of inverted residual blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

import keras
from keras import layers

from model.network.embedding import DIMENSIONS, LIKENESS
from model.vision.alignment import CROP_SIZE

VIEW_SIZE = 112
"""Width and height that the network was designed for."""

MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of ImageNet's channels, as shares of 255; the published weights were trained with them."""

STEM_WIDTH, LAST_WIDTH = 64, 512

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


STAGES = (Stage(128, 64, 2, 5), Stage(256, 128, 2, 7), Stage(512, 128, 2, 1), Stage(256, 128, 1, 2))


def build_mobilefacenet(shares: Sequence[float] = (1.0,)) -> keras.Model:
    """(n, 100, 100, 3) float32 RGB in 0..255 -> (n, 128 * len(shares)) float32 of Euclidean length 1.

    One trunk and a head for each of ``shares``, which sum to 1. Each head has a point on a sphere of 128
    dimensions. The points are concatenated, each scaled so that its squared length is its share: the cosine
    of two outputs is the mean of the heads' cosines, weighted by ``shares``.

    The paper's batch normalisations are folded into the convolutions, as in the published weights; training
    continues from these with small steps. 1.0 million parameters, and 0.09 million for each further head.
    """
    face = keras.Input((CROP_SIZE, CROP_SIZE, 3), dtype="float32", name="face")
    x = layers.Resizing(VIEW_SIZE, VIEW_SIZE, interpolation="bilinear", name="resize")(face)
    x = _normalise(x)
    x = _trunk(x)
    points = [_head(x, share, number) for number, share in enumerate(shares, start=1)]
    x = points[0] if len(points) == 1 else layers.Concatenate(name="side_by_side")(points)
    return keras.Model(face, x, name=LIKENESS)


def _normalise(x: keras.KerasTensor) -> keras.KerasTensor:
    scale = [1 / (255 * deviation) for deviation in DEVIATION]
    offset = [-mean / deviation for mean, deviation in zip(MEAN, DEVIATION, strict=True)]
    return layers.Rescaling(scale, offset, name="scale")(x)


def _trunk(x: keras.KerasTensor) -> keras.KerasTensor:
    """(n, 7, 7, LAST_WIDTH) for (n, 112, 112, 3)."""
    x = layers.ReLU(6, name="stem_relu")(_convolve(x, STEM_WIDTH, 3, 2, "stem"))
    x = layers.ReLU(name="stem_depthwise_relu")(_depthwise(x, 1, "stem_depthwise"))
    x = layers.ReLU(name="stem_pointwise_relu")(_convolve(x, STEM_WIDTH, 1, 1, "stem_pointwise"))
    for number, stage in enumerate(STAGES, start=1):
        for block in range(1, stage.blocks + 1):
            x = _block(x, stage, stage.stride if block == 1 else 1, f"stage{number}_block{block}")
    return layers.ReLU(6, name="last_relu")(_convolve(x, LAST_WIDTH, 1, 1, "last"))


def _block(x: keras.KerasTensor, stage: Stage, stride: int, name: str) -> keras.KerasTensor:
    """Wide in the middle and narrow at the ends, with a shortcut where sizes match (Sandler et al. 2018,
    MobileNetV2)."""
    y = layers.ReLU(6, name=f"{name}_expand_relu")(_convolve(x, stage.expanded, 1, 1, f"{name}_expand"))
    y = layers.ReLU(6, name=f"{name}_depthwise_relu")(_depthwise(y, stride, f"{name}_depthwise"))
    y = _convolve(y, stage.width, 1, 1, f"{name}_project")
    return y if stride > 1 else layers.Add(name=f"{name}_add")([x, y])


def _head(x: keras.KerasTensor, share: float, number: int) -> keras.KerasTensor:
    """Each position of the last map has its own weights: in an aligned crop it shows a certain part of the
    face."""
    x = layers.DepthwiseConv2D(x.shape[1], name=f"places{number}")(x)
    x = layers.Flatten(name=f"flatten{number}")(x)
    x = layers.Dense(DIMENSIONS, name=f"project{number}")(x)
    x = layers.UnitNormalization(name=f"point{number}")(x)
    return x if share == 1.0 else layers.Rescaling(share**0.5, name=f"share{number}")(x)


def _convolve(x: keras.KerasTensor, width: int, size: int, stride: int, name: str) -> keras.KerasTensor:
    x, padding = _pad(x, stride, name)
    return layers.Conv2D(width, size, stride, padding=padding, name=name)(x)


def _depthwise(x: keras.KerasTensor, stride: int, name: str) -> keras.KerasTensor:
    x, padding = _pad(x, stride, name)
    return layers.DepthwiseConv2D(3, stride, padding=padding, name=name)(x)


def _pad(x: keras.KerasTensor, stride: int, name: str) -> tuple[keras.KerasTensor, str]:
    """Pad with zeros evenly on all sides, and return Keras's remaining padding. With a stride of 2, Keras
    itself pads only the right and the bottom, which shifts the maps against the published weights."""
    if stride == 1:
        return x, "same"
    return layers.ZeroPadding2D(1, name=f"{name}_pad")(x), "valid"
