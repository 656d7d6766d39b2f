"""The way back over the border: the siamese network of a bundle, to go on learning or to be written anew."""

import keras

from model.network.bundle_export import write_head
from model.network.siamese import build_siamese
from model.runtime.bundle import LEARNABLE, Bundle


def stored_siamese(bundle: Bundle) -> keras.Model:
    """With the weights of ``bundle``, those of its head included."""
    embedding, head = keras.saving.load_model(bundle.folder / LEARNABLE), bundle.head
    siamese = build_siamese(embedding, head.distance, bases=head.bases)
    write_head(siamese, head)
    return siamese
