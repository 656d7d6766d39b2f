import numpy as np
import pytest

from model.runtime.hadamard_bases import axes


def test_one_basis_is_the_embeddings_own() -> None:
    np.testing.assert_array_equal(axes(6, 1), np.eye(6))


@pytest.mark.parametrize(("dimensions", "bases"), [(2, 2), (16, 3), (128, 4)])
def test_every_basis_is_orthonormal_and_no_two_are_the_same(dimensions: int, bases: int) -> None:
    made = np.split(axes(dimensions, bases), bases, axis=1)
    for basis in made:
        np.testing.assert_allclose(basis.T @ basis, np.eye(dimensions), atol=1e-6)
    assert len({basis.tobytes() for basis in made}) == bases


def test_more_bases_bring_the_l1_distance_near_to_the_euclidean() -> None:
    points = np.random.default_rng(0).normal(size=(500, 128))

    def unevenness(bases: int) -> float:
        ratio = np.abs(points @ axes(128, bases)).sum(axis=1) / np.linalg.norm(points, axis=1)
        return float(ratio.std() / ratio.mean())

    # sqrt((pi - 3) / (2 * axes)) for points scattered evenly: 2.4 % and 1.2 %.
    assert unevenness(1) == pytest.approx(0.0235, rel=0.15)
    assert unevenness(4) == pytest.approx(0.0118, rel=0.15)


def test_the_axes_are_the_same_on_every_machine_and_stay_so() -> None:
    signs = np.sign(axes(8, 3)).astype(int)
    assert signs[:, 8].tolist() == [-1, 1, -1, -1, 1, -1, -1, 1]
    assert signs[:, 16].tolist() == [-1, 1, 1, 1, -1, -1, 1, 1]


@pytest.mark.parametrize(("dimensions", "bases"), [(6, 2), (0, 2), (8, 0)])
def test_what_cannot_be_made_is_refused(dimensions: int, bases: int) -> None:
    with pytest.raises(ValueError, match="Received"):
        axes(dimensions, bases)
