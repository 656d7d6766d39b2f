"""The siamese network of Koch, Zemel and Salakhutdinov (2015), the baseline of all comparisons."""

import keras
from keras import layers

from model.vision.alignment import CROP_SIZE

FILTERS = ((64, 10), (128, 7), (128, 4), (256, 4))
"""Filters and kernel size of each convolution. All but the last are followed by 2x2 pooling."""

DIMENSIONS = 4096


def build_koch_embedding() -> keras.Model:
    """(n, 100, 100, 3) float32 RGB in 0..255 -> (n, 4096) float32 in [0, 1].

    One branch of their figure 4, with their initial weights. Their images were grey and 105x105; ours are in
    colour and slightly smaller. 39 million parameters.
    """
    crop = keras.Input((CROP_SIZE, CROP_SIZE, 3), dtype="float32", name="crop")
    x = layers.Rescaling(1 / 255, name="scale")(crop)
    for number, (filters, size) in enumerate(FILTERS, start=1):
        if number > 1:
            x = layers.MaxPooling2D(2, padding="same", name=f"pool{number - 1}")(x)
        x = layers.Conv2D(filters, size, activation="relu", name=f"convolve{number}", **_initializers(0.01))(
            x
        )
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dense(DIMENSIONS, activation="sigmoid", name="embedding", **_initializers(0.2))(x)
    return keras.Model(crop, x, name="embedding")


def _initializers(deviation: float) -> dict[str, keras.initializers.Initializer]:
    normal = keras.initializers.RandomNormal
    return {"kernel_initializer": normal(0.0, deviation), "bias_initializer": normal(0.5, 0.01)}
