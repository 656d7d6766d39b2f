"""A label that keeps a figure and its noun on one line."""

from typing import Any

from kivy.uix.label import Label

from app.translation.line_breaks import unbreakable


class WrappedLabel(Label):
    """``text`` itself stays as it was set."""

    def _trigger_texture_update(self, name: Any = None, source: Any = None, value: Any = None) -> None:
        drawn = unbreakable(value) if name == "text" else value
        super()._trigger_texture_update(name, source, drawn)
