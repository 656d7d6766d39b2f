import numpy as np
import pytest

from tests.training.distillation.synthetic_faces import synthetic_faces

pytestmark = pytest.mark.slow


def test_ridge_regression_recovers_a_linear_map() -> None:
    from training.distillation.network.warm_start import ridge_regression

    rng = np.random.default_rng(0)
    kernel = rng.normal(size=(6, 3))
    features = rng.normal(2.0, 1.0, (4000, 6)).astype(np.float32)
    targets = (features @ kernel + 5 + rng.normal(0, 0.1, (4000, 3))).astype(np.float32)
    fitted, bias = ridge_regression(features, targets)
    others = rng.normal(2.0, 1.0, (100, 6)).astype(np.float32)
    errors = (others @ fitted + bias) - (others @ kernel + 5)
    assert np.square(errors).mean() < 0.02 * np.square(others @ kernel - (others @ kernel).mean(0)).mean()


def test_fitting_a_projection_improves_its_head_and_keeps_the_other() -> None:
    import keras

    from model.network.mobilefacenet import build_mobilefacenet
    from training.data.webcam_augmentation import resize_to_crop
    from training.distillation.data.views import center_view
    from training.distillation.network.warm_start import fit_projection

    keras.utils.set_random_seed(0)
    network = build_mobilefacenet((0.5, 0.5))
    faces = synthetic_faces(12)
    crops = np.stack([resize_to_crop(center_view(faces.image(index))) for index in range(len(faces))])
    rng = np.random.default_rng(0)
    targets = rng.normal(size=(12, 128)).repeat(2, axis=0).astype(np.float32)
    targets /= np.linalg.norm(targets, axis=1, keepdims=True)
    before = np.asarray(network(crops.astype(np.float32)))
    fit_projection(network, 2, faces, targets)
    after = np.asarray(network(crops.astype(np.float32)))
    np.testing.assert_array_equal(after[:, :128], before[:, :128])
    cosines = (after[:, 128:] * targets).sum(axis=1) * 2**0.5
    assert cosines.mean() > 0.5 > (before[:, 128:] * targets).sum(axis=1).mean() * 2**0.5 + 0.3
