"""What attempts do to the window and the desktop: lamps, and notifications of refusals."""

from typing import TYPE_CHECKING

from kivy.animation import Animation

from app.gui.screens.worker import BackgroundWorker
from app.history.attempt_record import AttemptRecord
from app.live.night_light import NightLight
from app.presenters.history.history import refusal_notification
from app.system.notification import notify
from app.translation.catalogue import tr

if TYPE_CHECKING:
    from app.gui.main_window import MainWindow

LAMP_FADE_S = 0.6
LAMP_SHARE = 0.16
"""Of the window's width, for each side of the night light."""


class AttemptEffects:
    """Call ``update`` before every frame of the window."""

    def __init__(self, window: "MainWindow", worker: BackgroundWorker) -> None:
        self._window, self._worker = window, worker
        self._night_light = NightLight()
        self._lamp_width = 0.0
        self._newest: AttemptRecord | None = None

    def update(self) -> None:
        self._update_lamp()
        self._update_liveness_light()
        record = self._window.controller.newest_attempts.peek()
        if record is not None and record is not self._newest:
            self._newest = record
            self._notify(record)

    def _update_lamp(self) -> None:
        controller = self._window.controller
        on = self._night_light.update(controller.verification_reports.peek(), controller.settings.night_light)
        width = LAMP_SHARE * self._window.width if on else 0.0
        if width != self._lamp_width:
            self._lamp_width = width
            Animation.cancel_all(self._window, "lamp_width")
            Animation(lamp_width=width, duration=LAMP_FADE_S).start(self._window)

    def _update_liveness_light(self) -> None:
        """No fading: the check needs the exact moment of each change."""
        report = self._window.controller.verification_reports.peek()
        lamp = report.attempt.lamp if report else None
        self._window.liveness_light = (lamp.red, lamp.green, lamp.blue, 1) if lamp else (0, 0, 0, 0)
        self._window.liveness_prompt = tr(report.attempt.prompt or "") if report and lamp else ""

    def _notify(self, record: AttemptRecord) -> None:
        if record.refused and self._window.controller.settings.notify:
            texts = refusal_notification(record)
            self._worker.run(lambda: notify(*texts), failed=self._window.show_error)
