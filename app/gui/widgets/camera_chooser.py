"""Chooses where the pictures come from."""

from collections.abc import Callable

from kivy.properties import ObjectProperty, StringProperty

from app.camera.devices import webcams
from app.gui.presenters.camera import webcam_choices
from app.gui.widgets.buttons import PlainButton
from app.gui.widgets.dialogs import Dialog, PathChooser


class CameraChooser(Dialog):
    """``chosen`` gets what ``--camera`` would: a number, a path, an address, or demo. ``hidden`` stands for
    the present camera where its address may hold a secret and is not shown."""

    camera = StringProperty("")
    hidden = StringProperty("")
    chosen: Callable[[str], object] = ObjectProperty(lambda camera: None)

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

    def browse(self) -> None:
        chooser = PathChooser(self.ids.camera.text, title="Choose a recording", folders_only=False)
        chooser.chosen = self.choose
        chooser.open()
