"""The border to the live world: a trained siamese network becomes a bundle that needs no Keras."""

import io
import shutil
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import cv2
import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

from model.network import siamese as names
from model.network.layers import EuclideanDistance
from model.runtime.atomic_file import sync_folder, write_atomically
from model.runtime.bundle import CARD, EMBEDDING, HEAD, LEARNABLE, fingerprint
from model.runtime.card import Card, encode_card, sealed
from model.runtime.head import Distance, Head, encode_head
from model.runtime.litert import LiteRtNetwork

LOWEST_AGREEMENT = 1 - 1e-3
"""Cosine between what Keras and LiteRT make of one picture."""


class ExportError(RuntimeError):
    """The bundle was not written."""


def export_bundle(siamese: keras.Model, card: Card, folder: Path) -> None:
    """Write the bundle ``folder``, whole or not at all; the card's ``files`` and ``digest`` are filled in.

    Raises ExportError when ``folder`` exists or LiteRT does not compute what Keras does, OSError when the
    disk is full or read-only.
    """
    if folder.exists():
        raise ExportError(f"{folder} exists and is not overwritten. Choose another name or move it away.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=".partial"))
    try:
        _write_bundle(siamese, card, partial)
        partial.chmod(0o755)
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    sync_folder(folder.parent)


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
    """The embedding as a LiteRT file for one crop at a time, weights in float16."""
    signature = [tf.TensorSpec((1, *embedding.input_shape[1:]), tf.float32)]
    function = tf.function(lambda crop: embedding(crop, training=False), input_signature=signature)
    # Without freezing the converter writes a file with no weights in it.
    frozen = convert_variables_to_constants_v2(function.get_concrete_function())
    converter = tf.lite.TFLiteConverter.from_concrete_functions([frozen])
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]
    return bytes(converter.convert())


def lowest_agreement(embedding: keras.Model, network: LiteRtNetwork, pictures: NDArray[np.float32]) -> float:
    """The lowest cosine between both embeddings of any of ``pictures``, (n, 100, 100, 3) in 0..255."""
    expected = keras.ops.convert_to_numpy(embedding(pictures, training=False))
    received = np.concatenate([network(picture[np.newaxis])[0] for picture in pictures])
    return float((expected * received).sum(axis=1).min())


def _write_bundle(siamese: keras.Model, card: Card, folder: Path) -> None:
    embedding = siamese.get_layer(names.EMBEDDING)
    network = convert(embedding)
    agreement = lowest_agreement(embedding, LiteRtNetwork(network), _pictures(embedding.input_shape[1]))
    if not agreement >= LOWEST_AGREEMENT:
        raise ExportError(
            f"LiteRT does not compute what Keras does; train again. Received: cosine={agreement}"
        )
    write_atomically(folder / EMBEDDING, network)
    write_atomically(folder / HEAD, encode_head(read_head(siamese)))
    write_atomically(folder / LEARNABLE, _learnable(embedding, folder / LEARNABLE))
    files = {name: fingerprint((folder / name).read_bytes()) for name in (EMBEDDING, HEAD, LEARNABLE)}
    write_atomically(folder / CARD, encode_card(sealed(replace(card, files=files))))


def _pictures(size: int) -> NDArray[np.float32]:
    """Eight fixed pictures of soft colours to compare on."""
    coarse = np.random.default_rng(0).uniform(0, 255, (8, 6, 6, 3)).astype(np.float32)
    return np.stack([cv2.resize(picture, (size, size), interpolation=cv2.INTER_LINEAR) for picture in coarse])


def _learnable(embedding: keras.Model, file: Path) -> bytes:
    """The embedding as Keras stores it, by way of ``file``, at little more than half the size: weights as
    exact as LiteRT has them (float16, which also lets both worlds agree) and compressed."""
    rounded = keras.models.clone_model(embedding)
    rounded.set_weights(
        [weight.astype(np.float16).astype(weight.dtype) for weight in embedding.get_weights()]
    )
    rounded.save(file)
    content = io.BytesIO()
    with (
        zipfile.ZipFile(file) as stored,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed,
    ):
        for name in stored.namelist():
            packed.writestr(name, stored.read(name))
    return content.getvalue()
