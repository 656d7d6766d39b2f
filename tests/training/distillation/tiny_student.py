"""Networks that are small enough to distil into in a test. Needs TensorFlow: import in slow tests only."""

from collections.abc import Sequence

import keras
from keras import layers

from model.network.embedding import LIKENESS, SPREAD
from tests.training.distillation.synthetic_faces import DIMENSIONS


def tiny_student(seed: int = 0) -> keras.Model:
    return tiny_embedding_of(tiny_likeness(seed))


def tiny_likeness(seed: int = 0) -> keras.Model:
    """The part that is distilled."""
    keras.utils.set_random_seed(seed)
    crop = keras.Input((100, 100, 3), dtype="float32", name="crop")
    x = layers.Rescaling(1 / 127.5, offset=-1.0)(crop)
    x = layers.Conv2D(8, 10, 10, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.8)(x))
    x = layers.DepthwiseConv2D(x.shape[1], use_bias=False)(x)
    x = layers.Dense(DIMENSIONS, use_bias=False)(layers.Flatten()(x))
    x = layers.BatchNormalization(momentum=0.8)(x)
    return keras.Model(crop, layers.UnitNormalization()(x), name=LIKENESS)


def tiny_likeness_of_two_heads(shares: Sequence[float]) -> keras.Model:
    """Replaces a MobileFaceNet: the head layers have its names."""
    keras.utils.set_random_seed(0)
    crop = keras.Input((100, 100, 3), dtype="float32", name="crop")
    x = layers.Rescaling(1 / 127.5, offset=-1.0)(crop)
    x = layers.ReLU(6)(layers.Conv2D(8, 10, 10)(x))
    x = layers.Flatten()(layers.DepthwiseConv2D(x.shape[1])(x))
    points = []
    for number, share in enumerate(shares, start=1):
        point = layers.UnitNormalization()(layers.Dense(DIMENSIONS, name=f"project{number}")(x))
        points.append(layers.Rescaling(share**0.5)(point))
    return keras.Model(crop, layers.Concatenate()(points), name=LIKENESS)


def tiny_embedding_of(likeness: keras.Model) -> keras.Model:
    crop = keras.Input((100, 100, 3), dtype="float32", name="crop")
    x = layers.Dense(DIMENSIONS, kernel_initializer="identity", name=SPREAD)(likeness(crop))
    return keras.Model(crop, layers.UnitNormalization(name="embedding")(x), name="embedding")
