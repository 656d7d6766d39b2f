import cv2
import numpy as np
import pytest

from training.metrics.comparisons import Comparisons
from training.report.plots import plot_similarities

WHITE = 255


@pytest.mark.slow
def test_nothing_is_cut_off_at_the_sides() -> None:
    """With as many comparisons as View 1 has, whose numbers make the legend long."""
    rng = np.random.default_rng(0)
    found = Comparisons(
        rng.beta(8, 1, 24_620).astype(np.float32), rng.beta(1, 8, 6_848_158).astype(np.float32)
    )
    picture = cv2.imdecode(np.frombuffer(plot_similarities(found, 0.92365), np.uint8), cv2.IMREAD_COLOR)
    assert (picture[:, [0, -1]] == WHITE).all()
