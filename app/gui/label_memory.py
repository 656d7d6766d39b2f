"""Make Kivy's labels small. The window has hundreds of them."""

from typing import Any

from kivy.core.text import Label as TextRenderer
from kivy.uix.label import Label

USED = (
    "text",
    "font_size",
    "font_name",
    "bold",
    "color",
    "disabled_color",
    "halign",
    "valign",
    "padding",
    "text_size",
    "shorten",
    "shorten_from",
    "split_str",
)


def watch_used_properties() -> None:
    """Labels that are created from now on have no others: the defaults of Kivy's core label are in effect.

    Otherwise each watches 36 properties for changes, which takes a third of its memory."""
    Label._font_properties = USED


def free_surfaces() -> None:
    """Once a text is in its texture, free the surface on which it was drawn.

    Kivy keeps it as long as the label: as many bytes again as the texture."""
    finish = TextRenderer._render_end

    def finish_and_free(renderer: TextRenderer) -> Any:
        data = finish(renderer)
        renderer._surface = None
        return data

    TextRenderer._render_end = finish_and_free
