"""Two crops through one embedding, and the probability that they show one person."""

import keras
from keras import layers

from model.network.layers import L1Distance

ANCHOR, VALIDATION = "anchor", "validation"
EMBEDDING, DISTANCE, SIMILARITY = "embedding", "distance", "similarity"

STARTING_SLOPE, STARTING_BIAS = -64.0, 5.0
"""Random unit vectors of 128 dimensions lie about 0.1 apart in each: logits from -1.4 to 5 at first."""


def build_siamese(embedding: keras.Model, bases: int = 1) -> keras.Model:
    """Inputs ``anchor`` and ``validation``, (n, 100, 100, 3) each -> similarity (n, 1) in [0, 1], 1 = same.

    ``sigmoid(weights . |a - b| + bias)`` after Koch, Zemel and Salakhutdinov (2015), measured along the axes
    of ``bases`` orthonormal bases.
    """
    shape = embedding.input_shape[1:]
    anchor = keras.Input(shape, dtype="float32", name=ANCHOR)
    validation = keras.Input(shape, dtype="float32", name=VALIDATION)
    distance = L1Distance(bases, name=DISTANCE)(embedding(anchor), embedding(validation))
    similarity = layers.Dense(
        1,
        activation="sigmoid",
        kernel_initializer=keras.initializers.Constant(STARTING_SLOPE / distance.shape[1]),
        bias_initializer=keras.initializers.Constant(STARTING_BIAS),
        name=SIMILARITY,
    )(distance)
    return keras.Model([anchor, validation], similarity, name="siamese")
