"""The buttons of each step of the setup."""

from app.gui.screens.setup.steps import Step, StepPanel


class StartActions(StepPanel):
    """Begins the enrolment, and says what is missing before it can."""


class SidesActions(StepPanel):
    """Of the guided enrolment."""


class CheckActions(StepPanel):
    """Of the first verification."""


ACTIONS = {
    Step.START: StartActions,
    Step.SIDES: SidesActions,
    Step.CHECK: CheckActions,
    Step.DONE: CheckActions,
}
"""Below the panels, outside of what scrolls."""
