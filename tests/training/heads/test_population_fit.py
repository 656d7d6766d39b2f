import numpy as np
import pytest

from training.heads.population_fit import fit_population_head


@pytest.fixture(autouse=True)
def fewer_impostors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enough for 16 dimensions, and much faster."""
    monkeypatch.setattr("training.heads.population_fit.IMPOSTOR_PAIRS", 5_000)


def people_on_a_sphere(people: int, each: int, spread: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Embeddings of 16 dimensions, of which the last 8 are noise, and their people."""
    rng = np.random.default_rng(seed)
    centers = rng.normal(size=(people, 8))
    informative = centers.repeat(each, axis=0) + rng.normal(0, spread, (people * each, 8))
    rows = np.concatenate([informative, rng.normal(size=informative.shape)], axis=1)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), np.arange(people).repeat(
        each
    )


@pytest.mark.slow
@pytest.mark.parametrize("bases", [1, 4])
def test_the_head_separates_people_outside_the_training_set(bases: int) -> None:
    head = fit_population_head(*people_on_a_sphere(60, 5, 0.2), bases=bases)
    others, owners = people_on_a_sphere(20, 2, 0.2, seed=1)
    points = head.coordinates(others)
    same = [head.similarity(points[k], points[k + 1 : k + 2])[0] for k in range(0, 40, 2)]
    strangers = [head.similarity(points[k], points[k + 2 : k + 3])[0] for k in range(0, 38, 2)]
    assert np.mean(same) > 0.85
    assert np.mean(strangers) < 0.1
    assert len(owners) == 40


@pytest.mark.slow
def test_noise_dimensions_get_small_weights() -> None:
    weights = fit_population_head(*people_on_a_sphere(60, 5, 0.2), bases=1).weights
    assert np.abs(weights[8:]).mean() < 0.3 * np.abs(weights[:8]).mean()
    assert (weights[:8] < 0).all()


@pytest.mark.slow
def test_similarities_are_probabilities_at_equal_priors() -> None:
    embeddings, people = people_on_a_sphere(100, 4, 0.9)
    head = fit_population_head(embeddings, people)
    points = head.coordinates(embeddings)
    scores = np.stack([head.similarity(row, points) for row in points])
    same = (people[:, None] == people) & ~np.eye(len(people), dtype=bool)
    strangers = people[:, None] != people
    for lower in (0.2, 0.4, 0.6, 0.8):
        within = (scores >= lower - 0.1) & (scores < lower + 0.1)
        genuine, impostors = (within & same).sum() / same.sum(), (within & strangers).sum() / strangers.sum()
        assert abs(genuine / (genuine + impostors) - lower) < 0.12


@pytest.mark.slow
def test_people_with_one_crop_add_impostor_pairs_only() -> None:
    embeddings, people = people_on_a_sphere(30, 3, 0.2)
    singles, _ = people_on_a_sphere(5, 1, 0.2, seed=2)
    head = fit_population_head(
        np.concatenate([embeddings, singles]), np.concatenate([people, np.arange(30, 35)])
    )
    assert np.isfinite([*head.weights, head.bias]).all()
