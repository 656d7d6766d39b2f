"""What Kivy's labels watch.

Every label watches 36 properties for changes, most of which no text of this window has. That takes a third of
a label's memory, and the window has hundreds of labels.
"""

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
    """Labels that are created from now on have no others: the defaults of Kivy's core label are in effect."""
    Label._font_properties = USED
