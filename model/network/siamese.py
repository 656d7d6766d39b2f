"""Two crops through one embedding, and the probability that they show one person."""

import math

import keras
from keras import layers

from model.network.layers import EuclideanDistance, L1Distance
from model.runtime.similarity_head import Distance

ANCHOR, VALIDATION = "anchor", "validation"
EMBEDDING, DISTANCE, SIMILARITY = "embedding", "distance", "similarity"

STARTING_SLOPE, STARTING_BIAS = -64.0, 5.0
"""Random unit vectors of 128 dimensions lie about 0.1 apart in each: logits from -1.4 to 5 at first."""


def build_siamese(embedding: keras.Model, distance: Distance = Distance.L1, *, bases: int = 1) -> keras.Model:
    """Inputs ``anchor`` and ``validation``, (n, 100, 100, 3) each -> similarity (n, 1) in [0, 1], 1 = same.

    ``sigmoid(weights . distance + bias)`` after Koch, Zemel and Salakhutdinov (2015), whose distance is L1;
    L1 is measured along the axes of ``bases`` orthonormal bases.
    """
    shape = embedding.input_shape[1:]
    anchor = keras.Input(shape, dtype="float32", name=ANCHOR)
    validation = keras.Input(shape, dtype="float32", name=VALIDATION)
    euclidean = distance is Distance.EUCLIDEAN
    measure = EuclideanDistance(name=DISTANCE) if euclidean else L1Distance(bases, name=DISTANCE)
    apart = measure(embedding(anchor), embedding(validation))
    similarity = layers.Dense(
        1,
        activation="sigmoid",
        kernel_initializer=keras.initializers.Constant(_starting_weight(distance, embedding, apart.shape[1])),
        bias_initializer=keras.initializers.Constant(STARTING_BIAS),
        name=SIMILARITY,
    )(apart)
    return keras.Model([anchor, validation], similarity, name="siamese")


def _starting_weight(distance: Distance, embedding: keras.Model, axes: int) -> float:
    if distance is Distance.L1:
        return STARTING_SLOPE / axes
    # Differences scattered evenly have a mean size of sqrt(2 / pi) of their root mean square.
    return STARTING_SLOPE * math.sqrt(2 / math.pi / embedding.output_shape[1])
