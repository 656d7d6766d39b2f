"""Ask for a file or a folder: with the dialog of the desktop, or with our own if it has none."""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from kivy.clock import Clock

from app.gui.widgets.dialogs import PathChooser, nearest_folder
from app.system.file_dialog import DialogKind, FileDialog, NoFileDialogError, ask_for_path
from model.storage.free_path import free_path

UsePath = Callable[[str], object]


def request_path(dialog: FileDialog, use_path: UsePath) -> None:
    """Call ``use_path`` on Kivy's thread with the path, unless the user cancels. The window stays usable."""
    shown = replace(dialog, start=nearest_folder(dialog.start))
    threading.Thread(target=_ask, args=(shown, use_path), name="file dialog", daemon=True).start()


def _ask(dialog: FileDialog, use_path: UsePath) -> None:
    try:
        path = ask_for_path(dialog)
    except NoFileDialogError:
        Clock.schedule_once(lambda dt: _show_own(dialog, use_path))
        return
    if path:
        Clock.schedule_once(lambda dt: use_path(path))


def _show_own(dialog: FileDialog, use_path: UsePath) -> None:
    """Our own dialog chooses a folder for a file to save, which then has the suggested name, with a number if
    there is such a file: the dialogs of a desktop ask before they overwrite one."""
    chosen = partial(_use_in_folder, dialog.name, use_path) if dialog.kind is DialogKind.SAVE else use_path
    folders_only = dialog.kind is not DialogKind.FILE
    PathChooser(dialog.start, title=dialog.title, folders_only=folders_only, use_path=chosen).open()


def _use_in_folder(name: str, use_path: UsePath, folder: str) -> None:
    use_path(str(free_path(Path(folder) / name)))
