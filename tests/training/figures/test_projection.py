import numpy as np
import pytest

from tests.support.comparisons import clustered_embeddings
from training.figures.projection import MIN_TSNE_POINTS, project
from training.jobs.progress import JobError


def neighbours_of_the_same_person(points: np.ndarray, people: np.ndarray) -> float:
    """The share of points whose nearest other one is the same person's."""
    distances = np.linalg.norm(points[:, np.newaxis] - points, axis=2)
    np.fill_diagonal(distances, np.inf)
    return float((people[distances.argmin(axis=1)] == people).mean())


@pytest.mark.parametrize("each", [2, 8], ids=["principal components", "t-SNE"])
def test_neighbours_stay_neighbours(each: int):
    people = np.repeat(np.arange(4), each)
    assert (len(people) < MIN_TSNE_POINTS) == (each == 2)
    points = project(clustered_embeddings(people, spread=0.05), seed=0)
    assert points.shape == (len(people), 2)
    assert neighbours_of_the_same_person(points, people) == 1


def test_unrelated_embeddings_form_no_clusters():
    people = np.repeat(np.arange(4), 8)
    points = project(clustered_embeddings(people, spread=np.inf), seed=0)
    assert neighbours_of_the_same_person(points, people) < 0.6


def test_the_same_seed_makes_the_same_map():
    embeddings = clustered_embeddings(np.repeat(np.arange(3), 6), spread=0.3)
    np.testing.assert_array_equal(project(embeddings, seed=5), project(embeddings, seed=5))


def test_two_embeddings_are_too_few():
    with pytest.raises(JobError, match=r"three crops.*Received: 2"):
        project(clustered_embeddings(np.array([0, 1]), spread=0.1), seed=0)
