"""Verify the person in front of the camera."""

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock
from kivy.properties import BooleanProperty, ObjectProperty

from app.camera.latest import Latest
from app.gui.navigation.shortcuts import Shortcut, undo_shortcut
from app.gui.screens.base import BaseScreen
from app.gui.screens.verify.arrangement import arrange
from app.gui.screens.verify.threshold_panel import LevelOption, ThresholdPanel
from app.gui.screens.verify.turn_arrow import TurnArrow
from app.gui.widgets.dialogs import ConfirmationDialog
from app.live.verification.corrections import Correction
from app.lockout.try_poll import TryPoll, status_for
from app.presenters.camera import is_mirrored
from app.presenters.tone import Tone
from app.presenters.verification.correction import (
    CorrectionView,
    needs_confirmation,
    present_correction,
    undone_words,
)
from app.presenters.verify import Action, VerifyContext, VerifyView, present, speed_words
from app.translation.catalogue import tr, translatable
from model.verification.decision import Reason
from model.verification.matcher import Matcher
from model.verification.session import Evidence, FrameReport

__all__ = ["LevelOption", "ThresholdPanel", "TurnArrow", "VerifyScreen"]

FOLLOW_PERIOD_S = 1.0
ACTION_SCREENS = {
    Action.ENROL: "welcome",
    Action.ENROL_AGAIN: "welcome",
    Action.CHOOSE_MODEL: "train",
    Action.PEOPLE: "people",
}


