"""The embedding network: a crop becomes a point on the unit sphere, near those of the same person."""

import keras
from keras import layers

from model.network.layers import MeanOfMirrorImages, WithMirrorImages
from model.vision.alignment import CROP_SIZE

DIMENSIONS = 128
LIKENESS, SPREAD = "likeness", "spread"
STEM_WIDTH, STEM_SIZE, STEM_STRIDE = 48, 7, 4
STAGE_WIDTHS, STAGE_STRIDES = (48, 96, 144), (1, 2, 2)
BLOCKS_PER_STAGE = 2
STATISTICS_MOMENTUM = 0.95
"""Batch statistics average over about twenty batches, so that a few hundred batches of fine-tuning move
them."""


def build_embedding() -> keras.Model:
    """(n, 100, 100, 3) float32 RGB in 0..255 -> (n, 128) float32 of Euclidean length 1.

    The points of the crop and its mirror image, both from the network LIKENESS, are averaged. SPREAD,
    initially the identity, can transform the points so that people lie further apart.
    """
    crop = keras.Input((CROP_SIZE, CROP_SIZE, 3), dtype="float32", name="crop")
    x = build_likeness()(WithMirrorImages(name="mirror")(crop))
    x = layers.UnitNormalization(name="both_sides_norm")(MeanOfMirrorImages(name="both_sides")(x))
    x = layers.Dense(DIMENSIONS, kernel_initializer="identity", name=SPREAD)(x)
    return keras.Model(crop, layers.UnitNormalization(name="embedding")(x), name="embedding")


def build_one_view_embedding(likeness: keras.Model) -> keras.Model:
    """(n, 100, 100, 3) float32 RGB in 0..255 -> (n, 128) float32 of Euclidean length 1.

    ``likeness`` gets the crop without its mirror image. SPREAD, initially the first 128 dimensions of its
    output, can transform the points so that people lie further apart.
    """
    crop = keras.Input((CROP_SIZE, CROP_SIZE, 3), dtype="float32", name="crop")
    x = layers.Dense(DIMENSIONS, kernel_initializer="identity", name=SPREAD)(likeness(crop))
    return keras.Model(crop, layers.UnitNormalization(name="embedding")(x), name="embedding")


def build_likeness() -> keras.Model:
    """(n, 100, 100, 3) float32 RGB in 0..255 -> (n, 128) float32 of Euclidean length 1.

    A residual network (He et al. 2016) of full 3x3 convolutions, which are faster on processors than
    depthwise ones. The stem reduces the size to a quarter at once: maps of half the size took a third of a
    training step. The last map is weighted by position instead of averaged (Chen et al. 2018,
    MobileFaceNets): in an aligned crop, the position tells the part of the face. 1.1 million parameters.
    """
    face = keras.Input((CROP_SIZE, CROP_SIZE, 3), dtype="float32", name="face")
    x = layers.Rescaling(1 / 127.5, offset=-1.0, name="scale")(face)
    x = _convolve(x, STEM_WIDTH, STEM_SIZE, STEM_STRIDE, "stem")
    x = layers.ReLU(name="stem_relu")(x)
    for stage, (width, stride) in enumerate(zip(STAGE_WIDTHS, STAGE_STRIDES, strict=True), start=1):
        for block in range(1, BLOCKS_PER_STAGE + 1):
            x = _residual(x, width, stride if block == 1 else 1, f"stage{stage}_block{block}")
    x = layers.DepthwiseConv2D(x.shape[1], use_bias=False, name="places")(x)
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dense(DIMENSIONS, use_bias=False, name="project")(x)
    x = layers.BatchNormalization(momentum=STATISTICS_MOMENTUM, name="project_norm")(x)
    return keras.Model(face, layers.UnitNormalization(name="point")(x), name=LIKENESS)


def _residual(x: keras.KerasTensor, width: int, stride: int, name: str) -> keras.KerasTensor:
    y = _convolve(x, width, 3, stride, f"{name}_first")
    y = layers.ReLU(name=f"{name}_first_relu")(y)
    y = _convolve(y, width, 3, 1, f"{name}_second")
    if stride > 1:
        x = _convolve(x, width, 1, stride, f"{name}_shortcut")
    return layers.ReLU(name=f"{name}_relu")(layers.Add(name=f"{name}_add")([x, y]))


def _convolve(x: keras.KerasTensor, width: int, size: int, stride: int, name: str) -> keras.KerasTensor:
    x = layers.Conv2D(width, size, stride, padding="same", use_bias=False, name=name)(x)
    return layers.BatchNormalization(momentum=STATISTICS_MOMENTUM, name=f"{name}_norm")(x)
