"""Modal dialogs: confirm an action, choose a file or a folder."""

import os
from collections.abc import Callable
from pathlib import Path

from kivy.core.window import Window
from kivy.metrics import dp
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.modalview import ModalView

from app.gui.navigation.focus import focus_end, focused_widget
from app.gui.widgets.path_list import PathList
from app.translation.catalogue import translate
from model.storage.os_errors import describe_os_error
from model.vision.frame import RgbImage

__all__ = ["ConfirmationDialog", "Dialog", "PathChooser", "PathList", "TextDialog"]

MIN_MARGIN_DP = 12
"""Between a dialog and the edges of the window."""


class Dialog(ModalView):
    """Escape or a click outside cancels the dialog. It takes the keyboard focus, and gives it back.

    It shrinks to fit the window; its content then scrolls.
    """

    title = StringProperty("")
    natural_width = NumericProperty(420)
    """At the normal size of text, in density-independent pixels."""
    natural_height = NumericProperty(0)
    """In pixels."""
    background = StringProperty("")
    """Kivy would load its own picture first."""

    def on_pre_open(self) -> None:
        self._opener = focused_widget(Window.children[-1]) if Window.children else None

    def on_open(self) -> None:
        if focused_widget(self) is None:
            focus_end(self)

    def on_dismiss(self) -> None:
        if self._opener is not None and self._opener.get_root_window():
            self._opener.focus = True


class ConfirmationDialog(Dialog):
    """Asks before an action that cannot be undone."""

    question = StringProperty("")
    has_face = BooleanProperty(False)
    verb = StringProperty("")
    action: Callable[[], object] = ObjectProperty(lambda: None)

    def show_face(self, crop: RgbImage) -> None:
        """The face that the question is about. The caller keeps the crop."""
        self.has_face = True
        self.ids.face.show_crop(crop)

    def confirm(self) -> None:
        self.dismiss()
        self.action()


class TextDialog(Dialog):
    """Asks for one line of text, which goes to ``use_text``. ``secret``: what is typed is not shown.

    ``check`` raises OSError or ValueError for a text that cannot be used. The message becomes the
    ``problem``, and the dialog stays open.
    """

    text = StringProperty("")
    hint = StringProperty("")
    verb = StringProperty("")
    explanation = StringProperty("")
    problem = StringProperty("")
    check: Callable[[str], object] = ObjectProperty(lambda text: None)
    secret = BooleanProperty(False)
    use_text: Callable[[str], object] = ObjectProperty(lambda text: None)

    def confirm(self, text: str) -> None:
        if not text.strip():
            return
        try:
            self.check(text)
        except (OSError, ValueError) as error:
            self.problem = translate(describe_os_error(error))
            return
        self.dismiss()
        self.use_text(text)


class PathChooser(Dialog):
    """Browses folders for a file or, with ``folders_only``, for a folder. Passes the path to ``use_path``."""

    folders_only = BooleanProperty(True)
    start = StringProperty("")
    use_path: Callable[[str], object] = ObjectProperty(lambda path: None)

    def __init__(self, start: str, **kwargs: object) -> None:
        super().__init__(start=nearest_folder(start), **kwargs)
        self.ids.files.translate_headings()

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


def fitting_size(natural: float, window: float) -> float:
    """``natural`` as far as the window allows it, between two equal margins of whole pixels: on half a pixel,
    text is not sharp."""
    return window - 2 * int(max(MIN_MARGIN_DP * dp(1), (window - natural) / 2))


def nearest_folder(path: str) -> str:
    """``path`` or its nearest parent that is a folder; the home folder if ``path`` is empty."""
    if not path:
        return str(Path.home())
    start = Path(os.path.expanduser(path)).absolute()  # noqa: PTH111 - Path.expanduser refuses a file called ~x
    return str(next((folder for folder in (start, *start.parents) if folder.is_dir()), Path.home()))
