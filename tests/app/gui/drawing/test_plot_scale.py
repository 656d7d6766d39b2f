from app.gui.drawing.plot_scale import shrink
from tests.support.fakes import grey


def test_a_plot_has_as_many_pixels_as_are_shown() -> None:
    plot = grey(height=200, width=400)
    assert shrink(plot, 100).shape == (50, 100, 3)
    assert shrink(plot, 400) is plot
