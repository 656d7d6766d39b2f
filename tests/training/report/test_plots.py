import cv2
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from training.metrics.comparisons import Comparisons
from training.report import plots
from training.report.curves import compute_roc
from training.report.plots import plot_det, plot_roc, plot_similarities

WHITE = 255
TOY = Comparisons(np.array([0.2, 0.7, 0.9, 0.99], np.float32), np.array([0.01, 0.1, 0.3, 0.8], np.float32))
APART = Comparisons(np.array([0.8, 0.9], np.float32), np.array([0.01, 0.1, 0.2, 0.3], np.float32))
DRAWINGS = {
    "ROC": lambda translate: plot_roc(compute_roc(TOY), (0.25, 0.75), translate),
    "DET": lambda translate: plot_det(compute_roc(TOY), (0.25, 0.75), translate),
    "similarities": lambda translate: plot_similarities(TOY, 0.5, translate),
}


@pytest.mark.slow
@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS.keys())
def test_every_word_and_figure_is_translated(draw, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Figure] = []
    monkeypatch.setattr(plots, "to_png", drawn.append)
    draw(lambda message: "ß")
    drawn[0].canvas.draw()
    texts = {text.get_text() for text in drawn[0].findobj(Text) if text.get_visible()}
    assert texts <= {"ß", ""}
    assert "ß" in texts


@pytest.mark.slow
def test_no_share_above_one_has_a_label(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Figure] = []
    monkeypatch.setattr(plots, "to_png", drawn.append)
    DRAWINGS["ROC"](str)
    assert drawn[0].axes[0].yaxis.get_major_formatter()(1.002) == ""
    assert drawn[0].axes[0].yaxis.get_major_formatter()(1.0) == "100 %"


@pytest.mark.slow
def test_a_set_without_errors_has_a_roc_curve_and_no_ticks_above_100_percent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[Figure] = []
    monkeypatch.setattr(plots, "to_png", drawn.append)
    plot_roc(compute_roc(APART), (0.0, 1.0))
    (axes,) = drawn[0].axes
    assert axes.lines[0].get_xydata().tolist() == [[0.25, 1], [0.5, 1], [0.75, 1], [1, 1]]
    low, high = axes.get_ylim()
    assert high > 1
    assert max(tick for tick in axes.get_yticks() if low <= tick <= high) <= 1


@pytest.mark.slow
def test_a_det_plot_without_a_curve_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Figure] = []
    monkeypatch.setattr(plots, "to_png", drawn.append)
    plot_det(compute_roc(APART), (0.0, 1.0))
    plot_det(compute_roc(TOY), (0.25, 0.75))
    notes = [[text.get_text().replace("\n", " ") for text in figure.axes[0].texts] for figure in drawn]
    assert notes == [[plots.NO_CURVE], []]


@pytest.mark.slow
def test_nothing_is_cut_off_at_the_sides() -> None:
    """With as many comparisons as View 1 has, whose numbers make the legend long."""
    rng = np.random.default_rng(0)
    found = Comparisons(
        rng.beta(8, 1, 24_620).astype(np.float32), rng.beta(1, 8, 6_848_158).astype(np.float32)
    )
    picture = cv2.imdecode(np.frombuffer(plot_similarities(found, 0.92365), np.uint8), cv2.IMREAD_COLOR)
    assert (picture[:, [0, -1]] == WHITE).all()
