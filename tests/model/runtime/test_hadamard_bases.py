import numpy as np
import pytest

from model.runtime.hadamard_bases import hadamard_axes


def test_one_basis_is_the_identity() -> None:
    np.testing.assert_array_equal(hadamard_axes(6, 1), np.eye(6))


@pytest.mark.parametrize(("dimensions", "bases"), [(2, 2), (16, 3), (128, 4)])
def test_bases_are_orthonormal_and_distinct(dimensions: int, bases: int) -> None:
    made = np.split(hadamard_axes(dimensions, bases), bases, axis=1)
    for basis in made:
        np.testing.assert_allclose(basis.T @ basis, np.eye(dimensions), atol=1e-6)
    assert len({basis.tobytes() for basis in made}) == bases


def test_over_many_bases_l1_approaches_the_euclidean_distance() -> None:
    points = np.random.default_rng(0).normal(size=(500, 128))

    def unevenness(bases: int) -> float:
        ratio = np.abs(points @ hadamard_axes(128, bases)).sum(axis=1) / np.linalg.norm(points, axis=1)
        return float(ratio.std() / ratio.mean())

    # sqrt((pi - 3) / (2 * axes)) for points scattered evenly: 2.4 % and 1.2 %.
    assert unevenness(1) == pytest.approx(0.0235, rel=0.15)
    assert unevenness(4) == pytest.approx(0.0118, rel=0.15)


def test_the_axes_are_the_same_on_every_machine() -> None:
    signs = np.sign(hadamard_axes(8, 3)).astype(int)
    assert signs[:, 8].tolist() == [-1, 1, -1, -1, 1, -1, -1, 1]
    assert signs[:, 16].tolist() == [-1, 1, 1, 1, -1, -1, 1, 1]


@pytest.mark.parametrize(("dimensions", "bases"), [(6, 2), (0, 2), (8, 0)])
def test_invalid_arguments_are_refused(dimensions: int, bases: int) -> None:
    with pytest.raises(ValueError, match="Received"):
        hadamard_axes(dimensions, bases)
