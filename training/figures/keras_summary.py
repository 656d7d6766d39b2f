"""Summarize a Keras siamese network layer by layer."""

import re

import keras

from model.network import siamese as names
from model.network.embedding import build_embedding
from model.network.koch2015 import build_koch_embedding
from model.network.layers import iter_layers
from model.network.siamese import build_siamese
from training.figures.network_summary import LayerSummary, NetworkSummary, Stage

NETWORKS = {
    "residual": ("The residual twin network", build_embedding),
    "koch": ("The twin network of Koch, Zemel and Salakhutdinov (2015)", build_koch_embedding),
}

STAGE_TITLES = (
    (r"stage(\d+)_block(\d+)_", "stage {}, block {}"),
    (r"(?:convolve|pool)(\d+)$", "convolution {}"),
    (r"stem", "stem"),
    (r"(?:crop|mirror|face|resize|scale)$", "picture"),
    (r"last", "last convolution"),
    (r"(?:places|flatten|project|point|share)(\d+)$", "head {}"),
)
"""Prefixes of the layer names of a stage, and the stage's title. All other layers belong to LAST_STAGE."""

LAST_STAGE = "embedding"

STAGE_PREFIX = r"(?:stage\d+_block\d+|stem)_(?=.)"
"""The part of a layer's name that its stage's title already contains."""

LAYER_KINDS = {
    "L1Distance": "L1 distance",
    "BatchNormalization": "batch normalisation",
    "Concatenate": "side by side",
    "MeanOfMirrorImages": "mean of both sides",
    "ReLU": "ReLU",
    "Rescaling": "scaled",
    "Resizing": "resized",
    "UnitNormalization": "to length 1",
    "WithMirrorImages": "crop and mirror image",
    "ZeroPadding2D": "zeros round it",
    "Add": "sum with the shortcut",
    "InputLayer": "input",
}


def summarize_network(network: str) -> NetworkSummary:
    """Of one of NETWORKS, untrained."""
    title, build = NETWORKS[network]
    return summarize_siamese(build_siamese(build()), title)


def summarize_siamese(siamese: keras.Model, title: str) -> NetworkSummary:
    stages: dict[str, list[LayerSummary]] = {}
    for layer in iter_layers(siamese.get_layer(names.EMBEDDING)):
        stages.setdefault(_stage_title(layer.name), []).append(_summarize_layer(layer))
    anchor, validation, distance, similarity = (
        _summarize_layer(siamese.get_layer(name))
        for name in (names.ANCHOR, names.VALIDATION, names.DISTANCE, names.SIMILARITY)
    )
    in_order = tuple(Stage(stage, tuple(layers)) for stage, layers in stages.items())
    return NetworkSummary(title, in_order, (anchor, validation), distance, similarity)


def _stage_title(layer_name: str) -> str:
    for prefix, title in STAGE_TITLES:
        if match := re.match(prefix, layer_name):
            return title.format(*match.groups())
    return LAST_STAGE


def _summarize_layer(layer: keras.layers.Layer) -> LayerSummary:
    label = re.sub(STAGE_PREFIX, "", layer.name)
    shape = tuple(layer.output.shape[1:])
    return LayerSummary(layer.name, label, _kind(layer), shape, layer.count_params())


def _kind(layer: keras.layers.Layer) -> str:
    """What the layer does, in a few words."""
    activation = getattr(layer, "activation", None)
    suffix = "" if activation in (None, keras.activations.linear) else f", {activation.__name__}"
    match layer:
        case keras.layers.DepthwiseConv2D():
            return f"{_format_size(layer.kernel_size)} depthwise{_format_stride(layer)}"
        case keras.layers.Conv2D():
            return f"{_format_size(layer.kernel_size)} convolution{_format_stride(layer)}{suffix}"
        case keras.layers.MaxPooling2D():
            return f"{_format_size(layer.pool_size)} max pooling"
        case keras.layers.Dense():
            return f"dense{suffix}"
    name = type(layer).__name__
    return LAYER_KINDS.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _format_stride(layer: keras.layers.Layer) -> str:
    return "" if layer.strides == (1, 1) else f", stride {layer.strides[0]}"


def _format_size(lengths: tuple[int, int]) -> str:
    return "×".join(map(str, lengths))
