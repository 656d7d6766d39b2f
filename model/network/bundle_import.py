"""Load the siamese Keras network of a bundle, to train it further or to export it again."""

import keras

from model.network.bundle_export import set_head
from model.network.siamese import build_siamese
from model.runtime.bundle import TRAINABLE, Bundle


def load_siamese(bundle: Bundle) -> keras.Model:
    """With the bundle's weights, those of its head included."""
    embedding, head = keras.saving.load_model(bundle.folder / TRAINABLE), bundle.head
    siamese = build_siamese(embedding, head.distance, bases=head.bases)
    set_head(siamese, head)
    return siamese
