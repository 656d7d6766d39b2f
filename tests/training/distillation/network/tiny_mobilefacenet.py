"""A few layers of each kind in a MobileFaceNet. Needs TensorFlow: import in slow tests only."""

import keras
import numpy as np
from keras import layers


def tiny_mobilefacenet(stem_width: int = 6, seed: int = 0) -> keras.Model:
    """(n, 20, 20, 3) -> (n, 8) of length 1, with weights that are far from their initial values."""
    keras.utils.set_random_seed(seed)
    crop = keras.Input((20, 20, 3), name="crop")
    x = layers.Rescaling(1 / 57, name="scale")(crop)
    x = layers.ReLU(6, name="stem_relu")(layers.Conv2D(stem_width, 3, 2, "same", name="stem")(x))
    x = layers.ReLU(6, name="expand_relu")(layers.Conv2D(8, 1, name="expand")(x))
    y = layers.ReLU(6, name="depthwise_relu")(layers.DepthwiseConv2D(3, padding="same", name="depthwise")(x))
    x = layers.Add(name="add")([x, layers.Conv2D(8, 1, name="project")(y)])
    x = layers.ReLU(6, name="reduce_relu")(layers.DepthwiseConv2D(3, 2, "same", name="reduce")(x))
    x = layers.Flatten(name="flatten")(layers.DepthwiseConv2D(x.shape[1], name="places1")(x))
    x = layers.UnitNormalization(name="point")(layers.Dense(8, name="project1")(x))
    network = keras.Model(crop, x, name="likeness")
    rng = np.random.default_rng(seed)
    network.set_weights([weight + rng.normal(0, 0.2, weight.shape) for weight in network.get_weights()])
    return network


def noisy_crops(count: int, seed: int = 0) -> np.ndarray:
    """(n, 20, 20, 3) float32 in 0..255."""
    return np.random.default_rng(seed).uniform(0, 255, (count, 20, 20, 3)).astype(np.float32)
