"""Set up a person: check the camera, ask for a name and consent, enrol, and verify for the first time."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from app.capture.collector import CollectReport
from app.capture.pose_enrolment import EnrolmentProgress, PoseEnrolment, Side, SideState
from app.gui.lists.gradual_builder import GradualBuilder
from app.gui.navigation.shortcuts import Shortcut
from app.gui.screens.base import BaseScreen
from app.gui.screens.setup.actions import ACTIONS
from app.gui.screens.setup.pose_ring import PoseRing
from app.gui.screens.setup.same_person import confirm_same_person
from app.gui.screens.setup.side_list import SideList
from app.gui.screens.setup.steps import PANELS, Step, StepPanel
from app.gui.screens.verify.turn_arrow import TurnArrow
from app.gui.widgets.path_request import request_path
from app.live.engine import Phase
from app.lockout.try_poll import TryPoll, status_for
from app.presenters.camera import is_mirrored, short_name
from app.presenters.collect import present as present_face
from app.presenters.setup.enrolment import CheckItem, EnrolmentView, present_checks, present_enrolment
from app.presenters.setup.login import login_name
from app.presenters.setup.welcome import first_name, missing_words, no_camera_words, stored_words
from app.presenters.tone import Tone
from app.presenters.verify import VerifyContext, VerifyView, present
from app.storage.errors import StoreError
from app.storage.people import PersonNameError, checked_person_name
from app.storage.settings import Settings
from app.system.file_dialog import DialogKind, FileDialog
from app.translation.catalogue import tr, translatable
from app.vault.header import VaultState
from model.verification.session import FrameReport
from model.vision.frame import RgbImage

__all__ = ["PoseRing", "SideList", "StepPanel", "TurnArrow", "WelcomeScreen"]

EMPTY_ENROLMENT = EnrolmentView("", Tone.CALM, "", (), 0.0, can_skip=False)


class WelcomeScreen(BaseScreen):
    shortcuts = (
        Shortcut(
            "S",
            translatable("Skip this pose, or finish when none is left"),
            ("s",),
            lambda screen: screen.step == Step.SIDES and screen.skip_side(),
        ),
        Shortcut(
            translatable("Space"),
            translatable("Repeat the first verification"),
            (" ",),
            lambda screen: screen.can_try_again and screen.try_again(),
        ),
    )
    has_footer = BooleanProperty(False)
    step = StringProperty("")
    person = StringProperty("")
    checks: tuple[CheckItem, ...] = ObjectProperty(())
    no_camera = StringProperty("")
    can_start = BooleanProperty(False)
    typed_name = StringProperty("")
    missing = StringProperty("")
    """What the user waits for, or must do, before the enrolment can start."""
    enrolment: EnrolmentView = ObjectProperty(EMPTY_ENROLMENT, rebind=True)
    verdict: VerifyView = ObjectProperty(VerifyView("", Tone.CALM, ""), rebind=True)
    stored = StringProperty("")
    keeps_pictures = BooleanProperty(False)
    offers_encryption = BooleanProperty(False)
    encrypts = BooleanProperty(True)
    can_try_again = BooleanProperty(False)
    _actions: StepPanel | None = None

    def __init__(self, *arguments: Any, **kwargs: Any) -> None:
        super().__init__(*arguments, **kwargs)
        self._capture: PoseEnrolment | None = None
        self._files: list[Path] = []
        self._describe_stored: Callable[[], str] = lambda: ""
        self._tries = TryPoll(lambda: status_for(self.controller.limiter, self.controller.settings.person))
        self._builder = GradualBuilder()

    @property
    def complete(self) -> bool:
        return bool(self.step) and self._builder.done

    def build_part(self) -> None:
        """The first step."""
        if not self.step:
            self._show_step(Step.START)

    def activate(self) -> None:
        """Also when the language has changed: a step that has begun stays."""
        self.stored = self._describe_stored()
        if not self.step or self._is_of_another_person():
            self._discard_capture()
            self._show_step(Step.START)
        if self.step == Step.START:
            self.person = self._proposed_name()
        controller = self.controller
        self.keeps_pictures = controller.settings.keep_reference_pictures
        verifies = self.step == Step.CHECK
        judge = controller.judge_verification if verifies else controller.judge_collection
        self.worker.run(judge, failed=self.host.show_error)
        self.worker.run(controller.can_encrypt, partial(setattr, self, "offers_encryption"))

    def on_leave(self, *args: object) -> None:
        super().on_leave(*args)
        if self.step == Step.DONE:
            self.step = ""

    def refresh(self) -> None:
        engine, preview = self.controller.engine, self.ids.preview
        preview.mirrored = is_mirrored(self.controller.settings.camera)
        preview.show(engine.frames.peek())
        if self.step == Step.SIDES:
            self._refresh_sides(self.controller.collection_reports.peek())
        elif self.step == Step.CHECK:
            self._refresh_check(self.controller.verification_reports.peek())
        elif self.step == Step.START:
            self._refresh_start(self.controller.collection_reports.peek())

    def start(self, name: str) -> None:
        """Enrol the person ``name``, who has agreed. Ask first whether it is the one who has this name."""
        if not self.can_start:
            return
        try:
            self.person = checked_person_name(name)
            references = len(self.controller.references.paths(self.person))
        except (PersonNameError, StoreError) as error:
            self.host.show_error(str(error))
            return
        if references:
            confirm_same_person(self.person, self._begin_enrolment)
        else:
            self._begin_enrolment()

    def _discard_capture(self) -> None:
        self._capture = None
        self.ids.ring.sides = ()

    def _is_of_another_person(self) -> bool:
        """Whether another person was chosen since the enrolment began: the pictures are not of that one."""
        return self.step not in ("", Step.START) and self.person != self.controller.settings.person

    def _begin_enrolment(self) -> None:
        self._files = []
        self._capture = PoseEnrolment()
        self._show_step(Step.SIDES)
        self.host.use_person(self.person)

    def keep_pictures(self, keep: bool) -> None:
        """Whether to store pictures of the references, and not only their embeddings."""
        self.keeps_pictures = keep
        self.worker.run(
            lambda: self.controller.change(keep_reference_pictures=keep), failed=self.host.show_error
        )

    def skip_side(self) -> None:
        if self._capture:
            self._capture.skip()

    def try_again(self) -> None:
        """Repeat the first verification."""
        self.controller.begin_attempt()

    def start_over(self) -> None:
        """Forget the pictures of this setup, also those that are stored already."""
        self._discard_capture()
        self._show_step(Step.START)
        self.worker.run(partial(self._take_back, self.person), failed=self.host.show_error)

    def place_actions(self) -> None:
        """They stay in view: in the footer, or below what scrolls in the column of a wide window."""
        if self._actions is not None:
            if self._actions.parent:
                self._actions.parent.remove_widget(self._actions)
            (self.ids.footer if self.has_footer else self.ids.beside).add_widget(self._actions)

    def leave(self) -> None:
        """To the Verify screen, done or not."""
        self._discard_capture()
        self.step = ""
        self.host.navigate("verify")

    def use_demo(self) -> None:
        self.host.open_camera("demo")

    def open_file(self) -> None:
        title = tr("Choose a recording or a picture")
        request_path(FileDialog(DialogKind.FILE, title), self.host.open_camera)

    def _refresh_start(self, report: CollectReport | None) -> None:
        state = self.controller.engine.state
        seen = present_face(report, self.readiness())
        camera = short_name(self.controller.settings.camera)
        has_picture = self.controller.engine.frames.peek() is not None
        self.checks = present_checks(seen, camera, has_picture, bool(report and report.face))
        self.no_camera = no_camera_words(state)
        self.can_start = self.controller.ready and state.phase is Phase.RUNNING
        self.missing = missing_words(self.readiness(), self.typed_name)
        self.ids.preview.mark(seen.box, seen.tone, report.frame if report else None)

    def _refresh_sides(self, report: CollectReport | None) -> None:
        if self._capture is None:
            return
        if report:
            self._capture.offer(report)
        progress = self._capture.progress
        self.enrolment = present_enrolment(progress, report, self.readiness())
        preview = self.ids.preview
        self.ids.ring.area = preview.image_area()
        self.ids.ring.sides = self.enrolment.sides
        preview.mark(None, Tone.CALM, None)
        if progress.done or self._has_ended(progress):
            self._enrol(self._capture.crops)
            self._capture = None

    def _has_ended(self, progress: EnrolmentProgress) -> bool:
        """Whether the source has ended after enough pictures to continue."""
        ended = self.controller.engine.state.phase is Phase.ENDED
        return ended and progress.sides[Side.STRAIGHT] is SideState.DONE

    def _refresh_check(self, report: FrameReport | None) -> None:
        context = VerifyContext(
            self.person,
            self.readiness(),
            self.controller.thresholds,
            tries=self._tries.status(report),
            limit_s=self.controller.attempt_limit_s,
            night_light=self.controller.settings.night_light,
        )
        self.verdict = present(report, context)
        self.can_try_again = bool(report and report.attempt.ending and not report.attempt.verified)
        self.ids.preview.mark(self.verdict.box, self.verdict.tone, report.frame if report else None)
        if self.verdict.tone is Tone.GOOD:
            self.step = Step.DONE

    def _enrol(self, crops: list[RgbImage]) -> None:
        self.ids.ring.sides = ()
        # Not the verdict of an earlier setup.
        self._refresh_check(None)
        self._show_step(Step.CHECK)
        encrypt = self.offers_encryption and self.encrypts
        self._describe_stored = partial(
            stored_words,
            len(crops),
            self.controller.paths.people / self.person,
            self.controller.paths.root,
            pictures=self.keeps_pictures,
            encrypted=encrypt or self.controller.vault.status.state is VaultState.ENCRYPTED,
        )
        self.stored = self._describe_stored()
        self.worker.run(partial(self._store, crops, encrypt), self._verify_first, self._fail)

    def _store(self, crops: list[RgbImage], encrypt: bool) -> None:
        """On the worker thread, as ``_take_back``."""
        if encrypt:
            self.controller.encrypt()
        self._files = self.controller.enrol(crops, from_camera=True)
        self.controller.judge_verification()

    def _take_back(self, person: str) -> None:
        files, self._files = self._files, []
        if files:
            self.controller.people.remove_pictures(person, files)
        self.controller.judge_collection()

    def _verify_first(self, stored: object) -> None:
        """A recording that has ended plays again: it was for the enrolment."""
        if self.controller.engine.state.phase is Phase.ENDED:
            self.host.open_camera(self.controller.settings.camera)

    def _fail(self, message: str) -> None:
        self.host.show_error(message)
        self.start_over()

    def _show_step(self, step: Step) -> None:
        self.step = step
        self.ids.page.scroll_y = self.ids.side.scroll_y = 1.0
        for part in (self.ids.panel, self.ids.beside, self.ids.footer):
            part.clear_widgets()
        self._builder.cancel()
        self._actions = None
        panels = [partial(self._add_panel, panel) for panel in PANELS[step]]
        self._builder.build([*panels, partial(self._add_actions, ACTIONS[step])])

    def _add_panel(self, panel: type[StepPanel]) -> None:
        self.ids.panel.add_widget(panel(screen=self))

    def _add_actions(self, actions: type[StepPanel]) -> None:
        self._actions = actions(screen=self)
        self.place_actions()

    def _proposed_name(self) -> str:
        person = self.controller.settings.person
        return first_name(login_name()) if person == Settings().person else person
