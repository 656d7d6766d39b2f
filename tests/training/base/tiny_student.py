"""A network that can be distilled into within a test. Needs TensorFlow: import inside slow tests only."""

import keras
from keras import layers

from model.network.embedding import LIKENESS, SPREAD
from tests.training.base.made_up_faces import DIMENSIONS


def tiny_student(seed: int = 0) -> keras.Model:
    crop = keras.Input((100, 100, 3), dtype="float32", name="crop")
    x = layers.Dense(DIMENSIONS, kernel_initializer="identity", name=SPREAD)(tiny_likeness(seed)(crop))
    return keras.Model(crop, layers.UnitNormalization(name="embedding")(x), name="embedding")


def tiny_likeness(seed: int = 0) -> keras.Model:
    """What is taught of it."""
    keras.utils.set_random_seed(seed)
    crop = keras.Input((100, 100, 3), dtype="float32", name="crop")
    x = layers.Rescaling(1 / 127.5, offset=-1.0)(crop)
    x = layers.Conv2D(8, 10, 10, padding="same", use_bias=False)(x)
    x = layers.ReLU()(layers.BatchNormalization(momentum=0.8)(x))
    x = layers.DepthwiseConv2D(x.shape[1], use_bias=False)(x)
    x = layers.Dense(DIMENSIONS, use_bias=False)(layers.Flatten()(x))
    x = layers.BatchNormalization(momentum=0.8)(x)
    return keras.Model(crop, layers.UnitNormalization()(x), name=LIKENESS)
