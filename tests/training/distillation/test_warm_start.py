import numpy as np
import pytest

from tests.training.distillation.synthetic_faces import synthetic_faces

pytestmark = pytest.mark.slow


def test_a_linear_map_is_found_again() -> None:
    from training.distillation.warm_start import ridge

    rng = np.random.default_rng(0)
    kernel = rng.normal(size=(6, 3))
    features = rng.normal(2.0, 1.0, (4000, 6)).astype(np.float32)
    targets = (features @ kernel + 5 + rng.normal(0, 0.1, (4000, 3))).astype(np.float32)
    found, bias = ridge(features, targets)
    others = rng.normal(2.0, 1.0, (100, 6)).astype(np.float32)
    left = (others @ found + bias) - (others @ kernel + 5)
    assert np.square(left).mean() < 0.02 * np.square(others @ kernel - (others @ kernel).mean(0)).mean()


def test_a_head_that_is_fitted_comes_nearer_to_its_targets_and_the_other_stays() -> None:
    import keras

    from model.network.mobilefacenet import build_mobilefacenet
    from training.distillation.data.views import center_view
    from training.distillation.data.webcam_augmentation import resize_to_crop
    from training.distillation.warm_start import fit_head

    keras.utils.set_random_seed(0)
    network = build_mobilefacenet((0.5, 0.5))
    faces = synthetic_faces(12)
    crops = np.stack([resize_to_crop(center_view(faces.image(index))) for index in range(len(faces))])
    rng = np.random.default_rng(0)
    targets = rng.normal(size=(12, 128)).repeat(2, axis=0).astype(np.float32)
    targets /= np.linalg.norm(targets, axis=1, keepdims=True)
    before = np.asarray(network(crops.astype(np.float32)))
    fit_head(network, 2, faces, targets)
    after = np.asarray(network(crops.astype(np.float32)))
    np.testing.assert_array_equal(after[:, :128], before[:, :128])
    cosines = (after[:, 128:] * targets).sum(axis=1) * 2**0.5
    assert cosines.mean() > 0.5 > (before[:, 128:] * targets).sum(axis=1).mean() * 2**0.5 + 0.3
