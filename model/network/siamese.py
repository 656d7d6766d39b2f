"""The siamese network: two crops, one embedding, and the probability that they show the same person."""

import math

import keras
from keras import layers

from model.network.layers import EuclideanDistance, L1Distance
from model.runtime.similarity_head import Distance

ANCHOR, VALIDATION = "anchor", "validation"
EMBEDDING, DISTANCE, SIMILARITY = "embedding", "distance", "similarity"

INITIAL_SLOPE, INITIAL_BIAS = -64.0, 5.0
"""Random unit vectors of 128 dimensions differ by about 0.1 in each: initial logits are -1.4 to 5."""


def build_siamese(embedding: keras.Model, distance: Distance = Distance.L1, *, bases: int = 1) -> keras.Model:
    """Inputs ``anchor`` and ``validation``, (n, 100, 100, 3) each -> similarity (n, 1) in [0, 1], 1 = same.

    ``sigmoid(weights . distance + bias)`` after Koch, Zemel and Salakhutdinov (2015), whose distance is L1.
    L1 is measured along the axes of ``bases`` orthonormal bases.
    """
    shape = embedding.input_shape[1:]
    anchor = keras.Input(shape, dtype="float32", name=ANCHOR)
    validation = keras.Input(shape, dtype="float32", name=VALIDATION)
    euclidean = distance is Distance.EUCLIDEAN
    measure = EuclideanDistance(name=DISTANCE) if euclidean else L1Distance(bases, name=DISTANCE)
    distances = measure(embedding(anchor), embedding(validation))
    similarity = layers.Dense(
        1,
        activation="sigmoid",
        kernel_initializer=keras.initializers.Constant(
            _initial_weight(distance, embedding, distances.shape[1])
        ),
        bias_initializer=keras.initializers.Constant(INITIAL_BIAS),
        name=SIMILARITY,
    )(distances)
    return keras.Model([anchor, validation], similarity, name="siamese")


def _initial_weight(distance: Distance, embedding: keras.Model, axes: int) -> float:
    if distance is Distance.L1:
        return INITIAL_SLOPE / axes
    # For normally distributed differences, the mean magnitude is sqrt(2 / pi) times the root mean square.
    return INITIAL_SLOPE * math.sqrt(2 / math.pi / embedding.output_shape[1])
