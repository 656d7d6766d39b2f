import numpy as np
import pytest

from training.heads.whitening import fit_spread
from training.jobs.progress import JobError

PEOPLE = np.repeat(np.arange(300), 3)


def scattered(shift: float = 0.0, seed: int = 0) -> np.ndarray:
    """On the sphere: people differ alike in all eight directions, pictures of one mostly in the first."""
    rng = np.random.default_rng(seed)
    within = np.array([1.0, *[0.1] * 7])
    points = rng.standard_normal((300, 8))[PEOPLE] + rng.standard_normal((900, 8)) * within + shift
    return unit(points).astype(np.float32)


def unit(points: np.ndarray) -> np.ndarray:
    return points / np.linalg.norm(points, axis=1, keepdims=True)


def separation(points: np.ndarray) -> float:
    """How many deviations the cosines of one person lie above those of two."""
    cosines, same = points @ points.T, PEOPLE[:, None] == PEOPLE
    genuine, impostors = cosines[np.triu(same, 1)], cosines[~same]
    return float((genuine.mean() - impostors.mean()) / np.sqrt((genuine.var() + impostors.var()) / 2))


@pytest.mark.parametrize("shift", [0.0, 2.0])
def test_people_lie_further_apart(shift: float) -> None:
    points, others = scattered(shift), scattered(shift, seed=1)
    kernel, bias = fit_spread(points, PEOPLE)
    assert separation(unit(others @ kernel + bias)) > 1.1 * separation(others)


def test_the_middle_of_everybody_goes_to_the_origin() -> None:
    points = scattered(2.0)
    kernel, bias = fit_spread(points, PEOPLE)
    np.testing.assert_allclose((points @ kernel + bias).mean(axis=0), 0, atol=1e-5)


def test_fewer_dimensions_keep_the_directions_in_which_people_differ() -> None:
    points, others = (
        np.concatenate([scattered(seed=seed), np.float32(0.01) * scattered(seed=seed + 2)], axis=1)
        for seed in (0, 1)
    )
    kernel, bias = fit_spread(points, PEOPLE, 8)
    assert (kernel.shape, bias.shape) == ((16, 8), (8,))
    assert separation(unit(others @ kernel + bias)) > 1.1 * separation(unit(others[:, :8]))


def test_pictures_of_strangers_alone_are_refused() -> None:
    with pytest.raises(JobError, match="3 pictures of as many"):
        fit_spread(scattered()[:3], np.arange(3))
