"""A siamese network small enough to be trained in a test. Needs TensorFlow: import inside slow tests only."""

import keras
from keras import layers

from model.network.siamese import build_siamese

DIMENSIONS = 8


def tiny_embedding() -> keras.Model:
    crop = keras.Input((100, 100, 3), dtype="float32", name="crop")
    x = layers.Rescaling(1 / 127.5, offset=-1.0)(crop)
    x = layers.AveragePooling2D(20)(x)
    x = layers.BatchNormalization()(layers.Conv2D(8, 3, padding="same", use_bias=False, name="stem")(x))
    x = layers.Flatten()(layers.ReLU()(x))
    x = layers.Dense(DIMENSIONS, use_bias=False)(x)
    return keras.Model(crop, layers.UnitNormalization(name="embedding")(x), name="embedding")


def tiny_siamese(seed: int = 0) -> keras.Model:
    keras.utils.set_random_seed(seed)
    return build_siamese(tiny_embedding())
