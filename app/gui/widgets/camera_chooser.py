"""Chooses where the pictures come from."""

from collections.abc import Callable

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from app.camera.webcams import webcams
from app.gui.widgets.buttons import PlainButton
from app.gui.widgets.dialogs import Dialog, PathChooser
from app.presenters.camera import webcam_choices


class CameraChooser(Dialog):
    """``chosen`` gets what ``--camera`` would: a name, a number, a path, an address, or demo; ``turned`` what
    ``--rotate`` would. ``hidden`` stands for the present camera where its address may hold a secret."""

    camera = StringProperty("")
    hidden = StringProperty("")
    rotate = NumericProperty(0)
    chosen: Callable[[str], object] = ObjectProperty(lambda camera: None)
    turned: Callable[[int], object] = ObjectProperty(lambda rotate: None)

    def on_open(self) -> None:
        for label, number in webcam_choices(webcams()):
            button = PlainButton(text=label)
            button.bind(on_release=lambda pressed, number=number: self.choose(number))
            self.ids.webcams.add_widget(button)
        self.ids.camera.focus = True

    def choose(self, camera: str) -> None:
        if camera.strip():
            self.dismiss()
            self.chosen(camera.strip())

    def turn(self) -> None:
        """By another quarter. The dialog stays open: the picture behind it shows whether that was enough."""
        self.rotate = (self.rotate + 90) % 360
        self.turned(self.rotate)

    def browse(self) -> None:
        chooser = PathChooser(self.ids.camera.text, title="Choose a recording", folders_only=False)
        chooser.chosen = self.choose
        chooser.open()
