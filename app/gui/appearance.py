"""Apply the settings that change how the whole window looks: theme, language and text size."""

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
    colours.use(palette_of(settings.theme))
    words.use(settings.language)
    text_scale.use(settings.text_size)
    Window.clearcolor = colours.BACKGROUND


def palette_of(theme: Theme) -> Palette:
    light = prefers_light() if theme is Theme.SYSTEM else theme is Theme.LIGHT
    return LIGHT if light else DARK
