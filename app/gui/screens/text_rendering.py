"""Render the texts of a screen before it is shown."""

from kivy.uix.label import Label
from kivy.uix.widget import Widget

from app.gui.gradual_builder import GradualBuilder


def render_texts(screen: Widget, builder: GradualBuilder) -> None:
    """Kivy would render all of them in the first frame that shows the screen."""
    labels = [widget for widget in screen.walk(restrict=True) if isinstance(widget, Label)]
    builder.build(label.texture.bind for label in labels if label.texture)
