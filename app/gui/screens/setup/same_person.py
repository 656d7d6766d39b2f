"""The question whether the user is the person who already has the name."""

from collections.abc import Callable

from app.gui.widgets.dialogs import ConfirmationDialog
from app.translation.catalogue import tr


def confirm_same_person(person: str, action: Callable[[], object]) -> None:
    """Call ``action`` if the user says so."""
    ConfirmationDialog(
        title=tr("Are you the {person} who is already enrolled?", person=person),
        question=tr(
            "{person} has references already. Your face would be added to them, and then be verified as "
            "{person}. If you are someone else, choose another name.",
            person=person,
        ),
        verb=tr("Yes, add my face"),
        action=action,
    ).open()
