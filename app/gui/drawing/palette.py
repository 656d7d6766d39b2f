"""The colours of each theme, and which text colours go with which backgrounds.

Text has a contrast of at least 4.5 : 1 with what is behind it, and the border of a field or the ring of a
focused widget at least 3 : 1 (WCAG 2.2, criteria 1.4.3 and 1.4.11).
"""

from dataclasses import dataclass

Rgba = tuple[float, float, float, float]
"""Red, green, blue and opacity in [0, 1]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Hexadecimal RGB. ``raised`` fills buttons, ``line`` separates, ``border`` surrounds a field, ``danger``
    fills the button of an action that cannot be undone."""

    background: str
    surface: str
    raised: str
    hovered: str
    line: str
    border: str
    text: str
    muted: str
    accent: str
    accent_hovered: str
    on_accent: str
    good: str
    bad: str
    unsure: str
    danger: str
    danger_hovered: str


DARK = Palette(
    background="#0f1318",
    surface="#171d25",
    raised="#222b36",
    hovered="#2c3744",
    line="#334050",
    border="#6b7b8d",
    text="#e8edf2",
    muted="#a3b0be",
    accent="#6cb2ff",
    accent_hovered="#8cc3ff",
    on_accent="#0a1522",
    good="#52cc8e",
    bad="#ff8a85",
    unsure="#f2bd5c",
    danger="#5a2a2d",
    danger_hovered="#743438",
)
LIGHT = Palette(
    background="#eef1f4",
    surface="#ffffff",
    raised="#e3e8ee",
    hovered="#d5dde5",
    line="#c6cfd9",
    border="#75838f",
    text="#17202a",
    muted="#4a5764",
    accent="#0a5fc0",
    accent_hovered="#084c9b",
    on_accent="#ffffff",
    good="#0b6537",
    bad="#ab1f18",
    unsure="#764c00",
    danger="#f6d5d2",
    danger_hovered="#efbcb7",
)

TEXTS = ("text", "muted", "good", "bad", "unsure")
FILLS = ("background", "surface", "raised", "hovered")
TEXT_ON = (
    *((text, fill) for text in TEXTS for fill in FILLS),
    *(("text", fill) for fill in ("line", "danger", "danger_hovered")),
    *(("on_accent", fill) for fill in ("accent", "accent_hovered")),
)
"""Every pair of a text colour and its background."""
OUTLINE_ON = (
    *((line, fill) for line in ("border", "accent", "text") for fill in ("background", "surface")),
    *((line, fill) for line in ("accent", "text") for fill in ("raised", "hovered", "line")),
)
"""Every pair of an outline that carries meaning and its background."""


def rgba(colour: str, opacity: float = 1.0) -> Rgba:
    """``colour`` as #rrggbb."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return red, green, blue, opacity
