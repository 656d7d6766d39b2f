"""The colours in use. Rules of .kv files follow a change of the theme at once."""

from kivy.event import EventDispatcher
from kivy.properties import ColorProperty, ObjectProperty

from app.gui.drawing.palette import DARK, Palette, rgba
from app.presenters.tone import Tone

PICTURE_MARKS = {
    Tone.GOOD: rgba(DARK.good),
    Tone.BAD: rgba(DARK.bad),
    Tone.UNSURE: rgba(DARK.unsure),
    Tone.CALM: rgba(DARK.text),
}
"""Colours of marks on a camera picture: bright in every theme."""
PICTURE_EDGE = 0, 0, 0, 0.45
"""Of marks on a camera picture, so that they stand out from a bright wall."""
PICTURE_ACCENT = rgba(DARK.accent)


class Colours(EventDispatcher):
    """In a .kv file: ``#:import colours app.gui.drawing.colours.colours``, then ``color: colours.TEXT``."""

    BACKGROUND = ColorProperty()
    SURFACE = ColorProperty()
    RAISED = ColorProperty()
    HOVERED = ColorProperty()
    LINE = ColorProperty()
    BORDER = ColorProperty()
    TEXT = ColorProperty()
    MUTED = ColorProperty()
    ACCENT = ColorProperty()
    ACCENT_HOVERED = ColorProperty()
    ON_ACCENT = ColorProperty()
    GOOD = ColorProperty()
    BAD = ColorProperty()
    UNSURE = ColorProperty()
    DANGER = ColorProperty()
    DANGER_HOVERED = ColorProperty()
    CLEAR = ColorProperty((0, 0, 0, 0))
    SELECTION = ColorProperty()
    OF_TONE = ObjectProperty({})
    """By the tone of a message."""

    def __init__(self) -> None:
        super().__init__()
        self.use(DARK)

    def use(self, palette: Palette) -> None:
        for name in Palette.__dataclass_fields__:
            setattr(self, name.upper(), rgba(getattr(palette, name)))
        self.SELECTION = rgba(palette.accent, opacity=0.3)
        self.OF_TONE = {
            Tone.GOOD: self.GOOD,
            Tone.BAD: self.BAD,
            Tone.UNSURE: self.UNSURE,
            Tone.CALM: self.MUTED,
        }


colours = Colours()
