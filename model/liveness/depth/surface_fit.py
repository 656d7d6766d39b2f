"""How much of a face's motion no flat or bent sheet explains."""

import numpy as np
from numpy.typing import NDArray

from model.liveness.depth.feature_tracks import Match

ROUNDS = 3
OUTLIER_MEDIANS = 3.0
"""Residuals beyond this many medians hardly count."""
TRIMMED_SHARE = 0.9
"""The worst tenth of the corners does not count: they may have slipped."""
RIDGE = 1e-9


def unexplained_motion(match: Match, eye_distance: float) -> float:
    """The root mean square of what remains of the corners' motion after the best quadratic map of the image
    plane, in eye distances; higher = deeper. ``eye_distance`` in pixels of the match.

    The plane's own motion is undone already. A quadratic map is the second-order motion of a gently bent
    sheet. A head has a nose, which it does not explain. Unbiased by the twelve coefficients fitted.
    """
    at = (match.before - match.before.mean(axis=0)).astype(np.float64) / eye_distance
    motion = (match.after - match.before).astype(np.float64) / eye_distance
    terms = _quadratic_terms(at)
    residuals = np.sort(np.linalg.norm(motion - _robust_fit(terms, motion), axis=1))
    kept = residuals[: round(TRIMMED_SHARE * len(residuals))]
    freedom = len(terms) / (len(terms) - terms.shape[1])
    return float(np.sqrt(np.mean(kept**2) * freedom))


def _quadratic_terms(at: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = at.T
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)


def _robust_fit(terms: NDArray[np.float64], motion: NDArray[np.float64]) -> NDArray[np.float64]:
    """Iteratively reweighted least squares with Cauchy's weights. Returns the fitted motion."""
    weights = np.ones(len(terms))
    fitted = np.zeros_like(motion)
    for _ in range(ROUNDS):
        fitted = terms @ _least_squares(terms, motion, weights)
        residuals = np.linalg.norm(motion - fitted, axis=1)
        scale = OUTLIER_MEDIANS * np.median(residuals) + 1e-9
        weights = 1 / (1 + (residuals / scale) ** 2)
    return fitted


def _least_squares(
    terms: NDArray[np.float64], motion: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """By the normal equations, a fifth of the time of an orthogonal decomposition. Positions are in eye
    distances, so that they are well conditioned; ``RIDGE`` keeps corners on one line solvable."""
    weighted = terms.T * weights
    matrix = weighted @ terms + RIDGE * np.eye(terms.shape[1])
    return np.asarray(np.linalg.solve(matrix, weighted @ motion), np.float64)
