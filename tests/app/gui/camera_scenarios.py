"""What a person sees of a camera that fails."""

from collections.abc import Iterator
from dataclasses import replace

from app.camera.demo import DemoCamera
from app.camera.source import CameraLostError
from model.vision.frame import Frame
from tests.app.gui.driver import Condition, Hand

UNPLUGGED = "The demo camera stopped delivering pictures. Plug it in."


class ShakyCamera(DemoCamera):
    """Freezes, or is unplugged, as the scenario says; ``fault`` is shared by all that were opened."""

    fault = ""

    def __init__(self) -> None:
        super().__init__()
        self._last: Frame | None = None
        self._check()

    def read(self) -> Frame:
        self._check()
        frame = super().read()
        if self.fault == "frozen" and self._last:
            frame = replace(frame, image=self._last.image)
        self._last = frame
        return frame

    def _check(self) -> None:
        if self.fault == "unplugged":
            raise CameraLostError(UNPLUGGED)


def lose_sight(hand: Hand) -> Iterator[Condition]:
    """Needs references: the camera freezes, goes on, is unplugged, and comes back without a click."""
    hand.context.engine._open_source = lambda camera: ShakyCamera()
    hand.root.open_camera_again()
    yield lambda: hand.ids.headline.text == "Verified"
    ShakyCamera.fault = "frozen"
    yield lambda: hand.root.banner != ""
    hand.notes["frozen"] = [hand.root.banner, hand.ids.headline.text]
    ShakyCamera.fault = ""
    yield lambda: hand.root.banner == "" and hand.ids.headline.text == "Verified"
    ShakyCamera.fault = "unplugged"
    yield lambda: hand.root.banner != ""
    hand.notes["unplugged"] = [hand.root.banner, hand.ids.headline.text]
    hand.notes["pictures"] = hand.ids.preview.shown is not None
    ShakyCamera.fault = ""
    yield lambda: hand.root.banner == "" and hand.ids.headline.text == "Verified"
