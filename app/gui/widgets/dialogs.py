"""Modal dialogs: confirm an action, choose a file or a folder."""

import os
from collections.abc import Callable
from pathlib import Path

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty
from kivy.uix.modalview import ModalView


class Dialog(ModalView):
    """Escape or a click outside cancels the dialog."""

    title = StringProperty("")


class ConfirmationDialog(Dialog):
    """Asks before an action that cannot be undone."""

    question = StringProperty("")
    verb = StringProperty("")
    action: Callable[[], object] = ObjectProperty(lambda: None)

    def confirm(self) -> None:
        self.dismiss()
        self.action()


class PathChooser(Dialog):
    """Browses folders for a file or, with ``folders_only``, for a folder. Passes the path to ``use_path``."""

    folders_only = BooleanProperty(True)
    start = StringProperty("")
    use_path: Callable[[str], object] = ObjectProperty(lambda path: None)

    def __init__(self, start: str, **kwargs: object) -> None:
        super().__init__(start=nearest_folder(start), **kwargs)

    def is_listed(self, folder: str, name: str) -> bool:
        return Path(name).is_dir() if self.folders_only else True

    def selected(self) -> str:
        """The selected path; without one, the open folder if ``folders_only``, else ""."""
        files = self.ids.files
        selection = [path for path in files.selection if Path(path).is_dir() or not self.folders_only]
        return selection[0] if selection else files.path if self.folders_only else ""

    def choose(self) -> None:
        path = self.selected()
        if path:
            self.dismiss()
            self.use_path(path)


def nearest_folder(path: str) -> str:
    """``path`` or its nearest parent that is a folder; the home folder if ``path`` is empty."""
    if not path:
        return str(Path.home())
    start = Path(os.path.expanduser(path)).absolute()  # noqa: PTH111 - Path.expanduser refuses a file called ~x
    return str(next((folder for folder in (start, *start.parents) if folder.is_dir()), Path.home()))
