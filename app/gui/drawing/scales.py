"""Where a value in [0, 1] lies on a bar, as a share of the bar's length, and back."""

import math
from typing import Protocol

from model.verification.similarity_format import decimal_places


class Scale(Protocol):
    """``position`` rises strictly from 0 at 0 to 1 at 1, so what lies further right is more."""

    step: float
    """What a key moves, as a share of the bar's length."""

    def position(self, value: float) -> float: ...

    def value_at(self, position: float) -> float:
        """Rounded to what is told of a value; ``position`` beyond the bar counts as its end."""


class LinearScale:
    step = 0.01

    def position(self, value: float) -> float:
        return value

    def value_at(self, position: float) -> float:
        return round(min(max(position, 0.0), 1.0), 2)


class SimilarityScale:
    """Linear in the logit of the similarity, pulled in a little at the ends, where the logit is infinite.

    So thresholds lie as far apart as the network tells faces apart: from 0.9 to 0.99 is as far as to 0.999.
    """

    step = 0.005
    _lowest, _highest = 0.01, 0.99999

    def position(self, value: float) -> float:
        left, right = _logit(self._lowest), _logit(self._highest)
        return (_logit(self._lowest + (self._highest - self._lowest) * value) - left) / (right - left)

    def value_at(self, position: float) -> float:
        if not 0 < position < 1:
            return 0.0 if position <= 0 else 1.0
        left, right = _logit(self._lowest), _logit(self._highest)
        pulled_in = 1 / (1 + math.exp(-(left + position * (right - left))))
        value = (pulled_in - self._lowest) / (self._highest - self._lowest)
        return round(value, decimal_places(value))


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


LINEAR = LinearScale()
SIMILARITY = SimilarityScale()
