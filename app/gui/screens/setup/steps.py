"""The steps of the setup, and what the right part of the screen shows in each."""

from enum import StrEnum

from kivy.properties import ObjectProperty
from kivy.uix.boxlayout import BoxLayout

from app.gui.screens.base import BaseScreen
from app.presenters.setup.enrolment import CheckItem


class Step(StrEnum):
    START = "start"
    SIDES = "sides"
    CHECK = "check"
    DONE = "done"


class StepPanel(BoxLayout):
    """What is in the right part of the screen in one step. Styled in steps.kv."""

    screen: BaseScreen = ObjectProperty(rebind=True)


class CameraChecks(StepPanel):
    """Whether the camera shows a face well."""


class ConsentForm(StepPanel):
    """Name and consent."""


class SidesStep(StepPanel):
    """The guided enrolment."""


class CheckStep(StepPanel):
    """The first verification, and its result."""


class CheckRow(BoxLayout):
    """The result of one check of the camera."""

    item: CheckItem = ObjectProperty(rebind=True)


PANELS = {
    Step.START: (CameraChecks, ConsentForm),
    Step.SIDES: (SidesStep,),
    Step.CHECK: (CheckStep,),
    Step.DONE: (CheckStep,),
}
