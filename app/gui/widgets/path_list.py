"""A list of folders and files."""

import os
from typing import Any

from kivy.metrics import sp
from kivy.properties import BooleanProperty, NumericProperty
from kivy.uix.filechooser import FileChooserListView
from kivy.uix.label import Label
from kivy.uix.widget import Widget

from app.gui.drawing.colours import colours
from app.translation.catalogue import tr

ROW_SP, FONT_SP = 32, 15
PARENT = f"..{os.sep}"
"""Kivy's entry for the parent folder. The dialog has a button for it."""


class PathList(FileChooserListView):
    """Kivy's list, whose rows follow neither the size of text nor the theme. Folders have no size."""

    folders_only = BooleanProperty(True)
    count = NumericProperty(0)
    """How many folders and files are listed."""

    def on_entry_added(self, entry: Widget, parent: Any = None) -> None:
        labels = _labels_of(entry)
        if labels[0].text == PARENT:
            return
        self.count += 1
        entry.height, entry.color_selected = sp(ROW_SP), colours.HOVERED
        for label in labels:
            label.font_size, label.color = sp(FONT_SP), colours.TEXT
        super().on_entry_added(entry, parent)

    def on_entries_cleared(self) -> None:
        self.count = 0
        super().on_entries_cleared()

    def translate_headings(self) -> None:
        headings = {"Name": tr("Name"), "Size": "" if self.folders_only else tr("Size")}
        for label in _labels_of(self):
            if label.text in headings:
                label.text, label.color = headings[label.text], colours.TEXT
                label.parent.height = sp(ROW_SP)


def _labels_of(widget: Widget) -> list[Any]:
    return [one for one in widget.walk(restrict=True) if isinstance(one, Label)]
