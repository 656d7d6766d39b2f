import numpy as np
import pytest

from training.heads.whitening import fit_wccn
from training.jobs.progress import JobError

PEOPLE = np.repeat(np.arange(300), 3)


def clustered_embeddings(shift: float = 0.0, seed: int = 0) -> np.ndarray:
    """Unit vectors. People differ equally in all eight directions, their images mostly in the first."""
    rng = np.random.default_rng(seed)
    within = np.array([1.0, *[0.1] * 7])
    points = rng.standard_normal((300, 8))[PEOPLE] + rng.standard_normal((900, 8)) * within + shift
    return unit(points).astype(np.float32)


def unit(points: np.ndarray) -> np.ndarray:
    return points / np.linalg.norm(points, axis=1, keepdims=True)


def separation(points: np.ndarray) -> float:
    """The d-prime of genuine and impostor cosines."""
    cosines, same = points @ points.T, PEOPLE[:, None] == PEOPLE
    genuine, impostors = cosines[np.triu(same, 1)], cosines[~same]
    return float((genuine.mean() - impostors.mean()) / np.sqrt((genuine.var() + impostors.var()) / 2))


@pytest.mark.parametrize("shift", [0.0, 2.0])
def test_whitening_separates_other_people_better(shift: float) -> None:
    points, others = clustered_embeddings(shift), clustered_embeddings(shift, seed=1)
    kernel, bias = fit_wccn(points, PEOPLE)
    assert separation(unit(others @ kernel + bias)) > 1.1 * separation(others)


def test_the_overall_mean_becomes_the_origin() -> None:
    points = clustered_embeddings(2.0)
    kernel, bias = fit_wccn(points, PEOPLE)
    np.testing.assert_allclose((points @ kernel + bias).mean(axis=0), 0, atol=1e-5)


def test_fewer_dimensions_keep_the_informative_directions() -> None:
    points, others = (
        np.concatenate(
            [clustered_embeddings(seed=seed), np.float32(0.01) * clustered_embeddings(seed=seed + 2)], axis=1
        )
        for seed in (0, 1)
    )
    kernel, bias = fit_wccn(points, PEOPLE, 8)
    assert (kernel.shape, bias.shape) == ((16, 8), (8,))
    assert separation(unit(others @ kernel + bias)) > 1.1 * separation(unit(others[:, :8]))


def test_people_with_one_image_each_are_rejected() -> None:
    with pytest.raises(JobError, match="one image each of 3"):
        fit_wccn(clustered_embeddings()[:3], np.arange(3))
