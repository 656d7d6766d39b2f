import pytest

from app.gui.display import Display, density_of, read_display

DENSITIES = {
    "an ordinary display": ({}, "", 1.0),
    "scaled by the desktop": ({}, "Xcursor.size:\t48\nXft.dpi:\t192\n", 2.0),
    "scaled by a fraction": ({}, "Xft.dpi: 144.0", 1.5),
    "scaled for GTK": ({"GDK_SCALE": "2"}, "", 2.0),
    "the variable wins": ({"GDK_SCALE": "2"}, "Xft.dpi: 96", 2.0),
    "nonsense": ({"GDK_SCALE": "large"}, "Xft.dpi: huge", 1.0),
    "smaller than one": ({"GDK_SCALE": "0.5"}, "", 1.0),
    "beyond measure": ({"GDK_SCALE": "100"}, "", 4.0),
}


@pytest.mark.parametrize(("environment", "resources", "expected"), DENSITIES.values(), ids=DENSITIES.keys())
def test_the_density(environment, resources, expected):
    assert density_of(environment, resources) == expected


def test_a_window_is_never_larger_than_the_display():
    assert Display((800, 600)).fitted(1100, 720) == (800, 600)
    assert Display((3840, 2160), 2.0).fitted(1100, 720) == (2200, 1440)
    assert Display().fitted(1100, 720) == (1100, 720)


def test_an_unknown_display_is_an_ordinary_one():
    assert read_display({"DISPLAY": ":9753"}, "linux").size is None
    assert read_display({}, "darwin") == Display()
