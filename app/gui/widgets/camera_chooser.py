"""A dialog to choose a camera, a recording or a stream."""

from collections.abc import Callable, Sequence
from typing import Any

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from app.camera.webcams import Webcam, webcams
from app.gui.widgets.buttons import PlainButton
from app.gui.widgets.dialogs import Dialog
from app.gui.widgets.path_request import request_path
from app.presenters.camera import is_same_camera, webcam_choices
from app.system.file_dialog import DialogKind, FileDialog
from app.system.url_redaction import redact_camera
from app.translation.catalogue import tr


class CameraChooser(Dialog):
    """Calls ``open_camera`` with a value for ``--camera`` and ``set_rotation`` with one for ``--rotate``."""

    camera = StringProperty("")
    placeholder = StringProperty("")
    """Stands for the current camera if its address may contain a secret."""
    rotate = NumericProperty(0)
    open_camera: Callable[[str], object] = ObjectProperty(lambda camera: None)
    set_rotation: Callable[[int], object] = ObjectProperty(lambda rotate: None)

    def __init__(self, camera: str, **kwargs: Any) -> None:
        redacted = redact_camera(camera)
        shown = {"camera": camera} if redacted == camera else {"placeholder": redacted}
        super().__init__(**shown, **kwargs)

    def on_pre_open(self) -> None:
        super().on_pre_open()
        listed = webcams()
        for label, number in webcam_choices(listed):
            button = PlainButton(text=self.label(label, number, self.camera, listed or ()))
            button.bind(on_release=lambda pressed, number=number: self.choose(number))
            self.ids.webcams.add_widget(button)

    @staticmethod
    def label(name: str, choice: str, camera: str, listed: Sequence[Webcam] = ()) -> str:
        """Of the button for ``choice``. The ``camera`` in use is marked."""
        return tr("{camera} (in use)", camera=name) if is_same_camera(choice, camera, listed) else name

    def choose(self, camera: str) -> None:
        if camera.strip():
            self.dismiss()
            self.open_camera(camera.strip())

    def rotate_quarter(self) -> None:
        """Rotate clockwise by 90 degrees. The dialog stays open; the preview behind it shows the result."""
        self.rotate = (self.rotate + 90) % 360
        self.set_rotation(self.rotate)

    def browse(self) -> None:
        dialog = FileDialog(DialogKind.FILE, tr("Choose a recording"), self.ids.camera.text)
        request_path(dialog, self.choose)
