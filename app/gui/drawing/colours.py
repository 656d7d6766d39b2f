"""The window's colours: red, green, blue, opacity in [0, 1]. Text has a contrast of at least 4.5 : 1."""

from kivy.utils import get_color_from_hex as from_hex

from app.presenters.tone import Tone

BACKGROUND = from_hex("#0f1318")
SURFACE = from_hex("#171d25")
RAISED = from_hex("#222b36")
HOVERED = from_hex("#2c3744")
LINE = from_hex("#334050")
TEXT = from_hex("#e8edf2")
MUTED = from_hex("#9aa8b7")
ACCENT = from_hex("#6cb2ff")
ACCENT_HOVERED = from_hex("#8cc3ff")
ON_ACCENT = from_hex("#0a1522")
GOOD = from_hex("#52cc8e")
BAD = from_hex("#ff7b76")
UNSURE = from_hex("#f2bd5c")
DANGER = from_hex("#5a2a2d")
DANGER_HOVERED = from_hex("#743438")
CLEAR = (0, 0, 0, 0)

OF_TONE = {Tone.GOOD: GOOD, Tone.BAD: BAD, Tone.UNSURE: UNSURE, Tone.CALM: MUTED}
