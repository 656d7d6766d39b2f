"""Apply the settings that change how the whole window looks: theme, language and text size."""

from collections.abc import Callable, Mapping

from kivy.core.window import Window

from app.gui.drawing.colours import colours
from app.gui.drawing.palette import DARK, LIGHT, Palette
from app.gui.text_scale import text_scale
from app.gui.words import words
from app.storage.setting_values import Theme
from app.storage.settings import Settings
from app.system.colour_scheme import prefers_light


def apply_appearance(settings: Settings) -> None:
    """Every widget follows at once."""
    for name in APPEARANCE:
        apply_setting(name, settings)


def apply_setting(name: str, settings: Settings) -> None:
    """Apply one of ``APPEARANCE``. Only the theme asks the desktop, which takes time."""
    APPEARANCE[name](settings)


def _use_theme(settings: Settings) -> None:
    colours.use(palette_of(settings.theme))
    Window.clearcolor = colours.BACKGROUND


APPEARANCE: Mapping[str, Callable[[Settings], object]] = {
    "theme": _use_theme,
    "language": lambda settings: words.use(settings.language),
    "text_size": lambda settings: text_scale.use(settings.text_size),
}
"""The settings that change the whole window, and what applies each."""


def palette_of(theme: Theme) -> Palette:
    light = prefers_light() if theme is Theme.SYSTEM else theme is Theme.LIGHT
    return LIGHT if light else DARK
