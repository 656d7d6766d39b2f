"""Start a network of another architecture with the weights of a trained one."""

from difflib import SequenceMatcher

import keras

from model.network.layers import iter_layers


def copy_longest_run(source: keras.Model, target: keras.Model) -> tuple[str, ...]:
    """Copy the weights of the longest run of layers that both networks have in common. Returns the names of
    the target's other layers with weights.

    Layers are the same if their kind and the shapes of their weights are. Matching layers outside the run do
    not count: they may compute something else.
    """
    theirs, ours = ([layer for layer in iter_layers(model) if layer.weights] for model in (source, target))
    their_kinds, our_kinds = ([_signature(layer) for layer in layers] for layers in (theirs, ours))
    run = SequenceMatcher(None, their_kinds, our_kinds, autojunk=False).find_longest_match()
    for offset in range(run.size):
        ours[run.b + offset].set_weights(theirs[run.a + offset].get_weights())
    others = [*ours[: run.b], *ours[run.b + run.size :]]
    return tuple(layer.name for layer in others)


def _signature(layer: keras.layers.Layer) -> tuple[str, tuple[tuple[int, ...], ...]]:
    return type(layer).__name__, tuple(tuple(weight.shape) for weight in layer.weights)
