"""Reads from a Keras model what it is made of."""

import re
from itertools import groupby

import keras

from model.network import siamese as names
from model.network.embedding import build_embedding
from model.network.koch import build_koch_embedding
from model.network.layers import every_layer
from model.network.siamese import build_siamese
from training.figures.network_summary import LayerPlan, Stage, TwinPlan

SAMEFACE, KOCH = "sameface", "koch"
NETWORKS = {
    SAMEFACE: ("Sameface's twin network", build_embedding),
    KOCH: ("The twin network of Koch, Zemel and Salakhutdinov (2015)", build_koch_embedding),
}

STAGES = (
    (r"stage(\d+)_block(\d+)_", "stage {}, block {}"),
    (r"(?:convolve|pool)(\d+)$", "convolution {}"),
    (r"stem", "stem"),
    (r"(?:crop|mirror|face|scale)$", "picture"),
)
"""How the names of a stage's layers begin, and what it is called; all others are part of LAST_STAGE."""

LAST_STAGE = "embedding"

KINDS = {
    "L1Distance": "L1 distance",
    "BatchNormalization": "batch normalisation",
    "MeanOfMirrorImages": "mean of both sides",
    "ReLU": "ReLU",
    "UnitNormalization": "to length 1",
    "WithMirrorImages": "crop and mirror image",
    "Add": "sum with the shortcut",
    "InputLayer": "input",
}


def plan_of(network: str, bases: int) -> TwinPlan:
    """Of one of NETWORKS, untrained; ``bases`` as in ``L1Distance``."""
    title, build = NETWORKS[network]
    return read_plan(build_siamese(build(), bases=bases), title)


def read_plan(siamese: keras.Model, title: str) -> TwinPlan:
    layers = list(every_layer(siamese.get_layer(names.EMBEDDING)))
    stages = tuple(
        Stage(stage, tuple(_layer(layer, stage) for layer in together))
        for stage, together in groupby(layers, key=lambda layer: _stage_of(layer.name))
    )
    anchor, validation, distance, similarity = (
        _layer(siamese.get_layer(name), "")
        for name in (names.ANCHOR, names.VALIDATION, names.DISTANCE, names.SIMILARITY)
    )
    return TwinPlan(title, stages, (anchor, validation), distance, similarity)


def _stage_of(name: str) -> str:
    for beginning, title in STAGES:
        if found := re.match(beginning, name):
            return title.format(*found.groups())
    return LAST_STAGE


def _layer(layer: keras.layers.Layer, stage: str) -> LayerPlan:
    label = re.sub(STAGES[0][0], "", layer.name)
    shape = tuple(layer.output.shape[1:])
    return LayerPlan(layer.name, label, _kind(layer), shape, layer.count_params())


def _kind(layer: keras.layers.Layer) -> str:
    """What the layer does, in a few words."""
    activation = getattr(layer, "activation", None)
    applied = "" if activation in (None, keras.activations.linear) else f", {activation.__name__}"
    match layer:
        case keras.layers.DepthwiseConv2D():
            return f"{_size(layer.kernel_size)} depthwise"
        case keras.layers.Conv2D():
            stride = "" if layer.strides == (1, 1) else f", stride {layer.strides[0]}"
            return f"{_size(layer.kernel_size)} convolution{stride}{applied}"
        case keras.layers.MaxPooling2D():
            return f"{_size(layer.pool_size)} max pooling"
        case keras.layers.Dense():
            return f"dense{applied}"
    name = type(layer).__name__
    return KINDS.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _size(lengths: tuple[int, int]) -> str:
    return "×".join(map(str, lengths))
