"""Is this the same face?"""

from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from app.attempt import Attempt
from app.gui.page import Page
from app.gui.presenters.camera import is_mirrored
from app.gui.presenters.thresholds import detection_words, verification_words
from app.gui.presenters.tone import Tone
from app.gui.presenters.verify import Action, Situation, VerifyView, present, speed_words
from app.settings import Settings
from app.thresholds import effective_thresholds
from model.verification.decision import Thresholds
from model.verification.session import FrameReport

SAVE_AFTER_S = 0.15
"""A threshold that is being dragged is applied, and written to the disk, at most this often."""

TARGETS = {Action.ENROL: "people", Action.CHOOSE_MODEL: "train"}


class VerifyPage(Page):
    view: VerifyView = ObjectProperty(VerifyView("One moment", Tone.CALM, ""), rebind=True)
    detection_words = StringProperty("")
    verification_words = StringProperty("")
    speed = StringProperty("")
    ready = BooleanProperty(False)
    own_thresholds = BooleanProperty(False)

    def __init__(self, *arguments: Any, **kwargs: Any) -> None:
        super().__init__(*arguments, **kwargs)
        self._report: FrameReport | None = None
        self._failure: str | None = None
        self._bundle = self.context.bundle
        self._attempt = Attempt(self.context.settings.steady_frames)
        self._save = Clock.create_trigger(lambda dt: self._apply_thresholds(), SAVE_AFTER_S)

    def open(self) -> None:
        self._attempt = Attempt(self.context.settings.steady_frames)
        self._report = None
        self._failure = None
        self.bridge.run(self.context.judge_verification, failed=self._fail)
        self.show_thresholds()

    def close(self) -> None:
        self._flush()

    def refresh(self) -> None:
        engine = self.context.engine
        self.ids.preview.mirrored = is_mirrored(self.context.settings.camera)
        self.ids.preview.show(engine.frames.peek())
        self._take(engine.reports.peek())
        if self.context.bundle is not self._bundle:
            self._bundle = self.context.bundle
            self.show_thresholds()
        self.view = present(self._report, self._situation())
        self.speed = speed_words(engine.judge_rate, engine.frame_rate)
        self.ids.preview.mark(self.view.box, self.view.tone, self._report.frame if self._report else None)
        self._describe(self._chosen())

    def act(self) -> None:
        """Do what the view offers."""
        if self.view.action in TARGETS:
            self.shell.turn_to(TARGETS[self.view.action])

    def choose_thresholds(self) -> None:
        """The user moved a handle."""
        self._save()

    def reset_thresholds(self) -> None:
        self._save.cancel()
        self.bridge.run(
            self.context.reset_thresholds, lambda done: self.show_thresholds(), failed=self.shell.complain
        )

    def show_thresholds(self) -> None:
        """Bring the handles to the thresholds in force."""
        thresholds = self.context.thresholds
        self.ids.detection.value, self.ids.verification.value = thresholds.detection, thresholds.verification

    def _take(self, report: object) -> None:
        """Count every report once; no report means that the camera was opened anew."""
        if report is None:
            self._report = None
            self._attempt = Attempt(self.context.settings.steady_frames)
        elif isinstance(report, FrameReport) and report is not self._report:
            self._report = report
            self._attempt.add(report)

    def _situation(self) -> Situation:
        return Situation(
            person=self.context.settings.person,
            readiness=self.readiness(self._failure),
            thresholds=self.context.thresholds,
            steady=self._attempt.verified,
        )

    def _fail(self, sentence: str) -> None:
        self._failure = sentence

    def _chosen(self) -> Thresholds:
        return Thresholds(self.ids.detection.value, self.ids.verification.value)

    def _describe(self, thresholds: Thresholds) -> None:
        card = self.context.bundle.card if self.context.bundle else None
        references = self._report.decision.references if self._report else 0
        self.ready = self.context.ready
        self.own_thresholds = thresholds != effective_thresholds(Settings(), card)
        self.detection_words = detection_words(thresholds.detection, card.calibration if card else [])
        self.verification_words = verification_words(thresholds.verification, references)

    def _apply_thresholds(self) -> None:
        chosen = self._chosen()
        self.bridge.run(lambda: self.context.set_thresholds(chosen), failed=self.shell.complain)

    def _flush(self) -> None:
        if self._save.is_triggered:
            self._save.cancel()
            self._apply_thresholds()
