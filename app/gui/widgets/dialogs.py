"""Windows in the window: to confirm, to choose a file or folder, to choose a camera."""

import os
from collections.abc import Callable
from pathlib import Path

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.modalview import ModalView


class Dialog(ModalView):
    """Escape or a click beside it closes it without doing anything."""

    title = StringProperty("")


class ConfirmationDialog(Dialog):
    """Asks before something that cannot be undone."""

    question = StringProperty("")
    verb = StringProperty("")
    confirmed: Callable[[], object] = ObjectProperty(lambda: None)

    def confirm(self) -> None:
        self.dismiss()
        self.confirmed()


class PathChooser(Dialog):
    """Walks through folders. ``folders_only``: what is chosen is the folder that is open or selected."""

    folders_only = BooleanProperty(True)
    start = StringProperty("")
    chosen: Callable[[str], object] = ObjectProperty(lambda path: None)

    def __init__(self, start: str, **kwargs: object) -> None:
        super().__init__(start=nearest_folder(start), **kwargs)

    def is_shown(self, folder: str, name: str) -> bool:
        return Path(name).is_dir() if self.folders_only else True

    def selected(self) -> str:
        """The selection; without one, the open folder when a folder is asked for, else nothing."""
        files = self.ids.files
        selection = [path for path in files.selection if Path(path).is_dir() or not self.folders_only]
        return selection[0] if selection else files.path if self.folders_only else ""

    def choose(self) -> None:
        path = self.selected()
        if path:
            self.dismiss()
            self.chosen(path)


def nearest_folder(path: str) -> str:
    """``path`` or the nearest folder above it that exists; the user's home for no path."""
    if not path:
        return str(Path.home())
    wanted = Path(os.path.expanduser(path)).absolute()  # noqa: PTH111 - Path's own refuses a file called ~x
    return str(next((folder for folder in (wanted, *wanted.parents) if folder.is_dir()), Path.home()))
