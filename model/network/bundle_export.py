"""Export a trained siamese network as a bundle that needs no Keras."""

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

from model.messages.message import Message
from model.network import siamese as names
from model.network.layers import EuclideanDistance, iter_layers
from model.network.weight_quantization import quantize_convolutions
from model.runtime.bundle import EMBEDDING, HEAD, TRAINABLE, embed_each
from model.runtime.bundle_writer import ExportError, write_bundle
from model.runtime.litert import LiteRtNetwork
from model.runtime.model_card import Card
from model.runtime.similarity_head import Distance, Embeddings, Head, encode_head

MIN_AGREEMENT = 0.99
"""The lowest cosine between the embeddings of one image by Keras and by LiteRT."""


class ExportedModel:
    """A trained siamese network as it runs in the app, to be evaluated and then written to a bundle."""

    def __init__(self, siamese: keras.Model) -> None:
        """Raises ExportError when LiteRT and Keras disagree."""
        self.head = read_head(siamese)
        self._embedding = siamese.get_layer(names.EMBEDDING)
        self._content = _convert_faithfully(self._embedding)
        self._network = LiteRtNetwork(self._content)

    @property
    def dimensions(self) -> int:
        return int(self._embedding.output_shape[1])

    def embed(self, crops: NDArray[np.uint8]) -> Embeddings:
        """(n, dimensions) for (n, 100, 100, 3) crops."""
        return embed_each(self._network, crops, self.dimensions)

    def export(self, card: Card, folder: Path) -> None:
        """Write the bundle ``folder`` atomically; the card gets its ``files`` and ``digest``.

        Raises ExportError when ``folder`` exists, OSError when the disk is full or read-only.
        """
        files = {
            EMBEDDING: self._content,
            HEAD: encode_head(self.head),
            TRAINABLE: _encode_keras(self._embedding),
        }
        write_bundle(files, card, folder)


def read_head(siamese: keras.Model) -> Head:
    """The trained head in the form that the app runs."""
    layer, distance = siamese.get_layer(names.SIMILARITY), siamese.get_layer(names.DISTANCE)
    weights = keras.ops.convert_to_numpy(layer.kernel)[:, 0].astype(np.float32)
    bias = float(keras.ops.convert_to_numpy(layer.bias)[0])
    if isinstance(distance, EuclideanDistance):
        return Head(weights, bias, Distance.EUCLIDEAN)
    return Head(weights, bias, bases=distance.bases)


def set_head(siamese: keras.Model, head: Head) -> None:
    """Set the weights of the similarity layer."""
    siamese.get_layer(names.SIMILARITY).set_weights([head.weights[:, np.newaxis], np.array([head.bias])])


def convert(embedding: keras.Model) -> bytes:
    """Convert the embedding to a LiteRT file for single crops.

    Convolutions are quantized to 8 bits, weights per channel and maps dynamically per crop; the rest is
    float32. Depthwise convolutions are not quantized: that would take three times as long.
    """
    signature = [tf.TensorSpec((1, *embedding.input_shape[1:]), tf.float32)]
    function = tf.function(lambda crop: embedding(crop, training=False), input_signature=signature)
    # Without freezing, the converter writes a file without weights.
    frozen = convert_variables_to_constants_v2(function.get_concrete_function())
    converter = tf.lite.TFLiteConverter.from_concrete_functions([frozen])
    if _is_depthwise(embedding):
        return quantize_convolutions(bytes(converter.convert()))
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    return bytes(converter.convert())


def _convert_faithfully(embedding: keras.Model) -> bytes:
    content = convert(embedding)
    agreement = min_agreement(embedding, LiteRtNetwork(content))
    if not agreement >= MIN_AGREEMENT:
        raise ExportError(
            Message(
                "LiteRT does not compute what Keras does; train again. Received: cosine={agreement}",
                agreement=agreement,
            )
        )
    return content


def _is_depthwise(embedding: keras.Model) -> bool:
    """Whether maps are convolved per channel. A depthwise layer over a whole map only weights positions."""
    depthwise = (layer for layer in iter_layers(embedding) if isinstance(layer, keras.layers.DepthwiseConv2D))
    return any(layer.output.shape[1] > 1 for layer in depthwise)


def min_agreement(embedding: keras.Model, network: LiteRtNetwork) -> float:
    """The lowest cosine between the two embeddings of a few test images."""
    images = _test_images(embedding.input_shape[1])
    expected = keras.ops.convert_to_numpy(embedding(images.astype(np.float32), training=False))
    received = embed_each(network, images, embedding.output_shape[1])
    lengths = np.linalg.norm(expected, axis=1) * np.linalg.norm(received, axis=1)
    return float(((expected * received).sum(axis=1) / lengths).min())


def _test_images(size: int) -> NDArray[np.uint8]:
    """Eight fixed images of smooth colours."""
    coarse = np.random.default_rng(0).integers(0, 256, (8, 6, 6, 3), np.uint8)
    return np.stack([cv2.resize(image, (size, size), interpolation=cv2.INTER_LINEAR) for image in coarse])


def _encode_keras(embedding: keras.Model) -> bytes:
    """The embedding in Keras's format at little more than half the size: weights rounded to float16, which
    changes no decision, and compressed. Bzip2 leaves a fifth less of them than deflating does."""
    rounded = keras.models.clone_model(embedding)
    rounded.set_weights(
        [weight.astype(np.float16).astype(weight.dtype) for weight in embedding.get_weights()]
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / TRAINABLE
        rounded.save(file)
        return _compress(file)


def _compress(archive: Path) -> bytes:
    content = io.BytesIO()
    with (
        zipfile.ZipFile(archive) as source,
        zipfile.ZipFile(content, "w", zipfile.ZIP_BZIP2, compresslevel=9) as target,
    ):
        for name in source.namelist():
            target.writestr(name, source.read(name))
    return content.getvalue()
