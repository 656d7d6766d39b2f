"""A dialog that lists every key."""

from collections.abc import Sequence
from typing import Any

from kivy.properties import StringProperty
from kivy.uix.boxlayout import BoxLayout

from app.gui.navigation.shortcuts import WINDOW_SHORTCUTS, Shortcut
from app.gui.widgets.dialogs import Dialog
from app.translation.catalogue import tr


class ShortcutRow(BoxLayout):
    """One line of the sheet; styled in help_sheet.kv."""

    keys = StringProperty("")
    action = StringProperty("")


class HelpSheet(Dialog):
    """``screens``: how many screens the digits open. ``extra``: the keys of the current screen."""

    screen_title = StringProperty("")

    def __init__(self, screens: int, extra: Sequence[Shortcut], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not extra:
            self.ids.content.remove_widget(self.ids.screen_part)
        for shortcut in extra:
            self.ids.screen_keys.add_widget(_row(shortcut, screens))
        for shortcut in WINDOW_SHORTCUTS:
            self.ids.window_keys.add_widget(_row(shortcut, screens))


def _row(shortcut: Shortcut, screens: int) -> ShortcutRow:
    return ShortcutRow(keys=tr(shortcut.keys, screens=screens), action=tr(shortcut.action))