class VerifyScreen(BaseScreen):
    """``low``: narrow, and with so little height that the headline and the next attempt are beside a small
    picture. ``pinned``: they stay in view, since the details have enough height; else all of it scrolls as
    one page."""

    low = BooleanProperty(False)
    pinned = BooleanProperty(True)
    shortcuts = (
        Shortcut(
            translatable("Space"), translatable("Next attempt"), (" ",), lambda screen: screen.begin_by_key()
        ),
        undo_shortcut(translatable("Undo “That was me” or “That was not me”")),
    )
    stays_open = BooleanProperty(False)
    correction: CorrectionView = ObjectProperty(CorrectionView(), rebind=True)
    view: VerifyView = ObjectProperty(VerifyView("One moment", Tone.CALM, ""), rebind=True)

    def __init__(self, *arguments: Any, **kwargs: Any) -> None:
        super().__init__(*arguments, **kwargs)
        self._report: FrameReport | None = None
        self._reports: object = None
        self._histogram_of: Matcher | None = None
        self._histogram_person = ""
        self._failure: str | None = None
        self._active = False
        self._correction: Correction | None = None
        self._corrects = False
        self._actions: dict[Action, Callable[[], None]] = {
            Action.NEXT_ATTEMPT: self.begin_attempt,
            Action.UNLOCK: self.host.unlock,
            Action.LIGHT_UP: self.light_up,
            Action.CHOOSE_CAMERA: self.host.choose_camera,
            Action.PLAY_AGAIN: self.play_again,
        }
        self._judge = Clock.create_trigger(
            lambda dt: self.worker.run(self.controller.judge_verification, self._show_unusable, self._fail)
        )
        place = Clock.create_trigger(lambda dt: arrange(self.ids, low=self.low, pinned=self.pinned), -1)
        self.bind(low=place, pinned=place)
        place()
        self._follow = Clock.create_trigger(lambda dt: self._follow_changes(), FOLLOW_PERIOD_S)
        self._tries = TryPoll(lambda: status_for(self.controller.limiter, self.controller.settings.person))

    def activate(self) -> None:
        # Earlier reports are about another person or another model.
        self.controller.stop_judging()
        self._report = None
        self._failure = None
        if self._correction and self._correction.person != self.controller.settings.person:
            self._correction = None
        if self._histogram_person != self.controller.settings.person:
            self._clear_histogram()
        self.ids.thresholds.show()
        if self.controller.ready:
            # A frame later: reading the references and drawing the thresholds would hold each other up.
            self._judge()
        self.stays_open = self.controller.settings.stays_open
        self._active = True
        self._follow()

    def deactivate(self) -> None:
        self._active = False
        self._judge.cancel()
        self._follow.cancel()
        # The worker may be about to begin an attempt, which would use up a try.
        self.worker.run(self.controller.stop_judging)
        self.ids.thresholds.flush()

    def refresh(self) -> None:
        engine = self.controller.engine
        self.ids.preview.mirrored = is_mirrored(self.controller.settings.camera)
        self.ids.preview.show(engine.frames.peek())
        self._update_report(self.controller.verification_reports)
        self.view = present(self._report, self._context())
        self._show_correction(present_correction(self._report, self._correction, self.stays_open))
        self.ids.evidence.show_crop(self.correction.evidence.crop if self.correction.evidence else None)
        self.status = speed_words(self._report, engine.judge_rate, engine.frame_rate)
        self.ids.preview.mark(self.view.box, self.view.tone, self._report.frame if self._report else None)
        self.ids.thresholds.refresh(self._report.decision.references if self._report else 0)

    def run_action(self, action: Action) -> None:
        """Do what a button of the view says."""
        if action in ACTION_SCREENS:
            self.host.navigate(ACTION_SCREENS[action])
        elif action is not Action.NONE:
            self._actions[action]()

    def begin_attempt(self) -> None:
        self.controller.begin_attempt()
        self.ids.scroll.scroll_y = 1.0

    def play_again(self) -> None:
        """Play a recording that has ended from its beginning."""
        self.host.open_camera(self.controller.settings.camera)

    def light_up(self) -> None:
        self.host.change_setting("night_light", True)
        self.host.show_notice(tr("The night light is on. To turn it off, open “Settings”."))
        if self.view.action is Action.NEXT_ATTEMPT:
            self.begin_attempt()

    def was_not_me(self) -> None:
        """Refuse the face of this attempt from now on."""
        evidence = self.correction.evidence
        if evidence:
            self._correct(lambda: self._refuse(evidence))

    def was_me(self) -> None:
        """Add the face of this attempt to the references; ask before, if it does not look like the person."""
        evidence, person = self.correction.evidence, self.controller.settings.person
        if evidence is None or self._report is None or not self.correction.can_be_the_person:
            return
        if not needs_confirmation(self._report):
            self._correct(lambda: self._accept(evidence))
            return
        dialog = ConfirmationDialog(
            title=tr("Is this {person}?", person=person),
            question=tr(
                "No reference matches this face. If you add it, this person will be verified as {person}.",
                person=person,
            ),
            verb=tr("Add it"),
            action=lambda: self._correct(lambda: self._accept(evidence)),
        )
        dialog.show_face(evidence.crop)
        dialog.open()

    def undo(self) -> bool:
        """Returns whether there was a correction."""
        correction, self._correction = self._correction, None
        if correction:
            self.worker.run(
                lambda: self._take_back(correction),
                lambda done: self.host.show_notice(undone_words(correction), Tone.GOOD),
                self.host.show_error,
            )
        return correction is not None

    def stay_open(self, stays_open: bool) -> None:
        """Judge continuously, or one attempt after another."""
        self.worker.run(
            lambda: self.controller.stay_open(stays_open),
            lambda done: self._show_mode(),
            self.host.show_error,
        )

    def begin_by_key(self) -> bool:
        """Returns whether attempts begin one by one."""
        if self.stays_open:
            return False
        self.begin_attempt()
        return True

    def _show_correction(self, correction: CorrectionView) -> None:
        """A new one comes into view."""
        is_new = bool(correction.done) and correction.done != self.correction.done
        self.correction = correction
        if is_new:
            Clock.schedule_once(lambda dt: self.ids.scroll.scroll_to(self.ids.corrected))

    def _refuse(self, evidence: Evidence) -> Correction:
        """On the worker thread, like the next two."""
        controller = self.controller
        person, detection = controller.settings.person, controller.thresholds.detection
        correction = controller.corrections.was_not(person, evidence, controller.matcher, detection)
        controller.reload_references()
        return correction

    def _accept(self, evidence: Evidence) -> Correction:
        settings = self.controller.settings
        correction = self.controller.corrections.was(
            settings.person, evidence, keep_picture=settings.keep_reference_pictures
        )
        self.controller.reload_references()
        return correction

    def _take_back(self, correction: Correction) -> None:
        correction.undo()
        self.controller.reload_references()

    def _correct(self, correct: Callable[[], Correction]) -> None:
        """One at a time: a second click does not store the face twice."""
        if not self._corrects:
            self._corrects = True
            self.worker.run(correct, self._set_correction, self._show_refused)

    def _set_correction(self, correction: Correction) -> None:
        self._correction, self._corrects = correction, False

    def _show_refused(self, message: str) -> None:
        self._corrects = False
        self.host.show_error(message)

    def _show_mode(self) -> None:
        self.stays_open = self.controller.settings.stays_open

    def _update_report(self, reports: Latest[FrameReport]) -> None:
        """Drop reports of an earlier judge. A dark frame between two lit ones does not change the screen."""
        if reports is not self._reports:
            self._reports, self._report = reports, None
        report = reports.peek()
        if report and report.counted:
            self._report = report
            self._load_histogram(report)

    def _load_histogram(self, report: FrameReport) -> None:
        """Once for all references that are loaded, when they are embedded."""
        matcher = self.controller.matcher
        if report.decision.reason is Reason.NO_REFERENCES:
            self._clear_histogram()
        elif report.decision.compared and matcher and self._histogram_of is not matcher:
            self._histogram_of, self._histogram_person = matcher, self.controller.settings.person
            self.ids.thresholds.load_histogram(matcher.similarities_among_references)

    def _clear_histogram(self) -> None:
        """Of similarities of references; those of strangers stay."""
        if self._histogram_of is not None:
            self._histogram_of = None
            self.ids.thresholds.clear_references()

    def _context(self) -> VerifyContext:
        return VerifyContext(
            person=self.controller.settings.person,
            readiness=self.readiness(self._failure),
            thresholds=(self._report and self._report.thresholds) or self.controller.thresholds,
            tries=self._tries.status(self._report),
            limit_s=self.controller.attempt_limit_s,
            night_light=self.controller.settings.night_light,
        )

    def _fail(self, message: str) -> None:
        """No reference can be used, for example."""
        self._failure = message
        self._clear_histogram()

    def _follow_changes(self) -> None:
        """Again and again: another process may delete the person, or enrol."""
        self.worker.run(
            self.controller.follow_changes, lambda done: self._active and self._follow(), self._fail
        )

    def _show_unusable(self, message: str) -> None:
        if message:
            self.host.show_error(message)
