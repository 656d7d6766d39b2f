"""The border to the live world: a trained siamese network becomes a bundle that needs no Keras."""

import io
import tempfile
import zipfile
from pathlib import Path

import cv2
import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

from model.network import siamese as names
from model.network.layers import EuclideanDistance, every_layer
from model.runtime.bundle import EMBEDDING, HEAD, LEARNABLE, embed_each
from model.runtime.bundle_writer import ExportError, write_bundle
from model.runtime.litert import LiteRtNetwork
from model.runtime.model_card import Card
from model.runtime.similarity_head import Distance, Embeddings, Head, encode_head

LOWEST_AGREEMENT = 0.99
"""Cosine between what Keras and LiteRT make of one picture."""


class LiveNetwork:
    """A trained siamese network as it runs live: what is to be judged, and then written to a bundle."""

    def __init__(self, siamese: keras.Model) -> None:
        """Raises ExportError when LiteRT does not compute what Keras does."""
        self.head = read_head(siamese)
        self._embedding = siamese.get_layer(names.EMBEDDING)
        self._content = convert(self._embedding)
        self._network = LiteRtNetwork(self._content)
        agreement = lowest_agreement(self._embedding, self._network)
        if not agreement >= LOWEST_AGREEMENT:
            raise ExportError(
                f"LiteRT does not compute what Keras does; train again. Received: cosine={agreement}"
            )

    @property
    def dimensions(self) -> int:
        return int(self._embedding.output_shape[1])

    def embed(self, crops: NDArray[np.uint8]) -> Embeddings:
        """(n, dimensions), a row for each of (n, 100, 100, 3) crops."""
        return embed_each(self._network, crops, self.dimensions)

    def export(self, card: Card, folder: Path) -> None:
        """Write the bundle ``folder``, whole or not at all; the card gets its ``files`` and ``digest``.

        Raises ExportError when ``folder`` exists, OSError when the disk is full or read-only.
        """
        files = {
            EMBEDDING: self._content,
            HEAD: encode_head(self.head),
            LEARNABLE: _learnable(self._embedding),
        }
        write_bundle(files, card, folder)


def read_head(siamese: keras.Model) -> Head:
    """The head that runs live, from the one that was trained."""
    layer, distance = siamese.get_layer(names.SIMILARITY), siamese.get_layer(names.DISTANCE)
    weights = keras.ops.convert_to_numpy(layer.kernel)[:, 0].astype(np.float32)
    bias = float(keras.ops.convert_to_numpy(layer.bias)[0])
    if isinstance(distance, EuclideanDistance):
        return Head(weights, bias, Distance.EUCLIDEAN)
    return Head(weights, bias, bases=distance.bases)


def write_head(siamese: keras.Model, head: Head) -> None:
    """Give ``siamese`` a stored head, to go on learning from."""
    siamese.get_layer(names.SIMILARITY).set_weights([head.weights[:, np.newaxis], np.array([head.bias])])


def convert(embedding: keras.Model) -> bytes:
    """The embedding as a LiteRT file for one crop at a time.

    Convolutions of 8-bit integers, a scale for each channel of the weights and, found anew for each crop, for
    each map; everything else in float32. A network of depthwise convolutions computes in float32 throughout,
    from weights that are stored as float16: in bytes it takes three times as long on many processors.
    """
    signature = [tf.TensorSpec((1, *embedding.input_shape[1:]), tf.float32)]
    function = tf.function(lambda crop: embedding(crop, training=False), input_signature=signature)
    # Without freezing the converter writes a file with no weights in it.
    frozen = convert_variables_to_constants_v2(function.get_concrete_function())
    converter = tf.lite.TFLiteConverter.from_concrete_functions([frozen])
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if _is_depthwise(embedding):
        converter.target_spec.supported_types = [tf.float16]
    return bytes(converter.convert())


def _is_depthwise(embedding: keras.Model) -> bool:
    """Whether maps are convolved channel by channel; to be weighed place by place is another thing."""
    depthwise = (layer for layer in every_layer(embedding) if isinstance(layer, keras.layers.DepthwiseConv2D))
    return any(layer.output.shape[1] > 1 for layer in depthwise)


def lowest_agreement(embedding: keras.Model, network: LiteRtNetwork) -> float:
    """The lowest cosine between both embeddings of any of a few pictures."""
    pictures = _pictures(embedding.input_shape[1])
    expected = keras.ops.convert_to_numpy(embedding(pictures.astype(np.float32), training=False))
    received = embed_each(network, pictures, embedding.output_shape[1])
    lengths = np.linalg.norm(expected, axis=1) * np.linalg.norm(received, axis=1)
    return float(((expected * received).sum(axis=1) / lengths).min())


def _pictures(size: int) -> NDArray[np.uint8]:
    """Eight fixed pictures of soft colours to compare on."""
    coarse = np.random.default_rng(0).integers(0, 256, (8, 6, 6, 3), np.uint8)
    return np.stack([cv2.resize(picture, (size, size), interpolation=cv2.INTER_LINEAR) for picture in coarse])


def _learnable(embedding: keras.Model) -> bytes:
    """The embedding as Keras stores it, at little more than half the size: weights rounded to float16, which
    changes no decision, and compressed."""
    rounded = keras.models.clone_model(embedding)
    rounded.set_weights(
        [weight.astype(np.float16).astype(weight.dtype) for weight in embedding.get_weights()]
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / LEARNABLE
        rounded.save(file)
        return _deflated(file)


def _deflated(stored: Path) -> bytes:
    content = io.BytesIO()
    with (
        zipfile.ZipFile(stored) as read,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
    ):
        for name in read.namelist():
            packed.writestr(name, read.read(name))
    return content.getvalue()
