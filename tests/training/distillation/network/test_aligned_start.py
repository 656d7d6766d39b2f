import numpy as np
import pytest

pytestmark = pytest.mark.slow


def test_the_layers_behind_a_narrower_stem_get_their_weights() -> None:
    from tests.training.distillation.network.tiny_mobilefacenet import tiny_mobilefacenet
    from training.distillation.network.aligned_start import copy_longest_run

    source, target = tiny_mobilefacenet(6), tiny_mobilefacenet(4, seed=1)
    assert copy_longest_run(source, target) == ("stem", "expand")
    for name in ("depthwise", "project", "reduce", "places1", "project1"):
        for one, other in zip(
            source.get_layer(name).get_weights(), target.get_layer(name).get_weights(), strict=True
        ):
            np.testing.assert_array_equal(one, other)


def test_equal_networks_have_no_new_layers() -> None:
    from tests.training.distillation.network.tiny_mobilefacenet import tiny_mobilefacenet
    from training.distillation.network.aligned_start import copy_longest_run

    assert copy_longest_run(tiny_mobilefacenet(), tiny_mobilefacenet(seed=1)) == ()


def test_only_the_stem_and_the_first_block_of_a_compact_network_are_new() -> None:
    from model.network.mobilefacenet import COMPACT, build_mobilefacenet
    from training.distillation.network.aligned_start import copy_longest_run

    source, target = build_mobilefacenet((0.5, 0.5)), build_mobilefacenet((0.5, 0.5), COMPACT)
    new = copy_longest_run(source, target)
    stem = ("stem", "stem_depthwise", "stem_pointwise")
    block = tuple(f"stage1_block1_{part}" for part in ("expand", "depthwise", "project"))
    assert new == (*stem, *block)
    first, second = (
        network.get_layer(name).get_weights()[0]
        for network, name in ((source, "stage1_block3_expand"), (target, "stage2_block1_expand"))
    )
    np.testing.assert_array_equal(first, second)
