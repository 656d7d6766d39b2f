"""Map values in [0, 1] to positions on a slider, as shares of its length, and back."""

import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from model.terminal.similarity_format import decimal_places


class Scale(Protocol):
    """``position`` increases strictly from 0 at 0 to 1 at 1: a larger value is further right."""

    step: float
    """How far one arrow key moves, as a share of the slider's length."""

    def position(self, value: float) -> float: ...

    def value_at(self, position: float) -> float:
        """Rounded to the decimals that the window shows; a ``position`` outside [0, 1] counts as the nearer
        end."""


class LinearScale:
    step = 0.01

    def position(self, value: float) -> float:
        return value

    def value_at(self, position: float) -> float:
        return round(min(max(position, 0.0), 1.0), 2)


class SimilarityScale:
    """Linear in the logit of the similarity, compressed near 0 and 1, where the logit is infinite.

    0.99 is as far from 0.9 as from 0.999, which matches how the network separates faces.
    """

    step = 0.005
    _lowest, _highest = 0.01, 0.99999

    def position(self, value: float) -> float:
        left, right = _logit(self._lowest), _logit(self._highest)
        return (_logit(self._lowest + (self._highest - self._lowest) * value) - left) / (right - left)

    def positions(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """``position`` of many values, of any shape."""
        left, right = _logit(self._lowest), _logit(self._highest)
        compressed = self._lowest + (self._highest - self._lowest) * values
        return (np.log(compressed / (1 - compressed)) - left) / (right - left)

    def value_at(self, position: float) -> float:
        if not 0 < position < 1:
            return 0.0 if position <= 0 else 1.0
        left, right = _logit(self._lowest), _logit(self._highest)
        compressed = 1 / (1 + math.exp(-(left + position * (right - left))))
        value = (compressed - self._lowest) / (self._highest - self._lowest)
        return round(value, decimal_places(value))


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


LINEAR = LinearScale()
SIMILARITY = SimilarityScale()
