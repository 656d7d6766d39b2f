"""Moving the embedding's points to where people lie further apart, in closed form."""

import numpy as np
from numpy.typing import NDArray

from model.runtime.similarity_head import Embeddings
from training.jobs.progress import JobError

SHRINKAGE = 0.75
"""How much of the scatter within people is taken to be the same in all directions. Chosen on people that
train nothing: TMR at FMR 1e-3 by cosine 60.7 % without spreading, 62.7 % centred alone, 63.5, 64.4 and 63.6 %
with 0.5, 0.75 and 0.91."""


def fit_spread(
    embeddings: Embeddings, people: NDArray[np.int64], dimensions: int | None = None
) -> tuple[Embeddings, NDArray[np.float32]]:
    """Kernel and bias (dimensions,) for ``embeddings @ kernel + bias``; as many dimensions as before
    unless fewer are named.

    Within-class covariance normalisation (Hatch, Kajarekar and Stolcke 2006) round the mean of everybody:
    directions in which the pictures of one person differ count for less. Everybody who has two pictures or
    more weighs the same. Of the directions, those in which all pictures then scatter most are kept. Raises
    JobError when nobody has two pictures.
    """
    counts = np.bincount(people)[people]
    if counts.max(initial=0) < 2:
        raise JobError(
            f"Spreading needs people with two pictures. Received: {len(people)} pictures of as many"
        )
    means = np.zeros((people.max() + 1, embeddings.shape[1]))
    np.add.at(means, people, embeddings / counts[:, np.newaxis])
    often = counts > 1
    deviations = (embeddings - means[people])[often]
    within = deviations.T @ (deviations / (counts[often] - 1)[:, np.newaxis])
    whitening = _inverse_root(_shrunk(within))
    if dimensions is not None and dimensions < embeddings.shape[1]:
        whitening = whitening @ _widest(embeddings @ whitening, dimensions)
    kernel = whitening.astype(np.float32)
    return kernel, -embeddings.mean(axis=0) @ kernel


def _shrunk(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Between the covariance and a sphere of the same mean variance."""
    return (1 - SHRINKAGE) * covariance + SHRINKAGE * np.eye(len(covariance)) * np.trace(covariance) / len(
        covariance
    )


def _widest(points: NDArray[np.float64], dimensions: int) -> NDArray[np.float64]:
    """Orthonormal columns: the principal axes of ``points``, the first ones."""
    _, vectors = np.linalg.eigh(np.cov(points, rowvar=False))
    return np.asarray(vectors[:, ::-1][:, :dimensions])


def _inverse_root(covariance: NDArray[np.float64]) -> NDArray[np.float64]:
    """The symmetric one, so that every axis stays as near to what it was as can be."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray((vectors / np.sqrt(values)) @ vectors.T)
